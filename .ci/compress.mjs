// Writes .br and .gz beside every text and wasm file of a folder.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const folder = process.argv[2];
const wanted = /\.(html|css|js|mjs|wasm|ttf|pfb|bcmap|icc|svg|json|webmanifest|txt)$/;
for (const entry of readdirSync(folder, { recursive: true })) {
  if (!wanted.test(entry)) continue;
  const file = join(folder, entry);
  if (existsSync(`${file}.br`)) continue;
  const bytes = readFileSync(file);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params }));
  writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
}
