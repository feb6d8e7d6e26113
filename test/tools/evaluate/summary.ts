// The figures of a question set: one count for what is printed and for the floors that tests hold.
import type { Score } from "./questions.ts";

export type Summary = Readonly<{
  /** Questions that the paragraphs answer; those about the front matter are counted separately. */
  answerable: number;
  rightFirst: number;
  rightInThree: number;
  /** In the first three, or pointed to by a refusal. */
  rightOrRelated: number;
  /** Right at rank 1 and in the first three in the order that ranking alone makes, refused or not. */
  orderedFirst: number;
  orderedInThree: number;
  /** The first paragraph is right, and its marked sentence holds the answer. */
  marked: number;
  wordedAnswer: number;
  /** Of the replies worded `answer` to an answerable question: how many are right. */
  rightWhenAnswer: number;
  frontMatter: number;
  frontMatterRight: number;
  /** Unanswerable questions that are not near-misses, and how many of them were refused. */
  plain: number;
  plainRefused: number;
  nearMisses: number;
  nearMissesRefused: number;
  nearMissesNotAnswer: number;
}>;

export function summarise(scores: readonly Score[]): Summary {
  const count = (isCounted: (score: Score) => boolean) => scores.filter(isCounted).length;
  const answerable = ({ question }: Score) => question.answerable && question.kind !== "meta";
  const meta = ({ question }: Score) => question.answerable && question.kind === "meta";
  const near = ({ question }: Score) => !question.answerable && question.kind === "near-miss";
  const plain = ({ question }: Score) => !question.answerable && question.kind !== "near-miss";
  return {
    answerable: count(answerable),
    rightFirst: count((score) => answerable(score) && score.rank === 1),
    rightInThree: count((score) => answerable(score) && isInThree(score.rank)),
    rightOrRelated: count((score) => answerable(score) && (isInThree(score.rank) || score.related > 0)),
    orderedFirst: count((score) => answerable(score) && score.ordered === 1),
    orderedInThree: count((score) => answerable(score) && isInThree(score.ordered)),
    marked: count((score) => answerable(score) && score.marked),
    wordedAnswer: count((score) => answerable(score) && score.wording === "answer"),
    rightWhenAnswer: count((score) => answerable(score) && score.wording === "answer" && score.rank === 1),
    frontMatter: count(meta),
    frontMatterRight: count((score) => meta(score) && score.rank === 1),
    plain: count(plain),
    plainRefused: count((score) => plain(score) && score.wording === "refused"),
    nearMisses: count(near),
    nearMissesRefused: count((score) => near(score) && score.wording === "refused"),
    nearMissesNotAnswer: count((score) => near(score) && score.wording !== "answer"),
  };
}

function isInThree(rank: number): boolean {
  return rank >= 1 && rank <= 3;
}
