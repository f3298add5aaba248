// A large file over a line that breaks: it goes on where it was, and little is sent twice.
import { createServer, connect } from "node:net";
import { writeFileSync } from "node:fs";
import { accounts, expect, isAccessible, picture, signIn, test } from "./support/portal.js";

/** A photograph of so many bytes that does not repeat. */
function photograph(path, size) {
  const bytes = Buffer.alloc(size);
  Buffer.from("ffd8ffc000110804000400030122000211010311010000", "hex").copy(bytes);
  for (let at = 23, state = 1; at < size; at++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[at] = state >>> 24;
  }
  writeFileSync(path, bytes);
}

/** A line to the portal that breaks when it is told to, and counts what it carried. */
async function line(target) {
  const open = new Set();
  const state = { sent: 0, pieces: 0, cuts: 0, cut: () => open.forEach((end) => end()), close: () => server.close() };
  const server = createServer((here) => {
    const there = connect(Number(new URL(target).port), "127.0.0.1");
    const end = () => (open.delete(end), here.destroy(), there.destroy());
    open.add(end);
    here.on("error", end).on("close", end);
    there.on("error", end).on("close", end);
    there.pipe(here);
    here.on("data", (bytes) => {
      state.sent += bytes.length;
      if (bytes.includes("PATCH /api/v1/uploads/resumable/")) state.pieces += 1;
      if (state.at?.length && state.sent > state.at[0]) {
        state.at.shift();
        state.cuts += 1;
        there.end();
        here.destroy();
      } else if (!there.write(bytes)) {
        here.pause();
        there.once("drain", () => here.resume());
      }
    });
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  state.url = `http://localhost:${server.address().port}`;
  return state;
}

test("a file of 20 MB gets through a line that breaks five times, and little is sent twice", async ({ page, portal }, info) => {
  test.slow();
  page.expectedFaults.push(/ERR_|net::|Failed to load resource/);
  const wire = await line(portal.url);
  // The portal knows itself by its own address; what it is asked under belongs to the browser.
  const there = { url: wire.url, code: (phone) => portal.code(phone) };
  await signIn(page, there, accounts.citizen);
  await page.goto(`${wire.url}/thu-tuc/2.000635`);
  await page.getByRole("button", { name: "Nộp trực tuyến" }).click();
  await page.getByRole("radio", { name: /phường Pleiku/ }).check();
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await expect(page.getByText(/Bước 2 trên 5/)).toBeVisible();
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await expect(page.getByText(/Bước 3 trên 5/)).toBeVisible();
  const file = info.outputPath("anh.jpg");
  photograph(file, 20_000_000);
  const answered = page.waitForResponse((answer) => answer.request().method() === "GET" && answer.url().includes("/uploads/resumable/"), { timeout: 120_000 });
  wire.sent = 0;
  wire.at = [2_500_000, 5_000_000, 9_000_000, 13_000_000, 17_500_000];
  await page.locator('input[type="file"]').first().setInputFiles(file);
  const view = await (await answered).json();
  expect(view.size).toBe(20_000_000);
  expect(wire.cuts).toBe(5);
  expect(wire.pieces, "it went in pieces").toBeGreaterThan(3);
  // A cut costs a piece at most (the browser itself sends it anew at once), and never the file.
  expect(wire.sent).toBeLessThan(27_000_000);
  await expect(page.getByText("Đã nhận tệp:")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "tep-lon-da-gui");
  wire.close();
  wire.cut();
});
