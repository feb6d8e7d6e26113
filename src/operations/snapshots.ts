// Snapshots as files of one folder. They hold what the reports say, so only the owner of the process may read them.
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { Deserializer, Serializer } from "node:v8";
import { messageOf } from "#domain/errors.ts";
import type { Snapshots } from "#domain/live-library.ts";
import type { Log } from "#domain/log.ts";

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;
// How long the snapshots of reports that changed or were removed are kept.
const MAX_UNUSED_MILLISECONDS = 7 * DAY_MILLISECONDS;

type SnapshotDeps = Readonly<{ folder: string; now: () => number; log: Log }>;

/** The folder is made when the first snapshot is written. Files that no process has used for a week are deleted. */
export function createSnapshots({ folder, now, log }: SnapshotDeps): Snapshots {
  // Node's version counts too: it decides the bytes of a serialised value, and what Unicode calls a letter.
  const fileOf = (name: string) => join(folder, `${name}-${process.versions.node}.snapshot`);
  /** Files that this process has read or written. */
  const used = new Set<string>();
  let prunedAt = Number.NEGATIVE_INFINITY;
  let lastFailure: string | undefined;
  const prune = async () => {
    prunedAt = now();
    for (const name of await readdir(folder)) {
      const file = join(folder, name);
      if (!used.has(file) && (await stat(file)).mtimeMs < now() - MAX_UNUSED_MILLISECONDS) await rm(file);
    }
  };
  return {
    now,
    async read(name) {
      const file = fileOf(name);
      const bytes = await readIfExists(file, now());
      if (bytes === undefined) return undefined;
      used.add(file);
      return decode(file, bytes);
    },
    async write(name, value) {
      const file = fileOf(name);
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeAtomically(file, encode(file, value));
        used.add(file);
        if (prunedAt < now() - DAY_MILLISECONDS) await prune();
      } catch (error) {
        // The disk is full, say, or another process is deleting the same file. One line, not one a report.
        const failure = codeOf(error);
        if (failure !== lastFailure) log.warn("index.snapshot-failed", { folder, error: messageOf(error) });
        lastFailure = failure;
      }
    },
  };
}

/** Such as "EACCES": the message names the file. */
function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : messageOf(error);
}

/** Marks the file as used, so that no process deletes it. */
async function readIfExists(file: string, now: number): Promise<Buffer | undefined> {
  try {
    const bytes = await readFile(file);
    // In a folder that is read-only the snapshot is of use all the same.
    await utimes(file, now / 1000, now / 1000).catch(() => undefined);
    return bytes;
  } catch {
    // Missing or unreadable: it is made again and written over it.
    return undefined;
  }
}

/** Readers see the whole file or none. */
async function writeAtomically(file: string, bytes: Buffer): Promise<void> {
  const unfinished = `${file}.${process.pid}.tmp`;
  await writeFile(unfinished, bytes, { mode: 0o600 });
  await rename(unfinished, file);
}

const CHECKSUM_BYTES = 32;

/** The value as V8 serialises it, then a checksum of the file's name and of these bytes. */
function encode(file: string, value: unknown): Buffer {
  const serializer = new Serializer();
  serializer.writeHeader();
  serializer.writeValue(value);
  const body = serializer.releaseBuffer();
  return Buffer.concat([body, checksumOf(file, body)]);
}

/** Undefined unless the bytes are an undamaged snapshot of that name. Nothing else is ever deserialised. */
function decode(file: string, bytes: Buffer): unknown {
  if (bytes.length < CHECKSUM_BYTES) return undefined;
  const body = bytes.subarray(0, -CHECKSUM_BYTES);
  if (!checksumOf(file, body).equals(bytes.subarray(-CHECKSUM_BYTES))) return undefined;
  // Not `deserialize`: the arrays that it returns refer to the bytes of the file, and so keep all of them in memory.
  const deserializer = new Deserializer(body);
  deserializer.readHeader();
  return deserializer.readValue();
}

function checksumOf(file: string, body: Buffer): Buffer {
  return createHash("sha256")
    .update(`${basename(file)}\n`)
    .update(body)
    .digest();
}
