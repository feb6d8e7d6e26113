// Published schemas of the platforms. They are not part of the project; IBID_SPECS names the folder that has them.
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Without the folder it returns undefined and prints a line; the tests that need it are skipped. */
export function readSpec(path: string): unknown {
  const folder = process.env.IBID_SPECS;
  if (folder === undefined) {
    process.stderr.write(`skipped: IBID_SPECS names no folder that has ${path}\n`);
    return undefined;
  }
  return JSON.parse(readFileSync(join(folder, path), "utf8"));
}
