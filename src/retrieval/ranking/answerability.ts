// Whether the first hit is worded as an answer, as the closest paragraph, or not shown: decided by the odds that two
// logistic models give the hits, never by a raw score, which means something else in every library.
import type { Query } from "#retrieval/query/query.ts";
import { answerabilityFeatures, coverageOf } from "./answerability-features.ts";
import type { Hit } from "./hit.ts";
import type { LearnedModel } from "./learned-weights.ts";
import { logistic, logOdds } from "./linear-model.ts";

export type Answerability = "answer" | "closest" | "not-found";

// Probability of being right from which a reply is worded as an answer, on the scale of the model, which was trained on
// as many wrong as right ones. Chosen on three reports with question sets of their own, where .35 to .45 do about as well.
const MIN_ANSWER_PROBABILITY = 0.4;

export function classifyAnswerability(
  query: Query,
  [first, ...others]: readonly Hit[],
  model: LearnedModel,
): Answerability {
  if (first === undefined || query.terms.length === 0) return "not-found";
  const features = answerabilityFeatures(query, first, others);
  if (logOdds(features, model.answerable) < model.cut) return "not-found";
  const isRight = logistic(logOdds(features, model.right)) >= MIN_ANSWER_PROBABILITY;
  return isRight && !first.restatesQuestion ? "answer" : "closest";
}

const MIN_RELATED_COVERAGE = 0.2;

/** Worth a pointer under a refusal: on the subject, though it does not answer. */
export function isRelated(hit: Hit): boolean {
  return coverageOf(hit) >= MIN_RELATED_COVERAGE;
}

const MAX_SEE_ALSO = 2;
// By how much a paragraph may score below the first and still be worth a look.
const MAX_SCORE_GAP = 1.5;

/** Further paragraphs nearly as good as the first. */
export function seeAlso([first, ...others]: readonly Hit[]): readonly Hit[] {
  return others
    .filter(({ score }) => first !== undefined && score >= first.score - MAX_SCORE_GAP)
    .slice(0, MAX_SEE_ALSO);
}
