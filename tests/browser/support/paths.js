// Where things are.
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");
export const target = process.env.CARGO_TARGET_DIR ?? join(root, "target");
export const binary = (name) => join(target, "debug", name);
export const sandboxDir = process.env.MOTCUA_SANDBOX_DIR ?? join(target, "sandbox");
export const paper = (name) => join(sandboxDir, "papers", name);
export const site = join(root, "dist");

/** The folder of facts and real papers beside the project, where it is present. */
export const shared = join(root, "..", "shared");
export const hasShared = existsSync(join(shared, "real-pdfs"));
