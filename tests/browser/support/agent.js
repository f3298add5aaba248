// A signing agent on this computer, with keys in SoftHSM: the sandbox's, spoken to over real TLS.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { binary, sandboxDir } from "./paths.js";

const modules = ["/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/softhsm/libsofthsm2.so", "/usr/lib64/pkcs11/libsofthsm2.so", "/usr/local/lib/softhsm/libsofthsm2.so"];

/** Where SoftHSM is; without it there is no token. */
export const softhsm = modules.find(existsSync);

export async function startAgent() {
  const state = mkdtempSync(join(tmpdir(), "motcua-agent-"));
  const args = ["agent", "--port", "0", "--vnpt-port", "0", "--control-port", "0", "--dir", sandboxDir, "--state", state, "--module", softhsm];
  const child = spawn(binary("motcua-sandbox"), args, { stdio: ["ignore", "pipe", "ignore"] });
  const ended = new Promise((resolve) => child.on("exit", resolve));
  let words;
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith("agent: ")) {
      words = line.split(" ");
      break;
    }
  }
  if (!words) throw new Error("the agent ended at once");
  child.stdout.resume();
  const after = (name) => words[words.indexOf(name) + 1];
  const set = async (change) => {
    const answer = await fetch(after("control"), { method: "PUT", headers: { "content-type": "application/json" }, body: JSON.stringify(change) });
    if (!answer.ok) throw new Error(`the agent does not take ${JSON.stringify(change)}: ${answer.status}`);
  };
  return {
    /** As the setting `signature.agents` names it. */
    address: after("vgca").replace(/\/$/, ""),
    /** Where the VNPT-CA plugin answers: host and port. */
    vnpt: new URL(after("vnpt")).host.replace("localhost", "127.0.0.1"),
    /** Whose certificate the person chooses from now on. */
    holder: (holder) => set({ holder, behaviour: "honest" }),
    /** What the agent does wrong from now on. */
    behave: (behaviour) => set({ behaviour }),
    async stop() {
      child.kill();
      await ended;
      rmSync(state, { recursive: true, force: true });
    },
  };
}
