// Retrieval and quotation check over one library.
import type { Knowledge } from "#bot/command.ts";
import type { Library } from "#domain/report.ts";
import type { IndexDeps } from "#retrieval/index/segment.ts";
import { createRetriever } from "#retrieval/retriever.ts";
import { createVerify, type Verify } from "#verification/verify.ts";
import { verifyText } from "#verification/verify-text.ts";

export async function createKnowledge(library: Library, deps?: Partial<IndexDeps>): Promise<Knowledge> {
  let verify: Verify | undefined;
  return {
    ...(await createRetriever(library, deps)),
    verifyText: (text) =>
      verifyText(text, (quotation) => {
        // Indexed when the first quotation is checked: many processes never check one.
        verify ??= createVerify(library);
        return verify(quotation);
      }),
  };
}
