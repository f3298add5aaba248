// Photographs for the scan, and what the device keeps of them.
import { execFileSync } from "node:child_process";

/** Corners of the paper in the photographs, in shares of the picture: the camera was held at a slant. */
export const PAPER = [[0.2, 0.12], [0.78, 0.18], [0.9, 0.88], [0.1, 0.82]];

/** A photograph of a white paper on a dark table; noise as a camera's, so that it weighs what a photograph weighs. */
export async function photograph(page, [width, height], words) {
  const data = await page.evaluate(
    async ([width, height, words, paper]) => {
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [width, height];
      const it = canvas.getContext("2d");
      it.fillStyle = "#2a1d14";
      it.fillRect(0, 0, width, height);
      it.fillStyle = "#fff";
      it.beginPath();
      for (const [x, y] of paper) it.lineTo(x * width, y * height);
      it.fill();
      it.fillStyle = "#b3161b";
      it.font = `${Math.round(height / 12)}px serif`;
      it.fillText(words, width * 0.25, height * 0.5);
      const dots = it.getImageData(0, 0, width, height);
      for (let i = 0; i < dots.data.length; i += 4) {
        const noise = Math.random() * 24 - 12;
        for (let c = 0; c < 3; c++) dots.data[i + c] += noise;
      }
      it.putImageData(dots, 0, 0);
      const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.95));
      const reader = new FileReader();
      await new Promise((done) => ((reader.onload = done), reader.readAsDataURL(blob)));
      return reader.result.split(",")[1];
    },
    [width, height, words, PAPER],
  );
  return withExif(Buffer.from(data, "base64"));
}

export const SECRET = "vi-tri-nha-rieng";

/** Puts in what a phone would: here the words of a place. */
function withExif(jpeg) {
  const text = Buffer.from(`${SECRET}\0`);
  const tiff = Buffer.alloc(26 + text.length);
  tiff.write("MM\0*", 0, "latin1");
  tiff.writeUInt32BE(8, 4);
  tiff.writeUInt16BE(1, 8);
  tiff.writeUInt16BE(0x010e, 10);
  tiff.writeUInt16BE(2, 12);
  tiff.writeUInt32BE(text.length, 14);
  tiff.writeUInt32BE(26, 18);
  text.copy(tiff, 26);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(tiff.length + 8, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, Buffer.from("Exif\0\0", "latin1"), tiff, jpeg.subarray(2)]);
}

export const file = (name, buffer, mimeType = "image/jpeg") => ({ name, mimeType, buffer });
export const sheets = (page) => page.locator(".sheet");
export const choose = (page, files) => page.locator("#scan-files").setInputFiles(files);

/** Everything that the site keeps of photographs on this device. */
export const lying = async (page) => {
  const found = await page.evaluate(async () => {
    const names = (await indexedDB.databases()).map(({ name }) => name);
    const all = [];
    for (const name of names) {
      const asked = indexedDB.open(name);
      await new Promise((done) => (asked.onsuccess = done));
      for (const store of asked.result.objectStoreNames) {
        const of = asked.result.transaction(store).objectStore(store);
        const [keys, values] = [of.getAllKeys(), of.getAll()];
        await new Promise((done) => (values.onsuccess = done));
        for (const [index, key] of keys.result.entries()) {
          const bytes = values.result[index];
          const reader = new FileReader();
          await new Promise((done) => ((reader.onload = done), reader.readAsDataURL(new Blob([bytes]))));
          all.push([key, reader.result.split(",")[1] ?? ""]);
        }
      }
      asked.result.close();
    }
    return all;
  });
  return found.map(([key, bytes]) => ({ key, bytes: Buffer.from(bytes, "base64") }));
};

/** Width and height of the pictures in a PDF, in their order. */
export const sizes = (path) =>
  execFileSync("pdfimages", ["-list", path]).toString().trim().split("\n").slice(2).map((line) => {
    const words = line.trim().split(/\s+/);
    return `${words[3]}x${words[4]}`;
  });
