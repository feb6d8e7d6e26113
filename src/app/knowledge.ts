// Retrieval and quotation check over one library, and what is kept of both over a reload.
import type { Knowledge } from "#bot/command.ts";
import { messageOf } from "#domain/errors.ts";
import type { Log } from "#domain/log.ts";
import type { Library } from "#domain/report.ts";
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
