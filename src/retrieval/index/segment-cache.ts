// Segments that were made before: kept in memory as long as a library uses them, and on disk as snapshots once making them
// has taken long. The file system is used synchronously. Indexing occupies the thread for far longer than reading its
// result does, and both happen at a start or a reload; questions find their segments in memory.
import { createHash } from "node:crypto";
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { Deserializer, Serializer } from "node:v8";
import { messageOf } from "#domain/errors.ts";
import type { Log } from "#domain/log.ts";
import type { SegmentCache, SegmentData } from "./segment.ts";

/** Where snapshots are kept; `now` gives milliseconds since 1970. If writing fails it is logged, and nothing else changes. */
export type SnapshotFolder = Readonly<{ folder: string; now: () => number; log: Log }>;

/**
 * The version of what a segment contains. Raise it with every change of analysis or indexing that changes the segment of
 * some text; snapshots of other versions are not read. segment-cache.test.ts fails when it was forgotten.
 */
export const SEGMENT_VERSION = 1;

// Below this, nobody would notice that reading snapshots is faster.
const MIN_INDEXING_MILLISECONDS = 2000;
// How long the snapshots of reports that changed or were removed are kept.
const MAX_UNUSED_MILLISECONDS = 7 * 24 * 60 * 60 * 1000;

/** One cache serves all libraries of a process. Without a folder nothing is written to disk. */
export function createSegmentCache(snapshots?: SnapshotFolder): SegmentCache {
  const held = new Map<string, WeakRef<SegmentData>>();
  const disk = snapshots === undefined ? undefined : createDisk(snapshots);
  const hold = (key: string, segment: SegmentData) => {
    for (const [other, reference] of held) if (reference.deref() === undefined) held.delete(other);
    held.set(key, new WeakRef(segment));
  };
  return {
    get(key) {
      const segment = held.get(key)?.deref() ?? disk?.read(key);
      if (segment !== undefined) hold(key, segment);
      return segment;
    },
    set(key, segment) {
      hold(key, segment);
      disk?.onMade(held);
    },
  };
}

function createDisk({ folder, now, log }: SnapshotFolder) {
  // Node's version counts too: it decides the bytes of a serialised value, and what Unicode calls a letter.
  const nameOf = (key: string) => `${key}-${SEGMENT_VERSION}-${process.versions.node}`;
  const fileOf = (key: string) => join(folder, `${nameOf(key)}.segment`);
  /** Files that this process has read or written. */
  const used = new Set<string>();
  let missedAt = 0;
  let indexingMilliseconds = 0;
  const write = (held: ReadonlyMap<string, WeakRef<SegmentData>>) => {
    mkdirSync(folder, { recursive: true });
    for (const [key, reference] of held) {
      const [file, segment] = [fileOf(key), reference.deref()];
      if (segment === undefined || used.has(file)) continue;
      writeAtomically(file, encodeSegment(nameOf(key), segment));
      used.add(file);
    }
    for (const name of readdirSync(folder)) {
      const file = join(folder, name);
      if (!used.has(file) && statSync(file).mtimeMs < now() - MAX_UNUSED_MILLISECONDS) rmSync(file);
    }
  };
  return {
    /** After a miss the segment is made: the time until `onMade` is the time that this took. */
    read(key: string): SegmentData | undefined {
      const bytes = readIfExists(fileOf(key), now());
      const segment = bytes === undefined ? undefined : decodeSegment(nameOf(key), bytes);
      missedAt = now();
      if (segment !== undefined) used.add(fileOf(key));
      return segment;
    },
    /** Writes the segments that have no snapshot yet, and deletes files that no process has used for a week. */
    onMade(held: ReadonlyMap<string, WeakRef<SegmentData>>): void {
      indexingMilliseconds += now() - missedAt;
      if (indexingMilliseconds < MIN_INDEXING_MILLISECONDS) return;
      try {
        write(held);
      } catch (error) {
        // The disk is full, say, or another process is deleting the same file.
        log.warn("index.snapshot-failed", { error: messageOf(error) });
      }
    },
  };
}

/** Marks the file as used, so that no process deletes it. */
function readIfExists(file: string, now: number): Buffer | undefined {
  try {
    const bytes = readFileSync(file);
    utimesSync(file, now / 1000, now / 1000);
    return bytes;
  } catch {
    // Missing or unreadable: the segment is made again and written over it.
    return undefined;
  }
}

/** Readers see the whole file or none. */
function writeAtomically(file: string, bytes: Buffer): void {
  const unfinished = `${file}.${process.pid}.tmp`;
  writeFileSync(unfinished, bytes);
  renameSync(unfinished, file);
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
