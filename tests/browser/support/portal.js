// A portal of its own for every test: fresh database, fresh inbox, free ports. Nothing is mocked but the outside.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base, expect } from "@playwright/test";
import { startFront } from "./front.js";
import { binary, root, sandboxDir, site } from "./paths.js";

const PASSWORD = "MotCua#2026";

/** The demo accounts by what they are. */
export const accounts = {
  agency: { login: "truonghoamai", phone: "0900000001", name: "Trường THCS Hoa Mai (mẫu)" },
  otherAgency: { login: "truonghoasen", phone: "0900000002", name: "Trường Tiểu học Hoa Sen (mẫu)" },
  citizen: { login: "001099000001", phone: "0900000003", name: "Nguyễn Thị Mẫu" },
  administrator: { login: "quantri", phone: "0900000007", name: "Quản trị cổng (mẫu)" },
};

/** A port that nobody listens on, out of the range from which the system gives ports to connections: one of those may be taken
 * again between this look and the start of the program. */
export async function freePort() {
  for (;;) {
    // 10080 is one of the ports that browsers refuse.
    const port = 11_000 + Math.floor(Math.random() * 21_000);
    const isFree = await new Promise((resolve) => {
      const probe = createServer();
      probe.on("error", () => resolve(false));
      probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
    });
    if (isFree) return port;
  }
}

async function answers(url, child) {
  for (let i = 0; i < 300; i++) {
    if (child.exitCode !== null) throw new Error(`${url}: the program ended at once`);
    try {
      if ((await fetch(url)).ok) return;
    } catch {}
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${url} does not answer`);
}

class Portal {
  constructor(url, inbox, database, front) {
    /** What stands before it, where a test asked for it. */
    this.front = front;
    this.url = url;
    this.inbox = inbox;
    this.database = database;
  }

  /** Changes what lies in the database, as only time would: nobody waits ten minutes for a test. */
  change(sql) {
    const program = "import sqlite3, sys\nwith sqlite3.connect(sys.argv[1], timeout=10) as it: it.execute(sys.argv[2])";
    execFileSync("python3", ["-c", program, this.database, sql]);
  }

  /** Waits for a message to a phone or an address whose text matches; gives what matched. */
  async message(recipient, pattern) {
    for (let i = 0; i < 100; i++) {
      for (const message of await this.messages(recipient)) {
        const found = pattern.exec(message.content ?? "");
        if (found) return found;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`no message like ${pattern} came for ${recipient}`);
  }

  /** The newest one-time code sent to a phone, as the inbox page would show it. */
  async code(phone, after = 0) {
    for (let i = 0; i < 100; i++) {
      const messages = await (await fetch(`${this.inbox}/api/messages?phone=${phone}`)).json();
      const codes = messages
        .filter((message) => message.channel === "sms" && /\b\d{6}\b/.test(message.content ?? ""))
        // The newest comes first, also of those that came in the same moment.
        .reverse()
        .sort((a, b) => a.received_at.localeCompare(b.received_at));
      if (codes.length > after) return /\b(\d{6})\b/.exec(codes.at(-1).content)[1];
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`no code came for ${phone}`);
  }

  /** Everything that came to a phone or an e-mail address, newest first. */
  async messages(recipient) {
    const key = recipient.includes("@") ? "email" : "phone";
    return (await fetch(`${this.inbox}/api/messages?${key}=${encodeURIComponent(recipient)}`)).json();
  }
}

export const test = base.extend({
  /** Folders with trust anchors; a test may ask for others. */
  trust: [[join(sandboxDir, "trust")], { option: true }],

  /** Addresses of signing agents on this computer, for tests that have one. */
  agents: [["wss://127.0.0.1:8987"], { option: true }],

  /** Licence of the VNPT-CA plugin; without one it is left alone. */
  vnptLicence: ["", { option: true }],

  /** Whether TLS and HTTP/2 stand before the portal, as in a province. */
  behindFront: [false, { option: true }],

  portal: async ({ trust, agents, vnptLicence, behindFront }, use, info) => {
    const folder = mkdtempSync(join(tmpdir(), "motcua-browser-"));
    const [port, inboxPort, mailPort] = [await freePort(), await freePort(), await freePort()];
    const frontPort = behindFront ? await freePort() : 0;
    const here = `http://localhost:${port}`;
    const [url, inbox] = [behindFront ? `https://localhost:${frontPort}` : here, `http://127.0.0.1:${inboxPort}`];
    const logs = [];
    const start = (name, args, env = {}) => {
      const child = spawn(binary(name), args, { cwd: root, env: { ...process.env, ...env }, stdio: ["ignore", "ignore", "pipe"] });
      child.stderr.on("data", (chunk) => logs.push(chunk));
      return child;
    };
    const sandbox = start("motcua-sandbox", ["serve", "--listen", `127.0.0.1:${inboxPort}`, "--smtp-listen", `127.0.0.1:${mailPort}`, "--dir", sandboxDir]);
    const config = join(folder, "motcua.toml");
    writeFileSync(
      config,
      `profile = "demo"
[http]
listen = "127.0.0.1:${port}"
public_url = "${url}"
site = "${site}"
plain_cookies = true
[site]
place = "Dịch vụ công tỉnh Gia Lai (mẫu)"
helpline = "1900 0000"
[database]
url = "sqlite:${join(folder, "motcua.db")}"
[files]
url = "${join(folder, "files")}"
[identity]
hash_memory_kib = 8192
hash_passes = 1
staff_password = true
[signature]
trust = []
sandbox_trust = [${trust.map((path) => `"${path}"`).join(", ")}]
timestamp_url = "${inbox}/tsa"
agents = [${agents.map((address) => `"${address}"`).join(", ")}]
vnpt_licence = "${vnptLicence}"
[payment]
vnpay_url = "${inbox}/paymentv2/vpcpay.html"
vnpay_terminal = "MOTCUA01"
vnpay_secret = "sandbox"
[[payment.accounts]]
unit = "H21.101"
bin = "970403"
bank = "Sacombank (mẫu)"
number = "0011012345678"
holder = "UBND XA TUY PHUOC (MAU)"
[sms]
url = "${inbox}"
api_key = "sandbox"
secret_key = "sandbox"
brandname = "MOTCUA"
[zalo]
url = "${inbox}"
token_url = "${inbox}"
app_id = "1"
secret_key = "sandbox"
refresh_token = "sandbox"
[zalo.templates.one-time-code]
id = "900001"
data = { otp = "{code}" }
[email]
host = "127.0.0.1"
port = ${mailPort}
security = "none"
from = "Một Cửa <khong-tra-loi@motcua.example.vn>"
[subscriber]
url = "${inbox}/registry"
api_key = "sandbox"
secret_key = "sandbox"
patience_seconds = 2
[insurance]
url = "${inbox}/registry"
api_key = "sandbox"
secret_key = "sandbox"
[post]
url = "${inbox}/registry"
api_key = "sandbox"
secret_key = "sandbox"
[population]
url = "${inbox}/population"
api_key = "sandbox"
secret_key = "sandbox"
[sim]
url = "${inbox}/mss"
ap_id = "http://motcua.example"
ap_password = "sandbox"
[[vault.partners]]
id = "quy-nhon"
name = "Kho Quy Nhơn"
url = "${inbox}/partner"
api_key = "sandbox"
secret_key = "sandbox"
patience_seconds = 2
category_code = "KQ.H21.910006"
[demo]
accounts = true
[[identity.oidc]]
id = "vneid"
name = "VNeID (mẫu)"
description = "Tài khoản Định danh điện tử cấp bởi Bộ Công an dành cho Công dân"
issuer = "${inbox}/oidc"
client_id = "motcua"
client_secret = "sandbox-secret-of-the-portal-0123456789"
acr_values = ["LoA1"]
assurance_level = 3
serves = ["citizens", "organisations"]
verified = [{ claim = "loginIdp", values = ["BCA"] }]
`,
    );
    await answers(`${inbox}/api/messages`, sandbox);
    const server = start("motcua", ["--config", config, "serve"]);
    await answers(`${here}/readyz`, server);
    const front = behindFront ? startFront(frontPort, port) : undefined;
    await use(new Portal(url, inbox, join(folder, "motcua.db"), front));
    front?.stop();
    const gone = [server, sandbox].map((child) => new Promise((resolve) => child.on("exit", resolve)));
    server.kill();
    sandbox.kill();
    await Promise.all(gone);
    if (info.status !== info.expectedStatus) await info.attach("portal.log", { body: Buffer.concat(logs) });
    rmSync(folder, { recursive: true, force: true });
  },

  /** A page that fails its test on any error in the console, refused resource or uncaught exception. */
  page: async ({ page, portal }, use) => {
    const faults = [];
    page.expectedFaults = [];
    page.on("console", (message) => {
      if (message.type() === "error") faults.push(message.text());
    });
    page.on("pageerror", (error) => faults.push(String(error)));
    await page.goto(portal.url);
    await use(page);
    const unexpected = faults.filter((fault) => !page.expectedFaults.some((pattern) => pattern.test(fault)));
    expect(unexpected, "errors in the console").toEqual([]);
  },
});

