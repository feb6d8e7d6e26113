// Whether the first hit is worded as an answer, is worded as the closest paragraph, or is not quoted because the
// reports do not answer the question. The odds of two logistic models decide, never a raw score, whose scale differs
// from library to library. The first two become a Quotation with that wording. "not-found" becomes an Abstention with
// that reason; an Abstention can also have a reason that needs no search, such as a greeting.
import type { Query } from "#retrieval/query/query.ts";
import { ANSWERABILITY_FEATURES, answerabilityFeatures, coverageOf } from "./answerability-features.ts";
import { lacksNumber } from "./gaps.ts";
import type { Hit } from "./hit.ts";
import type { LearnedModel } from "./learned-weights.ts";
import { logistic, logOdds } from "./linear-model.ts";

export type Answerability = "answer" | "closest" | "not-found";

// How probable it must be that the first hit is right for it to be worded as an answer. The model was trained on equal
// numbers of right and wrong hits. Chosen on two reports with 58 and 40 questions, where .45 to .5 score the same.
const MIN_ANSWER_PROBABILITY = 0.47;

export function classifyAnswerability(
  query: Query,
  [first, ...others]: readonly Hit[],
  model: LearnedModel,
): Answerability {
  if (first === undefined || query.terms.length === 0) return "not-found";
  const features = answerabilityFeatures(query, first, others);
  if (logOdds(features, model.answerable) < model.cut) return "not-found";
  const isRight = logistic(logOdds(features, model.right)) >= MIN_ANSWER_PROBABILITY;
  const isAnswer = (isRight || answersByForm(query, first, features)) && !first.restatesQuestion;
  return isAnswer && !lacksNumber(query, first) ? "answer" : "closest";
}

// "Have" in "how many volumes does the report have", but no word that names something.
const MAX_MISSING_BESIDE_COUNT = 0.05;

/**
 * What the model cannot judge, because the collections that it learns from have few such questions: the author's own
 * estimate or the source where one is asked for, a sentence that has every one of a list of key words, and one that has the number beside the
 * word for what is to be counted.
 */
function answersByForm(
  { counted, isKeywords }: Query,
  { gaps, isWantedStatement }: Hit,
  features: readonly number[],
): boolean {
  if (isWantedStatement) return gaps.nearby === 0;
  if (isKeywords) return gaps.inSentence === 0;
  const hasCount = counted !== undefined && features[ANSWERABILITY_FEATURES.index.lacksCount] === 0;
  return hasCount && gaps.inSentence <= MAX_MISSING_BESIDE_COUNT;
}

const MIN_RELATED_COVERAGE = 0.2;

/** True for a hit that is on the subject, so that a "not found" reply can point to it although it does not answer. */
export function isRelated(hit: Hit): boolean {
  return coverageOf(hit) >= MIN_RELATED_COVERAGE;
}

const MAX_SEE_ALSO = 2;
// How far below the first a paragraph may score to be worth a look.
const MAX_SCORE_GAP = 1.5;

/** Up to two other paragraphs that score nearly as high as the first. */
export function seeAlso([first, ...others]: readonly Hit[]): readonly Hit[] {
  return others
    .filter(({ score }) => first !== undefined && score >= first.score - MAX_SCORE_GAP)
    .slice(0, MAX_SEE_ALSO);
}
