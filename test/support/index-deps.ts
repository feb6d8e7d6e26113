// What indexing needs, for tests: everything is done in one turn, and by default nothing is kept.
import { ONE_SLICE } from "#domain/time-slices.ts";
import type { IndexDeps, SegmentCache } from "#retrieval/index/segment.ts";

export function indexDeps(cache: SegmentCache = new Map()): IndexDeps {
  return { cache, slices: ONE_SLICE };
}
