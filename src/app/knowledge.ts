// Retrieval and quotation check over the loaded reports, as seen within scopes, and what is kept of both over a reload.
import { narrow } from "#access/scope.ts";
import type { Knowledge, ScopedKnowledge } from "#bot/command.ts";
import { messageOf } from "#domain/errors.ts";
import type { Log } from "#domain/log.ts";
import { isSameLibrary, type Library } from "#domain/report.ts";
import type { Scope } from "#domain/scope.ts";
import type { IndexDeps } from "#retrieval/index/segment.ts";
import { createRetriever } from "#retrieval/retriever.ts";
import type { QuotationIndexCache } from "#verification/quotation-index.ts";
import { createVerify } from "#verification/verify.ts";
import { verifyText } from "#verification/verify-text.ts";

export async function createKnowledge(
  library: Library,
  deps?: Partial<IndexDeps>,
  quotations?: QuotationIndexCache,
): Promise<Knowledge> {
  const verify = createVerify(library, quotations);
  return {
    ...(await createRetriever(library, deps)),
    verifyText: (text, max) => verifyText(text, max, verify),
  };
}

/** Of one scope. A scope that has just been asked for is still being made. */
type Made = Readonly<{ scope: Scope; library: Library; knowledge: Promise<Knowledge> }>;

// Channels share scopes, so that most teams have a handful. Beyond this the one that was asked for longest ago is dropped,
// and made again when it is needed.
const MAX_SCOPES = 64;

/** What is kept of a library's scopes for the next library. */
export type KnowledgeScopes = ScopedKnowledge & Readonly<{ made: ReadonlyMap<string, Made> }>;

/**
 * Each scope has an index of its own, made when it is first asked for; the segments of the reports are shared. `before`: what
 * was served until now. A scope whose reports have not changed is taken over from it, and notices nothing of the others.
 */
export function createKnowledgeScopes(
  all: Library,
  make: (library: Library) => Promise<Knowledge>,
  before?: KnowledgeScopes,
): KnowledgeScopes {
  const made = new Map(
    [...(before?.made ?? [])].filter(([, { scope, library }]) => isSameLibrary(narrow(all, scope), library)),
  );
  const create = (key: string, scope: Scope): Made => {
    const library = narrow(all, scope);
    const same = [...made.values()].find((other) => isSameLibrary(other.library, library));
    const knowledge = same?.knowledge ?? make(library);
    // What could not be made is tried again, by the next question.
    knowledge.catch(() => made.delete(key));
    return { scope, library, knowledge };
  };
  return {
    all,
    made,
    within(scope) {
      const key = JSON.stringify([scope.sets, scope.ceiling]);
      const entry = made.get(key) ?? create(key, scope);
      made.delete(key);
      made.set(key, entry);
      const [oldest] = made.keys();
      if (made.size > MAX_SCOPES && oldest !== undefined) made.delete(oldest);
      return entry.knowledge;
    },
  };
}

/**
 * Indexes the quotations of each new library before one is checked, between requests. A library that is replaced meanwhile is
 * left alone.
 */
export function createQuotationIndexer(cache: QuotationIndexCache, log: Log): (library: Library) => void {
  let newest: Library | undefined;
  const index = async (library: Library) => {
    newest = library;
    for (const report of library.reports) if (newest === library) await cache.segmentsOf(report);
  };
  return (library) => {
    index(library).catch((error) => log.error("quotations.index-failed", { error: messageOf(error) }));
  };
}
