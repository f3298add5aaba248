// Writes .br and .gz beside every text and wasm file of a folder.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const folder = process.argv[2];
const wanted = /\.(html|css|js|wasm|svg|json|webmanifest|txt)$/;
for (const entry of readdirSync(folder, { recursive: true })) {
  if (!wanted.test(entry)) continue;
  const file = join(folder, entry);
  const bytes = readFileSync(file);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params }));
  writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
}
