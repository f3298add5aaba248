// Makes the script beside a wasm module smaller, and with it the module: by what name one calls the other is nobody's
// business, and each of the some 260 names ends in 16 digits that no compression can guess. As content and name belong together
// (files are kept for ever by browsers), what is changed gets a new name.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createRequire } from "node:module";

const { minify } = createRequire(new URL("../frontend/package.json", import.meta.url))("terser");

/** A number as wasm writes it (LEB128): its value and where it ends. */
function number(bytes, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7, at += 1) {
    value += (bytes[at] & 127) * 2 ** shift;
    if (bytes[at] < 128) return [value, at + 1];
  }
}

function written(value) {
  const bytes = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) + 128);
  return Buffer.from([...bytes, value]);
}

/** Where what follows the type of an import ends (WebAssembly core, 5.5.5). */
function endOfImport(bytes, at) {
  const kind = bytes[at];
  const limits = (from) => {
    const [flag, next] = number(bytes, from);
    const [, least] = number(bytes, next);
    return flag & 1 ? number(bytes, least)[1] : least;
  };
  if (kind === 0) return number(bytes, at + 1)[1];
  if (kind === 1) return limits(at + 2);
  if (kind === 2) return limits(at + 1);
  if (kind === 3) return at + 3;
  throw new Error(`an import of kind ${kind}`);
}

/** The module with names of imports as `called` gives them. */
function renamed(wasm, called) {
  const parts = [wasm.subarray(0, 8)];
  for (let at = 8; at < wasm.length; ) {
    const [size, from] = number(wasm, at + 1);
    const end = from + size;
    if (wasm[at] === 2) {
      let [count, next] = number(wasm, from);
      const section = [wasm.subarray(from, next)];
      for (; count > 0; count -= 1) {
        const module = number(wasm, next);
        const nameAt = number(wasm, module[1] + module[0]);
        const nameEnd = nameAt[1] + nameAt[0];
        const text = Buffer.from(called(wasm.toString("utf8", nameAt[1], nameEnd)));
        const rest = endOfImport(wasm, nameEnd);
        section.push(wasm.subarray(next, module[1] + module[0]), written(text.length), text, wasm.subarray(nameEnd, rest));
        next = rest;
      }
      const body = Buffer.concat(section);
      parts.push(Buffer.from([2]), written(body.length), body);
    } else {
      parts.push(wasm.subarray(at, end));
    }
    at = end;
  }
  return Buffer.concat(parts);
}

const folder = process.argv[2];
for (const module of readdirSync(folder).filter((file) => file.endsWith("_bg.wasm"))) {
  const stem = module.slice(0, -"_bg.wasm".length);
  const names = new Map();
  const called = (name) => {
    if (!/^__wb/.test(name)) return name;
    if (!names.has(name)) names.set(name, `$${names.size.toString(36)}`);
    return names.get(name);
  };
  const wasm = renamed(readFileSync(join(folder, module)), called);
  const before = readFileSync(join(folder, `${stem}.js`), "utf8");
  const answered = new Set();
  const script = before.replace(/\b__wb\w+(?=: )/g, (name) => {
    if (names.has(name)) answered.add(name);
    return names.get(name) ?? name;
  });
  if (answered.size !== names.size) throw new Error(`${stem}: the script does not answer to all names of its module`);
  const { code } = await minify(script, { module: /^export /m.test(before), ecma: 2020 });
  writeFileSync(join(folder, module), wasm);
  writeFileSync(join(folder, `${stem}.js`), code);
  const hash = /-[0-9a-f]{8,16}$/.exec(stem)?.[0];
  if (!hash) continue;
  const named = stem.slice(0, -hash.length) + "-" + createHash("sha256").update(wasm).update(code).digest("hex").slice(0, 16);
  for (const end of [".js", "_bg.wasm"]) renameSync(join(folder, stem + end), join(folder, named + end));
  for (const page of readdirSync(folder).filter((file) => file.endsWith(".html"))) {
    const text = readFileSync(join(folder, page), "utf8");
    writeFileSync(join(folder, page), text.replaceAll(stem, named));
  }
}
