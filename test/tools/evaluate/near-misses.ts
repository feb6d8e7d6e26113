// How often a question that only reads as if a collection answered it gets a paragraph worded as an answer.
import { createLibraryIndex } from "#retrieval/index/library-index.ts";
import { analyseQuestion } from "#retrieval/query/query.ts";
import { answerabilityFeatures } from "#retrieval/ranking/answerability-features.ts";
import { learnedModel } from "#retrieval/ranking/learned-weights.ts";
import { logOdds } from "#retrieval/ranking/linear-model.ts";
import { createRank } from "#retrieval/ranking/rank.ts";
import { indexDeps } from "#test/support/index-deps.ts";
import { readCollection } from "./beir.ts";
import { loadCollection } from "./ranking-metrics.ts";

// The shares of the answerable questions that were worded as answers before near misses were learnt: at the same share the
// figures of different weights can be compared.
const SHARES = { clapnq: 0.907, squad: 0.873 } as const;

/** Of squad and clapnq, all reports together: the share of near misses worded as answers, and the area under the curve. */
export async function evaluateNearMisses(collections: string, print: (text: string) => void): Promise<void> {
  for (const [name, share] of Object.entries(SHARES)) {
    const { answerable, nearMisses } = await oddsOf(collections, name);
    const sorted = answerable.toSorted((a, b) => a - b);
    const cut = sorted[Math.floor((1 - share) * sorted.length)] ?? 0;
    const worded = nearMisses.filter((odds) => odds >= cut).length / nearMisses.length;
    print(
      `${name}: ${worded.toFixed(3)} of ${nearMisses.length} near misses worded as answers where ${share} of ${sorted.length} answerable questions are; area under the curve ${areaOf(sorted, nearMisses).toFixed(3)}`,
    );
  }
}

/** The log odds that the first paragraph is right, of each question. */
async function oddsOf(collections: string, name: string) {
  const { library, collection } = loadCollection(await readCollection(collections, name));
  const index = await createLibraryIndex(library, indexDeps());
  const rank = createRank(index, learnedModel);
  const answerable: number[] = [];
  const nearMisses: number[] = [];
  for (const { text, kind, ...query } of collection.queries) {
    if (!query.answerable && kind !== "adversarial" && kind !== "near-miss") continue;
    const analysed = await analyseQuestion(text, { index, dampingOf: learnedModel.dampingOf });
    const [first, ...others] = await rank(analysed);
    const odds =
      first === undefined
        ? Number.NEGATIVE_INFINITY
        : logOdds(answerabilityFeatures(analysed, first, others), learnedModel.right);
    (query.answerable ? answerable : nearMisses).push(odds);
  }
  return { answerable, nearMisses };
}

/** How probably an answerable question has higher odds than a near miss. */
function areaOf(sorted: readonly number[], nearMisses: readonly number[]): number {
  const above = nearMisses.map((odds) => sorted.filter((one) => one > odds).length / sorted.length);
  return above.reduce((sum, one) => sum + one, 0) / above.length;
}
