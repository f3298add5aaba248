// A dossier of an agency, filed without the pages: for tests that are about what comes after.
import { readFileSync } from "node:fs";
import { expect } from "./portal.js";
import { paper } from "./paths.js";

export const unit = "Ủy ban nhân dân xã Tuy Phước";
const procedure = "1.012373.H08";
const papers = [["to-trinh", "KQ.H21.910001"], ["bao-cao-thanh-tich", "KQ.H21.910002"], ["bien-ban-hop", "KQ.H21.910003"]];

/** What the pages send, for whoever is signed in. */
export async function call(page, portal, method, path, body, headers = {}) {
  const isFile = Buffer.isBuffer(body);
  const answer = await page.request.fetch(`${portal.url}/api/v1${path}`, {
    method,
    headers: { "x-motcua-client": "1", origin: portal.url, "content-type": isFile ? "application/octet-stream" : "application/json", ...headers },
    data: isFile || body === undefined ? body : JSON.stringify(body),
  });
  expect(answer.status(), `${method} ${path}: ${await answer.text()}`).toBeLessThan(300);
  return answer.status() === 204 ? null : answer.json();
}
/** One act, also when it is repeated. */
export const key = () => ({ "idempotency-key": crypto.randomUUID() });

/** A file on its way in; gives its id. */
export async function upload(page, portal, purpose, name) {
  const headers = { "x-file-name": name, ...key() };
  return (await call(page, portal, "POST", `/uploads?purpose=${purpose}`, readFileSync(paper(name)), headers)).id;
}

/** The papers that the procedure asks for, into the vault. */
export async function addPapers(page, portal) {
  const added = [];
  for (const [name, category] of papers) {
    const sent = await upload(page, portal, "vault", `${name}.pdf`);
    added.push(await call(page, portal, "POST", "/papers", {
      upload_id: sent, category_code: category, name: `Giấy tờ ${name}`, is_visible: true, is_shared: false,
      decision_number: null, summary: null, issued_on: null,
    }));
  }
  return added;
}

export async function openDraft(page, portal) {
  const draft = await call(page, portal, "POST", "/drafts", { procedure_code: procedure }, key());
  const units = await call(page, portal, "GET", `/procedures/${procedure}/units`);
  return call(page, portal, "PATCH", `/drafts/${draft.id}`, {
    version: draft.version, unit_id: units.find((one) => one.name === unit).id,
    case_id: draft.procedure.cases[0].id, delivery: { method: "online", address: null },
  });
}

export async function fileDossier(page, portal) {
  const draft = await openDraft(page, portal);
  return call(page, portal, "POST", `/drafts/${draft.id}/submit`, { version: draft.version, digest: draft.digest });
}

/** A citizen's procedure that needs no paper of the vault. */
const RESIDENCE = "1.004194";

/** Opens a draft by its start page; gives its id. */
export async function openWizard(page, portal, code = RESIDENCE) {
  await page.goto(`${portal.url}/thu-tuc/${code}`);
  await page.getByRole("button", { name: "Nộp trực tuyến" }).click();
  await expect(page.getByText(/Bước 1 trên/)).toBeVisible();
  return new URL(page.url()).pathname.split("/")[2];
}

/** A draft as the server has it. */
export const readDraft = (page, portal, id) => call(page, portal, "GET", `/drafts/${id}`);

/** A field of a form by its id, which may hold dots. */
export const field = (page, id) => page.locator(`[id="${id}"]`);
