// The figures of a question set, counted by one function for the report and for the floors.
import type { Score } from "./questions.ts";

export type Summary = Readonly<{
  /** Questions that the paragraphs answer; those about the front matter are counted apart. */
  answerable: number;
  rightFirst: number;
  rightInThree: number;
  /** In the first three, or pointed at by a refusal. */
  rightOrRelated: number;
  /** Right at rank 1 and in the first three in the order alone, whether or not the question was refused. */
  orderedFirst: number;
  orderedInThree: number;
  /** The marked sentence of a right first paragraph holds the answer. */
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
  const count = (fits: (score: Score) => boolean) => scores.filter(fits).length;
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
