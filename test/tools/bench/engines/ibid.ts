import type { Outcome } from "../../../../src/domain/answer.ts";
import type { Paragraph } from "../../../../src/domain/report.ts";
import { createRetriever } from "../../../../src/retrieval/retriever.ts";
import { libraryOf } from "../../evaluate/collection-library.ts";
import { createRanker, type Ranker } from "../../evaluate/ranker.ts";
import { DEPTH, type Reply, type Setup } from "../engine.ts";

export const setups: readonly Setup[] = [
  {
    how: "nothing; timed is the whole `ask`: ranking, sentence, excerpt and verdict",
    async build(passages) {
      const { library, passageOf } = libraryOf({ passages });
      const positions = new Map(passages.map(({ id }, i) => [id, i]));
      const positionOf = (paragraph: Paragraph) => positions.get(passageOf.get(paragraph) ?? "") ?? -1;
      const retriever = await createRetriever(library);
      // Made when it is first asked for, which is after time and memory have been measured.
      let ranker: Ranker | undefined;
      return {
        ask: async (question) => replyOf(await retriever.ask(question), positionOf),
        // `ask` may refuse; the order is compared whether it does or not.
        async rank(question) {
          ranker ??= await createRanker(library);
          const ranked = (await ranker(question)).slice(0, DEPTH);
          const [first] = ranked;
          const top = ranked.map(({ paragraph }) => positionOf(paragraph));
          return first?.sentence === undefined ? { top } : { top, sentence: first.sentence };
        },
      };
    },
  },
];

/** A field of a report's metadata counts as an answer, and so do several paragraphs that are quoted together. */
function replyOf(outcome: Outcome, positionOf: (paragraph: Paragraph) => number): Reply {
  if (outcome.kind === "abstention") return { top: [], verdict: "refused" };
  if (outcome.kind === "field") return { top: [], verdict: "answer" };
  if (outcome.kind === "quotation")
    return { top: outcome.paragraphs.map(positionOf), verdict: outcome.wording };
  const paragraphs = outcome.entries.flatMap(({ paragraph }) => paragraph ?? []);
  return { top: paragraphs.slice(0, DEPTH).map(positionOf), verdict: "answer" };
}
