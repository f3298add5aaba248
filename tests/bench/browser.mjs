// The signature check in the browser: `node tests/bench/browser.mjs BIN SITE SANDBOX`. The worker's whole answer for a
// 20 MB paper against the browser's own SHA-256 of the same bytes, in turn; and how long the page stood still meanwhile.
import { spawn, execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const { chromium } = createRequire(new URL("../browser/package.json", import.meta.url))("@playwright/test");
const [bin, site, sandbox] = process.argv.slice(2).map((path) => resolve(path));
const RUNS = 9;
const MOST_RATIO = 1.5;
const MOST_STILL = 50;

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
const folder = mkdtempSync(join(tmpdir(), "motcua-bench-"));
const port = await new Promise((done) => {
  const probe = createServer().listen(0, "127.0.0.1", () => {
    const { port } = probe.address();
    probe.close(() => done(port));
  });
});
const url = `http://localhost:${port}`;
const large = join(folder, "large.pdf");
execFileSync(join(bin, "motcua-sandbox"), ["large", "--dir", sandbox, "--out", large, "--size-mb", "20"], { stdio: "ignore" });
const config = join(folder, "bench.toml");
writeFileSync(
  config,
  `profile = "demo"
[http]
listen = "127.0.0.1:${port}"
public_url = "${url}"
site = "${site}"
plain_cookies = true
[database]
url = "sqlite:${join(folder, "motcua.db")}"
[files]
url = "${join(folder, "files")}"
[signature]
trust = []
sandbox_trust = ["${join(sandbox, "trust")}"]
`,
);
const server = spawn(join(bin, "motcua"), ["--config", config, "serve"], { stdio: "ignore" });
let isReached = false;
try {
  for (let i = 0; i < 200; i++) {
    if (await fetch(`${url}/readyz`).then((answer) => answer.ok, () => false)) break;
    await new Promise((done) => setTimeout(done, 50));
  }
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-background-networking"],
  });
  const page = await browser.newPage();
  await page.goto(`${url}/kiem-tra-chu-ky`);
  await page.waitForSelector("#file");

  // The page itself, as a person uses it.
  await page.evaluate(() => {
    window.still = [];
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => window.still.push(entry.duration))).observe({ type: "longtask" });
  });
  await page.setInputFiles("#file", large);
  await page.waitForSelector(".verdict.plain");
  const still = Math.max(0, ...(await page.evaluate(() => window.still)));

  // The worker alone.
  await page.setContent("<input type=file id=f>");
  await page.setInputFiles("#f", large);
  const times = await page.evaluate(async (runs) => {
    const file = document.getElementById("f").files[0];
    const worker = new Worker("/signature-worker_loader.js");
    const heard = () => new Promise((done) => (worker.onmessage = (event) => done(event.data)));
    await heard();
    const [ours, theirs] = [[], []];
    let last;
    for (let run = 0; run < runs; run++) {
      const forWorker = await file.arrayBuffer();
      const forDigest = await file.arrayBuffer();
      let start = performance.now();
      worker.postMessage(forWorker, [forWorker]);
      last = await heard();
      ours.push(performance.now() - start);
      start = performance.now();
      await crypto.subtle.digest("SHA-256", forDigest);
      theirs.push(performance.now() - start);
    }
    return { ours, theirs, last };
  }, RUNS);
  await browser.close();
  const report = JSON.parse(times.last);
  if (!report.structure.structure_ok || !report.is_content_compared) throw new Error(`not a sound paper: ${times.last}`);
  const [ours, theirs] = [median(times.ours), median(times.theirs)];
  const ratio = ours / theirs;
  isReached = ratio <= MOST_RATIO && still <= MOST_STILL;
  const mark = (is) => (is ? "reached" : "MISSED");
  console.log(`browser, 20 MB / crypto.subtle.digest  ${ratio.toFixed(2)} (${ours.toFixed(1)} ms against ${theirs.toFixed(1)} ms)  ≤ ${MOST_RATIO}  ${mark(ratio <= MOST_RATIO)}`);
  console.log(`browser, longest task of the page      ${still.toFixed(0)} ms  ≤ ${MOST_STILL} ms  ${mark(still <= MOST_STILL)}`);
} finally {
  server.kill();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(isReached ? 0 : 1);
