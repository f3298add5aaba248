// The tus client that most sites use (npm tus-js-client), which this project did not write, against the portal: for
// tests/api/upload_tus.rs. Goes through a line that this program cuts when it likes. Argument: JSON with `address`
// (host:port), `cookie`, `origin`, `paper`, `bad` (files) and `metadata`. Prints one JSON object per step.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import net from "node:net";
import { Upload } from "tus-js-client";

const { address, cookie, origin, paper, bad } = JSON.parse(process.argv[2]);
const [host, port] = address.split(":");
const say = (step, what) => console.log(JSON.stringify({ step, ...what }));

// A line that breaks after so many bytes, as often as it is told to.
const line = { cuts: [], sent: 0 };
const proxy = net.createServer((here) => {
  const there = net.connect(Number(port), host);
  const end = () => (here.destroy(), there.destroy());
  here.on("error", end).on("close", end);
  there.on("error", end).on("close", end);
  there.pipe(here);
  let since = 0;
  here.on("data", (bytes) => {
    line.sent += bytes.length;
    since += bytes.length;
    if (line.cuts.length > 0 && since > line.cuts[0]) {
      line.cuts.shift();
      // What the server was sent before stays sent: the line ends, it is not reset.
      there.end();
      here.destroy();
    } else if (!there.write(bytes)) {
      here.pause();
      there.once("drain", () => here.resume());
    }
  });
});
await new Promise((ready) => proxy.listen(0, "127.0.0.1", ready));
const base = `http://127.0.0.1:${proxy.address().port}`;

let keys = 0;
const options = (more) => ({
  endpoint: `${base}/api/v1/uploads/resumable`,
  retryDelays: [50, 100, 200, 400, 800],
  headers: { cookie, origin, "x-motcua-client": "1", "idempotency-key": `tus-peer-${process.pid}-${++keys}` },
  ...more,
});

// Sends; what came of it. `act` may pause it in the middle.
const send = (bytes, more, act = () => {}) =>
  new Promise((done) => {
    const upload = new Upload(Buffer.from(bytes), {
      ...options(more),
      onError: (error) =>
        done({ error: error.originalResponse?.getStatus() ?? String(error), body: error.originalResponse?.getBody() }),
      onSuccess: () => done({ url: upload.url }),
      onProgress: (sent) => act(upload, sent),
    });
    upload.start();
  });

const view = async (url) => {
  const answer = await fetch(url.replace(/^https?:\/\/[^/]+/, base), { headers: { cookie } });
  return { status: answer.status, ...(await answer.json()) };
};
const head = async (url) =>
  (await fetch(url.replace(/^https?:\/\/[^/]+/, base), { method: "HEAD", headers: { cookie, "tus-resumable": "1.0.0" } }))
    .status;

// A photograph whose bytes do not repeat.
const photograph = (size) => {
  const bytes = Buffer.alloc(size);
  Buffer.from("ffd8ffc000110804000400030122000211010311010000", "hex").copy(bytes);
  for (let at = 23, state = 1; at < size; at++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[at] = state >>> 24;
  }
  return bytes;
};
const digest = (bytes) => createHash("sha256").update(bytes).digest("hex");
const named = (filename, purpose) => ({ metadata: { filename, purpose } });

const whole = await send(readFileSync(paper), named("Tờ trình số 1.pdf", "vault"));
say("whole", { ...whole, view: await view(whole.url) });

const eager = await send(readFileSync(paper), { ...named("b.pdf", "component"), uploadDataDuringCreation: true });
say("with-creation", { ...eager, view: await view(eager.url) });

const large = photograph(20_000_000);
line.cuts = [3_000_000, 5_500_000, 100_000, 1_048_576 + 700, 4_000_000, 2_000_000];
line.sent = 0;
const cut = await send(large, named("anh.jpg", "component"));
say("cut", { ...cut, view: await view(cut.url), digest: digest(large), sent: line.sent, left: line.cuts.length });

line.cuts = [700_000, 300_000, 10_000];
line.sent = 0;
const pieces = await send(large, { ...named("anh2.jpg", "component"), chunkSize: 512 * 1024 });
say("pieces", { ...pieces, view: await view(pieces.url), digest: digest(large), sent: line.sent, left: line.cuts.length });

let paused = false;
const resumed = await send(large.subarray(0, 3_000_000), { ...named("anh3.jpg", "component"), chunkSize: 256 * 1024 }, (upload, sent) => {
  if (!paused && sent > 1_000_000) {
    paused = true;
    upload.abort().then(() => setTimeout(() => upload.start(), 200));
  }
});
say("resumed", { ...resumed, paused, view: await view(resumed.url), digest: digest(large.subarray(0, 3_000_000)) });

// Another page of the same person goes on where the first was closed.
const half = await new Promise((done) => {
  const upload = new Upload(large.subarray(0, 2_000_000), {
    ...options({ ...named("anh4.jpg", "component"), chunkSize: 256 * 1024 }),
    onProgress: (sent) => sent > 1_000_000 && upload.abort().then(() => done(upload.url)),
  });
  upload.start();
});
line.sent = 0;
const rest = await send(large.subarray(0, 2_000_000), { ...named("anh4.jpg", "component"), uploadUrl: half });
say("another-page", { ...rest, half, sent: line.sent, view: await view(rest.url) });

const called = await new Promise((done) => {
  const upload = new Upload(large.subarray(0, 2_000_000), {
    ...options({ ...named("anh5.jpg", "component"), chunkSize: 256 * 1024 }),
    onProgress: (sent) => sent > 1_000_000 && upload.abort(true).then(() => done(upload.url)),
  });
  upload.start();
});
say("called-off", { status: await head(called) });

say("refused", await send(readFileSync(bad), { ...named("sua.pdf", "vault"), retryDelays: [50] }));
say("too-large", await send(Buffer.alloc(60_000_000), { ...named("a.pdf", "vault"), retryDelays: [50] }));
proxy.close();
process.exit(0);
