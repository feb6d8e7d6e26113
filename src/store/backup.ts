// A copy of the store, in one file and consistent, taken while the bot may be running.
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { UsageError } from "#domain/errors.ts";
import { STORE_FILE } from "./sqlite/files.ts";

/**
 * The file gets its name only when it is complete. Throws UsageError when there is nothing to copy or the target file
 * exists.
 */
export async function backupStore(folder: string, file: string): Promise<void> {
  const from = join(folder, STORE_FILE);
  if (!existsSync(from))
    throw new UsageError(`There is no store in "${folder}". Set IBID_DATA to its folder.`);
  if (existsSync(file)) throw new UsageError(`"${file}" already exists. Choose another name.`);
  // A folder for this user only, on the disk of the target, so that the finished file can be renamed.
  const temporary = mkdtempSync(join(dirname(resolve(file)), ".ibid-backup-"));
  try {
    const copy = join(temporary, "unfinished");
    copyStore(from, copy);
    chmodSync(copy, 0o600);
    flush(copy);
    renameSync(copy, file);
  } finally {
    rmSync(temporary, { recursive: true });
  }
}

// Milliseconds to wait for another process that recovers the store after a crash.
const BUSY_TIMEOUT = 5000;

/** By `vacuum`, which copies the rows and nothing of what was deleted. */
function copyStore(from: string, to: string): void {
  const source = new DatabaseSync(from, { readOnly: true, timeout: BUSY_TIMEOUT });
  try {
    if (source.prepare("select 1 from sqlite_master where name = 'kysely_migration'").get() === undefined)
      throw new UsageError(`"${from}" is not a store of Ibid. Set IBID_DATA to the folder of one.`);
    source.prepare("vacuum into ?").run(to);
  } finally {
    source.close();
  }
  const copy = new DatabaseSync(to);
  try {
    const checked = copy.prepare("pragma quick_check").get();
    if (checked?.quick_check !== "ok") throw new Error(`the copy is damaged: ${checked?.quick_check}`);
  } finally {
    copy.close();
  }
}

/** Waits until the file is on the disk. */
function flush(file: string): void {
  const opened = openSync(file, "r+");
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}
