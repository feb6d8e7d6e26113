// Answer, closest or not in the reports: decided by the odds that two logistic models give the first hits, never by a
// raw score, which means something else in every library.

import type { Query } from "#retrieval/query/query.ts";
import { COVERAGE, judgeFeatures } from "./answerability-features.ts";
import type { Model } from "./learned-weights.ts";
import { score } from "./linear-model.ts";
import type { Hit } from "./rank.ts";

export type Verdict = "answer" | "closest" | "not-found";

// Odds of being right from which a reply is worded as an answer, on the scale of the model, which was trained on as many
// wrong as right ones. Chosen on three reports with question sets of their own, where .35 to .45 do about as well.
const ANSWER = 0.4;

export function judge(query: Query, hits: readonly Hit[], model: Model): Verdict {
  const [first, ...others] = hits;
  if (first === undefined || query.terms.length === 0) return "not-found";
  const features = judgeFeatures(query, first, others);
  if (score(features, model.answerable) < model.cut) return "not-found";
  return !first.bare && logistic(score(features, model.right)) >= ANSWER ? "answer" : "closest";
}

function logistic(value: number): number {
  return 1 / (1 + Math.exp(-value));
}

/** Worth a pointer under a refusal: on the subject, though it does not answer. */
export function isRelated({ features }: Hit): boolean {
  return (features[COVERAGE] ?? 0) >= 0.2;
}

// What a paragraph may fall short of the first by and still be worth a look.
const NEAR = 1.5;

/** Up to two further paragraphs nearly as good as the first. */
export function pointers([first, ...others]: readonly Hit[]): readonly Hit[] {
  return others.filter(({ score: own }) => first !== undefined && own >= first.score - NEAR).slice(0, 2);
}
