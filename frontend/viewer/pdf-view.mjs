// <pdf-view address="…" label="…" page-label="Trang {n}" link-label="… {host}">: draws a PDF, or a picture, page by page
// as it comes into sight. It decides nothing: what happened goes out as one event whose detail is a short text, and the
// program around it (src/ui/pdf_view.rs) says it in words. Attributes `zoom` (in percent of the width) and `go` (a page)
// steer it. Nothing in a paper is run: scripts, forms and launch actions are not even loaded, and a link only asks.

const LIBRARY = "/__PDFJS__/";

/** A page is drawn with no more dots than this: phones refuse larger canvases. */
const MOST_DOTS = 8_000_000;

/** A file that says it has more pages shows its first ones. */
const MOST_PAGES = 3_000;

/** Room around a sheet, in CSS pixels. */
const ROOM = 8;

let library;

/** The library, once: the build for browsers of today where it runs, else the one that brings what is missing. */
function load() {
  const today = Math.sumPrecise && Map.prototype.getOrInsertComputed && Promise.try && Uint8Array.fromBase64 && URL.parse;
  const folder = today ? LIBRARY : `${LIBRARY}legacy/`;
  library ??= import(`${folder}pdf.min.mjs`).then((it) => {
    it.GlobalWorkerOptions.workerSrc = `${folder}pdf.worker.min.mjs`;
    return it;
  });
  library.catch(() => (library = undefined));
  return library;
}

/** Where a link may lead, or nothing. */
function outside(url) {
  try {
    const address = new URL(url);
    return ["http:", "https:"].includes(address.protocol) ? address : undefined;
  } catch {
    return undefined;
  }
}

function element(name, className) {
  const made = document.createElement(name);
  made.className = className;
  return made;
}

/** One page of the paper. */
class Sheet {
  #view;
  #number;
  #turn = 0;
  #task;
  #width;
  #height;
  isNear = false;

  constructor(view, number, width, height) {
    this.#view = view;
    this.#number = number;
    this.#width = width;
    this.#height = height;
    this.box = element("div", "pdf-sheet");
    this.box.setAttribute("role", "group");
    this.box.setAttribute("aria-label", view.words("page-label", "n", number));
  }

  get number() {
    return this.#number;
  }

  #scale() {
    return (this.#view.room * this.#view.zoom) / this.#width;
  }

  /** Takes its place, drawn or not. */
  layout() {
    const scale = this.#scale();
    this.box.style.width = `${Math.floor(this.#width * scale)}px`;
    this.box.style.height = `${Math.floor(this.#height * scale)}px`;
    this.box.style.setProperty("--total-scale-factor", scale);
    if (this.isNear) this.draw();
  }

