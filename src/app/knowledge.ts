// Retrieval and quotation check over one library.
import type { Knowledge } from "#bot/command.ts";
import type { Library } from "#domain/report.ts";
import type { SegmentCache } from "#retrieval/index/segment.ts";
import { createRetriever } from "#retrieval/retriever.ts";
import { createVerify, type Verify } from "#verification/verify.ts";
import { verifyText } from "#verification/verify-text.ts";

export function createKnowledge(library: Library, cache?: SegmentCache): Knowledge {
  let verify: Verify | undefined;
  return {
    ...createRetriever(library, cache),
    verifyText: (text) =>
      verifyText(text, (quotation) => {
        // Indexed when the first quotation is checked: many processes never check one.
        verify ??= createVerify(library);
        return verify(quotation);
      }),
  };
}
