// Segments that were made before: kept in memory as long as a library uses them, and on disk as snapshots once making them
// has taken long.
import type { Snapshots } from "#domain/live-library.ts";
import type { ForwardIndex } from "./forward-index.ts";
import type { SegmentCache, SegmentData } from "./segment.ts";

/**
 * The version of what a segment contains. Raise it with every change of analysis or indexing that changes the segment of
 * some text; snapshots of other versions are not read. segment-cache.test.ts fails when it was forgotten.
 */
export const SEGMENT_VERSION = 3;

// Below this, nobody would notice that reading snapshots is faster.
const MIN_INDEXING_MILLISECONDS = 500;

/** One cache serves all libraries of a process. Without snapshots nothing is written to disk. */
export function createSegmentCache(snapshots?: Snapshots): SegmentCache {
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

function createDisk({ now, read, write }: Snapshots) {
  const nameOf = (key: string) => `${key}-segment-${SEGMENT_VERSION}`;
  /** Made, but not written yet. */
  const unwritten = new Map<string, SegmentData>();
  let missedAt = 0;
  let indexingMilliseconds = 0;
  return {
    /** After a miss the segment is made: the time until `onMade` is the time that this took. */
    async read(key: string): Promise<SegmentData | undefined> {
      // The name includes the version of its contents.
      const segment = (await read(nameOf(key))) as SegmentData | undefined;
      missedAt = now();
      return segment;
    },
    /** Writes what has no snapshot yet, once making segments has taken long. */
    async onMade(key: string, { forward, postings }: SegmentData): Promise<void> {
      unwritten.set(key, { forward, postings });
      indexingMilliseconds += now() - missedAt;
      if (indexingMilliseconds < MIN_INDEXING_MILLISECONDS) return;
      for (const [name, segment] of unwritten) await write(nameOf(name), segment);
      unwritten.clear();
    },
  };
}
