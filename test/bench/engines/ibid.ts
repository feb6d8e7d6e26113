import type { Outcome } from "../../../src/domain/answer.ts";
import type { Paragraph } from "../../../src/domain/report.ts";
import { createIndex } from "../../../src/retrieval/index.ts";
import { analyseQuestion } from "../../../src/retrieval/query.ts";
import { rank } from "../../../src/retrieval/rank.ts";
import { createRetriever } from "../../../src/retrieval/retriever.ts";
import { libraryOf } from "../../evaluation/collection-library.ts";
import { DEPTH, type Engine, type Reply, type Verdict } from "../engine.ts";

export const engines: readonly Engine[] = [
  {
    library: "Ibid",
    how: "nothing; timed is the whole `ask`: ranking, sentence, excerpt and verdict",
    build(passages) {
      const { library, passageOf } = libraryOf({ passages });
      const positions = new Map(passages.map(({ id }, at) => [id, at]));
      const positionOf = (paragraph: Paragraph) => positions.get(passageOf.get(paragraph) ?? "") ?? -1;
      const retriever = createRetriever(library);
      let index: ReturnType<typeof createIndex> | undefined;
      return {
        ask: async (question) => replyOf(await retriever.ask(question), positionOf),
        // `ask` may refuse and hands out five paragraphs; the order itself is compared ten deep, refused or not.
        async rank(question) {
          index ??= createIndex(library);
          const hits = await rank(analyseQuestion(question, index), index);
          const top = hits.slice(0, DEPTH).map(({ entry }) => positionOf(entry.paragraph));
          const [first] = hits;
          if (first === undefined) return { top };
          const { start, end } = first.best.span;
          return { top, sentence: first.entry.paragraph.text.slice(start, end) };
        },
      };
    },
  },
];

function replyOf(outcome: Outcome, positionOf: (paragraph: Paragraph) => number): Reply {
  if (outcome.kind !== "quotation") return { top: [], verdict: verdictOf(outcome) };
  return { top: outcome.paragraphs.map(positionOf), verdict: outcome.wording };
}

/** A fact of the front matter is given as an answer. */
function verdictOf({ kind }: Outcome): Verdict {
  return kind === "field" ? "answer" : "refused";
}
