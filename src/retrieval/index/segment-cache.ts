// Shards that were made before: in memory as long as a library holds them, on disk once making them has taken long.
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
import { messageOf } from "#domain/errors.ts";
import type { Log } from "#domain/log.ts";
import type { SegmentCache, SegmentData } from "./segment.ts";
import { decodeSegment, encodeSegment } from "./snapshot.ts";

/** Where snapshots lie; `now` gives milliseconds since 1970. A folder that takes none is logged, and all works without. */
export type SnapshotFolder = Readonly<{ folder: string; now: () => number; log: Log }>;

// Below this, reading snapshots would save nobody a wait.
const LONG_MILLISECONDS = 2000;
// Of reports that were changed or taken away.
const KEPT_MILLISECONDS = 7 * 24 * 60 * 60 * 1000;

/** One cache serves all libraries of a process. Without a folder nothing is written. */
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
      disk?.made(held);
    },
  };
}

function createDisk({ folder, now, log }: SnapshotFolder) {
  const analyser = analyserVersion();
  const nameOf = (key: string) => `${key}-${analyser}`;
  const fileOf = (key: string) => join(folder, `${nameOf(key)}.shard`);
  /** Files that were read or written by this process. */
  const sound = new Set<string>();
  let missed = 0;
  let spent = 0;
  const write = (held: ReadonlyMap<string, WeakRef<SegmentData>>) => {
    mkdirSync(folder, { recursive: true });
    for (const [key, reference] of held) {
      const [file, segment] = [fileOf(key), reference.deref()];
      if (segment === undefined || sound.has(file)) continue;
      writeWhole(file, encodeSegment(nameOf(key), segment));
      sound.add(file);
    }
    const old = (file: string) => !sound.has(file) && statSync(file).mtimeMs < now() - KEPT_MILLISECONDS;
    for (const name of readdirSync(folder)) {
      const file = join(folder, name);
      if (old(file)) rmSync(file);
    }
  };
  return {
    /** A shard that is not read is about to be made: the time until `made` is what it took. */
    read(key: string): SegmentData | undefined {
      const bytes = readIfThere(fileOf(key), now());
      const segment = bytes === undefined ? undefined : decodeSegment(nameOf(key), bytes);
      missed = now();
      if (segment !== undefined) sound.add(fileOf(key));
      return segment;
    },
    /** Writes what is held and not written yet, and clears away what was neither read nor written for long. */
    made(held: ReadonlyMap<string, WeakRef<SegmentData>>): void {
      spent += now() - missed;
      if (spent < LONG_MILLISECONDS) return;
      try {
        write(held);
      } catch (error) {
        // A full disk, or another process that clears away at this moment.
        log.warn("index.snapshot-failed", { error: messageOf(error) });
      }
    },
  };
}

function readIfThere(file: string, now: number): Buffer | undefined {
  try {
    const bytes = readFileSync(file);
    utimesSync(file, now / 1000, now / 1000);
    return bytes;
  } catch {
    // Missing or unreadable: the shard is made anew, and written over.
    return undefined;
  }
}

/** Whoever reads the file sees all of it or none. */
function writeWhole(file: string, bytes: Buffer): void {
  const unfinished = `${file}.${process.pid}.tmp`;
  writeFileSync(unfinished, bytes);
  renameSync(unfinished, file);
}

// Everything that decides what a shard holds.
const ANALYSER = [
  "../analysis/acronyms",
  "../analysis/alias-matcher",
  "./forward-index",
  "./inverted-index",
  "../analysis/irregular-forms",
  "../analysis/annotations",
  "./segment",
  "./snapshot",
  "../analysis/tokenizer",
];

/** Changes whenever the code that makes shards does. */
function analyserVersion(): string {
  const hash = createHash("sha256").update(process.versions.node);
  for (const name of ANALYSER) hash.update(readFileSync(new URL(`${name}.ts`, import.meta.url)));
  return hash.digest("hex").slice(0, 16);
}
