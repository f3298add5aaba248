// The shell of the site without a line: the pages and programs that were opened on this device open again. The API is left
// alone, so nothing personal passes through here or stays. The server puts the table of pages in (shared/src/path/entry.rs).
const PAGES = "__PAGES__";
// What is shown of a page that was never opened here (shared/locales, layout-no-line).
const NO_LINE = "__NO_LINE__";
const SHELL = "shell";
// So long a bad line may take before the kept page is shown, in milliseconds.
const PATIENCE = 4000;
const ASSET = /"(\/[\w./-]*-[0-9a-f]{15,16}[\w.]*\.(?:js|wasm|css|svg))"/g;

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => event.waitUntil(begin()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin || /^\/(api|agent)\//.test(url.pathname)) return;
  if (request.mode === "navigate") event.respondWith(page(event, url.pathname));
  else event.respondWith(asset(request));
});

// Pages that were open before there was this worker are kept as well.
async function begin() {
  await self.clients.claim();
  for (const client of await self.clients.matchAll({ type: "window" })) {
    const path = new URL(client.url).pathname;
    const answer = await fetch(path).catch(() => null);
    if (answer) await keep(path, answer);
  }
}

async function page(event, path) {
  event.waitUntil(letGo().catch(() => {}));
  const kept = await (await caches.open(SHELL)).match(place(path));
  const network = fetch(event.request).then((answer) => {
    event.waitUntil(keep(path, answer.clone()));
    return answer;
  });
  if (!kept) return network.catch(noLine);
  const late = new Promise((resolve) => setTimeout(() => resolve(kept), PATIENCE));
  return Promise.race([network.catch(() => kept), late]);
}

// Of no program, so that it needs nothing that may be missing. Devices say that they are online before anything can be reached, and
// say it once: so it looks for itself.
function noLine() {
  const [title, hint, again] = NO_LINE;
  const body = `<!doctype html><html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><style>body{font:1.125rem/1.6 system-ui,sans-serif;max-width:32rem;margin:3rem auto;padding:0 1rem;color:#1b2430}
a{display:inline-block;padding:.75rem 1.5rem;border-radius:.5rem;background:#0b4f9e;color:#fff}</style>
<main><h1>${title}</h1><p>${hint}</p><p><a href="">${again}</a></p></main>
<script>const look = () => fetch("/healthz", { cache: "no-store" }).then(() => location.reload(), () => {});
addEventListener("online", look); setInterval(look, 3000);</script></html>`;
  return new Response(body, { status: 503, headers: { "content-type": "text/html; charset=utf-8" } });
}

// Sealed photographs that nobody came back for (frontend/src/scan/shelf.rs): beside those of one scan a sign says until when
// they wait, else their name. Scans that a page is at are locked, and stay.
async function letGo() {
  const kept = await indexedDB.databases();
  if (!kept.some(({ name }) => name === "cho-gui")) return;
  const asked = indexedDB.open("cho-gui");
  await new Promise((resolve, reject) => Object.assign(asked, { onsuccess: resolve, onerror: reject, onblocked: reject }));
  const database = asked.result;
  const store = (mode) => database.transaction("phan", mode).objectStore("phan");
  const done = (request) => new Promise((resolve, reject) => Object.assign(request, { onsuccess: () => resolve(request.result), onerror: reject }));
  const now = String(Date.now()).padStart(14, "0");
  const isOver = async (name) => ((await done(store("readonly").get(`${name}/han`))) ?? name.slice(0, 14)) < now;
  const forget = (name) => done(store("readwrite").delete(IDBKeyRange.bound(`${name}/`, `${name}0`, false, true)));
  try {
    if (!database.objectStoreNames.contains("phan")) return;
    const keys = await done(store("readonly").getAllKeys());
    for (const name of new Set(keys.map((key) => key.split("/")[0]))) {
      if (!(await isOver(name))) continue;
      if (!navigator.locks) await forget(name);
      else await navigator.locks.request(name, { ifAvailable: true }, async (lock) => lock && (await isOver(name)) && forget(name));
    }
  } finally {
    database.close();
  }
}

// Names with a digest never change: what is here is right.
async function asset(request) {
  return (await caches.match(request, { cacheName: SHELL })) ?? fetch(request);
}

// Keeps a page with what it is made of, and lets go what no kept page is made of any more.
async function keep(path, answer) {
  const type = answer.headers.get("content-type") ?? "";
  if (!answer.ok || !type.startsWith("text/html")) return;
  const cache = await caches.open(SHELL);
  const page = answer.clone();
  const wanted = new Set(assets(await answer.text()));
  for (const name of wanted) if (!(await cache.match(name))) await cache.add(name);
  // Last: a line that breaks before leaves the page that was here, with what it is made of.
  await cache.put(place(path), page);
  const kept = await cache.keys();
  const isPage = (request) => new URL(request.url).pathname.startsWith("/.");
  for (const request of kept.filter(isPage)) {
    for (const name of assets(await (await cache.match(request)).text())) wanted.add(name);
  }
  for (const request of kept) {
    if (!isPage(request) && !wanted.has(new URL(request.url).pathname)) await cache.delete(request);
  }
}

function* assets(html) {
  for (const [, name] of html.replaceAll("'", '"').matchAll(ASSET)) yield name;
}

// Where the page of an address lies: one for each program.
function place(path) {
  const parts = path.split("/").filter(Boolean);
  const found = PAGES.find(([pattern]) => fits(pattern.split("/"), parts));
  return `/.${found ? found[1] : "index.html"}`;
}

// `*` is any one part, `**` at the end any that follow, or none.
function fits(pattern, parts) {
  for (let at = 0; at < pattern.length; at++) {
    if (pattern[at] === "**") return true;
    if (at >= parts.length || (pattern[at] !== "*" && pattern[at] !== parts[at])) return false;
  }
  return parts.length === pattern.length;
}
