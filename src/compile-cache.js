// Turns Node's compile cache on. Loaded before anything else by every entry, by the parser thread, and with `--import` by
// containers whose command was written for an earlier version. Plain JavaScript for the reason given in cli/ibid.js.
import { chmodSync, lstatSync, mkdirSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

// Without a cache everything works, only the start is slower.
try {
  enableCompileCache(privateFolder());
} catch {
  // There is no home folder, it cannot be written, or somebody else owns what is in its place.
}

/**
 * Node's own choice is a folder in /tmp that everyone can guess: on a machine with other users, whoever makes it first
 * decides which code runs here.
 */
function privateFolder() {
  const { XDG_CACHE_HOME = "" } = process.env;
  const folder = join(isAbsolute(XDG_CACHE_HOME) ? XDG_CACHE_HOME : join(homedir(), ".cache"), "ibid");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = lstatSync(folder);
  const isMine = found.isDirectory() && found.uid === (process.getuid?.() ?? found.uid);
  if (!isMine) throw new Error(`${folder} belongs to somebody else`);
  if ((found.mode & 0o077) !== 0) chmodSync(folder, 0o700);
  return folder;
}
