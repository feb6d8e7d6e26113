// The files of the store. Only the user that runs Ibid may read them: the inbox holds questions until they are answered.
import { chmodSync, closeSync, existsSync, mkdirSync, openSync, readdirSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";

export const STORE_FILE = "ibid.sqlite";
/** The name that the documentation of 0.1.0 gave to backups. */
export const BACKUP_FILE = "ibid-backup.sqlite";

/**
 * Creates the folder and those above it. Not by `mkdir` with `recursive`, which tries for ever where a parent accepts no
 * folders, such as `/proc`.
 */
export function createPrivateFolder(folder: string): void {
  const path = resolve(folder);
  if (existsSync(path)) return;
  createPrivateFolder(dirname(path));
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Another process that starts at the same moment may have created it.
    if (!existsSync(path)) throw error;
  }
}

/** Creates the file if it is missing. SQLite gives the files that it puts beside a database the mode of the database. */
export function createPrivateFile(file: string): void {
  closeSync(openSync(file, "a", 0o600));
}

// What Ibid puts into its folder.
const OWN_ENTRY = /^\.?ibid|^index$|^lost\+found$/u;

/** Takes everybody else's rights to the folder away. One that other things lie in, too, keeps its mode. */
export function makeFolderPrivate(folder: string): void {
  if (readdirSync(folder).every((name) => OWN_ENTRY.test(name))) makePrivate(folder);
}

/** Takes everybody else's rights to the database and the files beside it away, as far as they exist. */
export function makeFilePrivate(database: string): void {
  for (const suffix of ["", "-wal", "-shm"])
    if (existsSync(database + suffix)) makePrivate(database + suffix);
}

const OTHERS = 0o077;

function makePrivate(path: string): void {
  const { mode } = statSync(path);
  if ((mode & OTHERS) === 0) return;
  try {
    chmodSync(path, mode & ~OTHERS);
  } catch (error) {
    // It belongs to another user, such as the root of a volume, or the disk knows no modes.
    const isOthers =
      error instanceof Error && "code" in error && ["EPERM", "ENOTSUP"].includes(String(error.code));
    if (!isOthers) throw error;
  }
}
