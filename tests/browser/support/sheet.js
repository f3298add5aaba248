// Spreadsheets as people save them: rows of text.
import { execFileSync } from "node:child_process";

const PROGRAM = `
import html, json, sys, zipfile
rows = json.load(sys.stdin)
def cell(place, row, text):
    name = chr(65 + place) + str(row)
    return f'<c r="{name}" t="inlineStr"><is><t>{html.escape(text)}</t></is></c>'
lines = "".join(
    f'<row r="{row}">' + "".join(cell(place, row, text) for place, text in enumerate(cells) if text) + "</row>"
    for row, cells in enumerate(rows, 1)
)
main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
rels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
package = "http://schemas.openxmlformats.org/package/2006"
with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as it:
    it.writestr("[Content_Types].xml", f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>')
    it.writestr("_rels/.rels", f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{rels}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
    it.writestr("xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{rels}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>')
    it.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{rels}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>')
    it.writestr("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{main}"><sheetData>{lines}</sheetData></worksheet>')
`;

/** Writes rows of text to a file. */
export function writeSheet(path, rows) {
  execFileSync("python3", ["-c", PROGRAM, path], { input: JSON.stringify(rows) });
  return path;
}
