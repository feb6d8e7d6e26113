// What indexing needs, for tests: everything is done in one turn, and by default nothing is kept.
import { ONE_TURN } from "#domain/turns.ts";
import type { IndexDeps, SegmentCache } from "#retrieval/index/segment.ts";

export function indexDeps(cache: SegmentCache = new Map()): IndexDeps {
  return { cache, turns: ONE_TURN };
}
