// Machine-readable rules of the platforms, kept outside of the project: IBID_SPECS names the folder.
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Undefined, and a line on the console, where the folder is not at hand: what needs it is skipped. */
export function readSpec(path: string): unknown {
  const folder = process.env.IBID_SPECS;
  if (folder === undefined) {
    process.stderr.write(`skipped: IBID_SPECS names no folder that holds ${path}\n`);
    return undefined;
  }
  return JSON.parse(readFileSync(join(folder, path), "utf8"));
}