export { expect };

/** Signs in as a person would: password, then the code from the inbox. */
export async function signIn(page, portal, account) {
  await page.goto(`${portal.url}/dang-nhap`);
  await page.getByLabel("Tài khoản", { exact: true }).fill(account.login);
  await page.getByLabel("Mật khẩu", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await page.getByLabel("Mã xác thực", { exact: true }).fill(await portal.code(account.phone));
  await page.getByRole("button", { name: "Đăng nhập", exact: true }).click();
  // It leads to another program of the site; what is done before that one is there would be done to the page before.
  await expect(page.locator('link[href*="motcua-app"]').first()).toBeAttached();
  await expect(page.getByText(account.name).first()).toBeVisible();
}

/** What a tab keeps, without ids: they are made of the time of day, and any number comes up in them. */
export async function keptInTab(page) {
  const kept = await page.evaluate(() => JSON.stringify(sessionStorage));
  return kept.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "");
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What an automated check can find (WCAG 2.2 A and AA), and no scrolling sideways. It runs in the page and its frames
 * themselves: a page opened for the check alone takes four times as long. */
export async function isAccessible(page) {
  // Not a page that is still on its way; one without a heading fails here as well.
  await expect(page.locator("h1").first()).toBeAttached();
  for (const frame of page.frames()) await frame.evaluate(axeSource);
  const found = await page.evaluate(async (rules) => {
    const { violations } = await globalThis.axe.run(document, { runOnly: rules, resultTypes: ["violations"] });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(", ")}`);
  }, RULES);
  expect(found, `axe on ${page.url()}`).toEqual([]);
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(sideways, `${page.url()} scrolls sideways`).toBeLessThanOrEqual(0);
}

/** Keeps a picture for people to look at; `make pictures` puts two of them into the README. */
export async function picture(page, info, name) {
  await page.screenshot({ path: pictureFile(info, name), fullPage: true, animations: "disabled" });
}

/** The same of what is on the screen: a dialog stands before the page and is nowhere in it. */
export async function screenPicture(page, info, name) {
  await page.screenshot({ path: pictureFile(info, name), animations: "disabled" });
}

const pictureFile = (info, name) => join(info.project.outputDir, "pictures", `${name}-${info.project.name}.png`);
