// A copy of the store, in one file and consistent, taken while the bot may be running.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { backup, DatabaseSync } from "node:sqlite";
import { UsageError } from "#domain/errors.ts";
import { STORE_FILE } from "./sqlite.ts";

/** Throws UsageError when there is nothing to copy or the target file exists. */
export async function backupStore(folder: string, file: string): Promise<void> {
  const from = join(folder, STORE_FILE);
  if (!existsSync(from))
    throw new UsageError(`There is no store in "${folder}". IBID_DATA names its folder.`);
  if (existsSync(file)) throw new UsageError(`"${file}" exists. Name a new file.`);
  const source = new DatabaseSync(from, { readOnly: true });
  try {
    await backup(source, file);
  } finally {
    source.close();
  }
}
