// What questions are answered from and quotations checked against: the reports as they were read at one moment.
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
        // Built for the first quotation that is checked: many processes never check one.
        verify ??= createVerify(library);
        return verify(quotation);
      }),
  };
}
