// Once before all tests: the sample papers, and a clear word if something is not built.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { binary, hasShared, sandboxDir, site } from "./paths.js";

export default function setup() {
  for (const [file, how] of [
    [binary("motcua"), "make server"],
    [binary("motcua-sandbox"), "make server"],
    [join(site, "index.html"), "make site"],
  ]) {
    if (!existsSync(file)) throw new Error(`${file} is missing: run \`${how}\` first`);
  }
  execFileSync(binary("motcua-sandbox"), ["papers", "--out", sandboxDir], { stdio: "ignore" });
  if (!hasShared) console.log("NOTE ../shared is not here: the test with a real published paper is skipped");
}
