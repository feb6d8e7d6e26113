// Segments that were made before: kept in memory as long as a library uses them, and on disk as snapshots once making them
// has taken long.
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Deserializer, Serializer } from "node:v8";
import { messageOf } from "#domain/errors.ts";
import type { Log } from "#domain/log.ts";
import type { ForwardIndex } from "./forward-index.ts";
import type { SegmentCache, SegmentData } from "./segment.ts";

/** Where snapshots are kept; `now` gives milliseconds since 1970. If writing fails it is logged, and nothing else changes. */
export type SnapshotFolder = Readonly<{ folder: string; now: () => number; log: Log }>;

/**
 * The version of what a segment contains. Raise it with every change of analysis or indexing that changes the segment of
 * some text; snapshots of other versions are not read. segment-cache.test.ts fails when it was forgotten.
 */
export const SEGMENT_VERSION = 2;

// Below this, nobody would notice that reading snapshots is faster.
const MIN_INDEXING_MILLISECONDS = 2000;
// How long the snapshots of reports that changed or were removed are kept.
const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;
const MAX_UNUSED_MILLISECONDS = 7 * DAY_MILLISECONDS;

/** One cache serves all libraries of a process. Without a folder nothing is written to disk. */
export function createSegmentCache(snapshots?: SnapshotFolder): SegmentCache {
  const held = createHeld();
  const disk = snapshots === undefined ? undefined : createDisk(snapshots);
  return {
    async get(key) {
      const known = held.get(key);
      if (known !== undefined) return known;
      const read = await disk?.read(key);
      if (read !== undefined) held.set(key, read);
      return read;
    },
    async set(key, segment) {
      held.set(key, segment);
      await disk?.onMade(key, segment);
    },
  };
}

/** Segments in memory, for as long as anything else refers to their forward index. */
function createHeld() {
  const byKey = new Map<string, WeakRef<ForwardIndex>>();
  // Users copy what a segment consists of into objects of their own: the object itself is soon collected.
  const segmentOf = new WeakMap<ForwardIndex, SegmentData>();
  const collected = new FinalizationRegistry<string>((key) => {
    if (byKey.get(key)?.deref() === undefined) byKey.delete(key);
  });
  return {
    get(key: string): SegmentData | undefined {
      const forward = byKey.get(key)?.deref();
      return forward === undefined ? undefined : segmentOf.get(forward);
    },
    set(key: string, segment: SegmentData): void {
      byKey.set(key, new WeakRef(segment.forward));
      segmentOf.set(segment.forward, segment);
      collected.register(segment.forward, key);
    },
  };
}

function createDisk({ folder, now, log }: SnapshotFolder) {
  // Node's version counts too: it decides the bytes of a serialised value, and what Unicode calls a letter.
  const nameOf = (key: string) => `${key}-${SEGMENT_VERSION}-${process.versions.node}`;
  const fileOf = (key: string) => join(folder, `${nameOf(key)}.segment`);
  /** Files that this process has read or written. */
  const used = new Set<string>();
  /** Made, but not written yet. */
  const unwritten = new Map<string, SegmentData>();
  let missedAt = 0;
  let indexingMilliseconds = 0;
  let prunedAt = Number.NEGATIVE_INFINITY;
  const writeAll = async () => {
    await mkdir(folder, { recursive: true });
    for (const [key, segment] of unwritten) {
      await writeAtomically(fileOf(key), encodeSegment(nameOf(key), segment));
      used.add(fileOf(key));
    }
  };
  const prune = async () => {
    prunedAt = now();
    for (const name of await readdir(folder)) {
      const file = join(folder, name);
      if (!used.has(file) && (await stat(file)).mtimeMs < now() - MAX_UNUSED_MILLISECONDS) await rm(file);
    }
  };
  return {
    /** After a miss the segment is made: the time until `onMade` is the time that this took. */
    async read(key: string): Promise<SegmentData | undefined> {
      const bytes = await readIfExists(fileOf(key), now());
      const segment = bytes === undefined ? undefined : decodeSegment(nameOf(key), bytes);
      missedAt = now();
      if (segment !== undefined) used.add(fileOf(key));
      return segment;
    },
    /** Writes what has no snapshot yet and, once a day, deletes files that no process has used for a week. */
    async onMade(key: string, segment: SegmentData): Promise<void> {
      unwritten.set(key, segment);
      indexingMilliseconds += now() - missedAt;
      if (indexingMilliseconds < MIN_INDEXING_MILLISECONDS) return;
      try {
        await writeAll();
        if (prunedAt < now() - DAY_MILLISECONDS) await prune();
      } catch (error) {
        // The disk is full, say, or another process is deleting the same file.
        log.warn("index.snapshot-failed", { error: messageOf(error) });
      }
      // If they were kept after a failure, they would fill the memory of a process whose disk stays full.
      unwritten.clear();
    },
  };
}

/** Marks the file as used, so that no process deletes it. */
async function readIfExists(file: string, now: number): Promise<Buffer | undefined> {
  try {
    const bytes = await readFile(file);
    await utimes(file, now / 1000, now / 1000);
    return bytes;
  } catch {
    // Missing or unreadable: the segment is made again and written over it.
    return undefined;
  }
}

/** Readers see the whole file or none. */
async function writeAtomically(file: string, bytes: Buffer): Promise<void> {
  const unfinished = `${file}.${process.pid}.tmp`;
  await writeFile(unfinished, bytes);
  await rename(unfinished, file);
}

const CHECKSUM_BYTES = 32;

/** A snapshot: the segment as V8 serialises it, then a checksum of its name and of these bytes. */
export function encodeSegment(name: string, { forward, postings }: SegmentData): Buffer {
  const serializer = new Serializer();
  serializer.writeHeader();
  serializer.writeValue({ forward, postings });
  const body = serializer.releaseBuffer();
  return Buffer.concat([body, checksumOf(name, body)]);
}

/** Undefined unless the bytes are an undamaged snapshot of that name. Nothing else is ever deserialised. */
export function decodeSegment(name: string, bytes: Buffer): SegmentData | undefined {
  if (bytes.length < CHECKSUM_BYTES) return undefined;
  const body = bytes.subarray(0, -CHECKSUM_BYTES);
  if (!checksumOf(name, body).equals(bytes.subarray(-CHECKSUM_BYTES))) return undefined;
  // Not `deserialize`: the arrays that it returns refer to the bytes of the file, and so keep all of them in memory.
  const deserializer = new Deserializer(body);
  deserializer.readHeader();
  return deserializer.readValue();
}

function checksumOf(name: string, body: Buffer): Buffer {
  return createHash("sha256").update(`${name}\n`).update(body).digest();
}