  async draw() {
    const turn = ++this.#turn;
    this.#task?.cancel();
    try {
      const { pdf, it } = this.#view;
      const page = await pdf.getPage(this.#number);
      if (turn !== this.#turn) return;
      const own = page.getViewport({ scale: 1 });
      if (own.width !== this.#width || own.height !== this.#height) {
        this.#width = own.width;
        this.#height = own.height;
        this.layout();
        return;
      }
      const scale = this.#scale();
      const viewport = page.getViewport({ scale });
      const dots = Math.min(devicePixelRatio || 1, Math.sqrt(MOST_DOTS / (viewport.width * viewport.height)));
      const canvas = element("canvas", "pdf-canvas");
      canvas.setAttribute("aria-hidden", "true");
      canvas.width = Math.max(1, Math.floor(viewport.width * dots));
      canvas.height = Math.max(1, Math.floor(viewport.height * dots));
      this.#task = page.render({ canvas, viewport: page.getViewport({ scale: scale * dots }), annotationMode: it.AnnotationMode.ENABLE });
      await this.#task.promise;
      if (turn !== this.#turn) return;
      const layer = element("div", "pdf-text");
      const text = new it.TextLayer({ textContentSource: page.streamTextContent(), container: layer, viewport });
      await text.render();
      const links = await this.#links(page, viewport);
      if (turn !== this.#turn) return;
      this.box.replaceChildren(canvas, layer, ...links);
      this.box.dataset.drawn = "";
    } catch (fault) {
      if (fault?.name !== "RenderingCancelledException" && turn === this.#turn && this.#view.isConnected) this.#view.say("unread", this.#number);
    }
  }

  /** Gives the memory back. */
  clear() {
    this.#turn++;
    this.#task?.cancel();
    for (const canvas of this.box.querySelectorAll("canvas")) canvas.width = canvas.height = 0;
    this.box.replaceChildren();
    delete this.box.dataset.drawn;
  }

  async #links(page, viewport) {
    const found = [];
    for (const note of await page.getAnnotations({ intent: "display" })) {
      if (note.subtype !== "Link") continue;
      const address = note.url && outside(note.url);
      if (!address && !note.dest) continue;
      const [left, top] = viewport.convertToViewportPoint(note.rect[0], note.rect[1]);
      const [right, bottom] = viewport.convertToViewportPoint(note.rect[2], note.rect[3]);
      const button = element("button", "pdf-link");
      button.type = "button";
      button.style.left = `${(100 * Math.min(left, right)) / viewport.width}%`;
      button.style.top = `${(100 * Math.min(top, bottom)) / viewport.height}%`;
      button.style.width = `${(100 * Math.abs(right - left)) / viewport.width}%`;
      button.style.height = `${(100 * Math.abs(bottom - top)) / viewport.height}%`;
      if (address) {
        button.setAttribute("aria-label", this.#view.words("link-label", "host", address.host));
        button.onclick = () => this.#view.say("link", address.href);
      } else {
        const target = await this.#view.pageOf(note.dest);
        if (!target) continue;
        button.setAttribute("aria-label", this.#view.words("page-label", "n", target));
        button.onclick = () => this.#view.show(target);
      }
      found.push(button);
    }
    return found;
  }
}

class PdfView extends HTMLElement {
  static observedAttributes = ["zoom", "go"];
  #sheets = [];
  #ended = new AbortController();
  #loading;
  #scroller;
  #shown = 0;
  #picture;
  pdf;
  it;
  room = 0;

  connectedCallback() {
    this.#open().catch((fault) => {
      if (!this.#ended.signal.aborted) this.say("failed", reason(fault));
    });
  }

  disconnectedCallback() {
    this.#ended.abort();
    this.#loading?.destroy();
    for (const sheet of this.#sheets) sheet.clear();
    if (this.#picture) URL.revokeObjectURL(this.#picture);
  }

  attributeChangedCallback(name, before, value) {
    if (name === "go") this.show(Number(value));
    else if (before !== value) this.#layout();
  }

  get zoom() {
    return (Number(this.getAttribute("zoom")) || 100) / 100;
  }

  words(attribute, name, value) {
    return (this.getAttribute(attribute) ?? "").replace(`{${name}}`, value);
  }

  say(what, value) {
    this.dispatchEvent(new CustomEvent("pdf-view", { detail: `${what} ${value}` }));
  }

  async #open() {
    const answer = await fetch(this.getAttribute("address"), { credentials: "same-origin", signal: this.#ended.signal });
    if (!answer.ok) throw { status: answer.status };
    const kind = answer.headers.get("content-type") ?? "";
    const bytes = await this.#read(answer);
    this.#frame();
    if (kind.startsWith("image/")) this.#showPicture(bytes, kind);
    else await this.#showPages(bytes);
    new ResizeObserver(() => this.#resized()).observe(this.#scroller);
  }

  async #read(answer) {
    const total = Number(answer.headers.get("content-length")) || 0;
    const reader = answer.body.getReader();
    const parts = [];
    let size = 0;
    let said = -1;
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        parts.push(value);
        size += value.length;
        const percent = total ? Math.min(100, Math.floor((100 * size) / total)) : 0;
        if (percent !== said) this.say("progress", (said = percent));
      }
    } catch {
      throw { status: 0 };
    }
    const bytes = new Uint8Array(size);
    let at = 0;
    for (const part of parts) {
      bytes.set(part, at);
      at += part.length;
    }
    return bytes;
  }

  /** The place that scrolls; the keyboard reaches it. */
  #frame() {
    this.#scroller = element("div", "pdf-scroller");
    this.#scroller.tabIndex = 0;
    this.#scroller.setAttribute("role", "region");
    this.#scroller.setAttribute("aria-label", this.getAttribute("label"));
    this.#scroller.addEventListener("keydown", (event) => {
      const key = { "+": "in", "=": "in", "-": "out", 0: "fit" }[event.key];
      if (!key || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      this.say("key", key);
    });
    this.#scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.replaceChildren(this.#scroller);
    this.room = this.#measure();
  }

  #measure() {
    return Math.max(100, this.#scroller.clientWidth - 2 * ROOM);
  }

  #showPicture(bytes, kind) {
    this.#picture = URL.createObjectURL(new Blob([bytes], { type: kind }));
    const picture = element("img", "pdf-picture");
    picture.alt = this.getAttribute("label");
    picture.onload = () => this.say("pages", 1);
    picture.onerror = () => this.say("failed", "broken");
    picture.src = this.#picture;
    this.#sheets = [{ box: picture, number: 1, layout: () => (picture.style.width = `${this.room * this.zoom}px`), clear: () => picture.remove() }];
    this.#scroller.append(picture);
    this.#layout();
  }

  async #showPages(bytes) {
    this.it = await load().catch(() => {
      throw { status: 0 };
    });
    this.#ended.signal.throwIfAborted();
    this.#loading = this.it.getDocument({
      data: bytes,
      cMapUrl: `${LIBRARY}cmaps/`,
      standardFontDataUrl: `${LIBRARY}standard_fonts/`,
      wasmUrl: `${LIBRARY}wasm/`,
      iccUrl: `${LIBRARY}iccs/`,
      enableXfa: false,
      isEvalSupported: false,
      maxImageSize: 64_000_000,
      verbosity: 0,
    });
    this.pdf = await this.#loading.promise;
    const first = (await this.pdf.getPage(1)).getViewport({ scale: 1 });
    const watch = new IntersectionObserver((entries) => this.#seen(entries), { root: this.#scroller, rootMargin: "100% 0px" });
    for (let number = 1; number <= Math.min(this.pdf.numPages, MOST_PAGES); number++) {
      this.#sheets.push(new Sheet(this, number, first.width, first.height));
    }
    this.#layout();
    this.#scroller.append(...this.#sheets.map((sheet) => sheet.box));
    for (const sheet of this.#sheets) watch.observe(sheet.box);
    this.say("pages", this.#sheets.length);
    this.#scrolled();
  }

  #seen(entries) {
    for (const entry of entries) {
      const sheet = this.#sheets.find((sheet) => sheet.box === entry.target);
      if (!sheet || sheet.isNear === entry.isIntersecting) continue;
      sheet.isNear = entry.isIntersecting;
      if (sheet.isNear) sheet.draw();
      else sheet.clear();
    }
  }

  #resized() {
    const room = this.#measure();
    // A scroll bar that comes and goes must not make the page flicker.
    if (Math.abs(room - this.room) < 20) return;
    this.room = room;
    this.#layout();
  }

  /** Sizes change; what is in the middle stays there. */
  #layout() {
    const it = this.#scroller;
    if (!it) return;
    const [down, across] = [(it.scrollTop + it.clientHeight / 2) / it.scrollHeight, (it.scrollLeft + it.clientWidth / 2) / it.scrollWidth];
    for (const sheet of this.#sheets) sheet.layout();
    it.scrollTop = down * it.scrollHeight - it.clientHeight / 2;
    it.scrollLeft = across * it.scrollWidth - it.clientWidth / 2;
  }

  #scrolled() {
    const middle = this.#scroller.getBoundingClientRect().top + this.#scroller.clientHeight / 2;
    let [low, high] = [0, this.#sheets.length - 1];
    while (low < high) {
      const between = (low + high) >> 1;
      if (this.#sheets[between].box.getBoundingClientRect().bottom < middle) low = between + 1;
      else high = between;
    }
    const number = this.#sheets[low]?.number ?? 0;
    if (number !== this.#shown) this.say("page", (this.#shown = number));
  }

  /** Brings a page to the top. */
  show(number) {
    const sheet = this.#sheets[Math.max(1, Math.min(this.#sheets.length, number)) - 1];
    if (sheet) this.#scroller.scrollTop += sheet.box.getBoundingClientRect().top - this.#scroller.getBoundingClientRect().top - ROOM;
  }

  /** The page that a link within the paper means. */
  async pageOf(dest) {
    try {
      const place = typeof dest === "string" ? await this.pdf.getDestination(dest) : dest;
      return (await this.pdf.getPageIndex(place[0])) + 1;
    } catch {
      return undefined;
    }
  }
}

function reason(fault) {
  if (fault?.name === "PasswordException") return "locked";
  if (fault?.status === 401) return "signed-out";
  if (fault?.status === 403 || fault?.status === 404) return "gone";
  if (fault?.status !== undefined || fault instanceof TypeError) return "line";
  return "broken";
}

customElements.define("pdf-view", PdfView);
