// The type of answer that a question asks for, judged by its wording.
import {
  CAUSE,
  COUNT_WORD,
  DATE,
  ESTIMATE,
  FRACTION,
  MEANS,
  NAME,
  NUMBER,
  OFFICE_HOLDER,
  PLACE,
} from "#retrieval/analysis/annotations.ts";

/**
 * An answer has a word with one of the annotations `word`, or is a sentence with one of the annotations `sentence`. The source of
 * a figure or a claim is named where a report passes these on.
 */
export type AnswerType = Readonly<{
  kind: "estimate" | "source" | "figure" | "date" | "name" | "other" | "any";
  /** Bits of `analysis/annotations.ts`; 0 for none. */
  word: number;
  sentence: number;
}>;

const ANY: AnswerType = { kind: "any", word: 0, sentence: 0 };

// Phrases of the question; estimate-words.txt has the words of an answer.
const ESTIMATE_QUESTION =
  /\b(?:how (?:likely|probable|certain|plausible)|will there|would there|(?:likelihood|probability|chances?|odds|risk|prospects?) (?:of|that|for)|^\W*(?:will|would|could|might)|is (?:it|there|an?|the|\w+) .*\b(?:likely|unlikely|possible|probable|expected)|going to)\b/u;

// The pattern that matches earliest in the question decides, because a later "when" or "who" only joins a clause ("what
// does it do when …" asks for no date). Of two that match at the same place, the one listed first decides.
const TYPES: readonly (readonly [RegExp, AnswerType])[] = [
  [
    /\bhow (?:many|often)\b|(?:^|\b(?:what|which|what is the|total) )number of\b/u,
    { kind: "figure", word: NUMBER | COUNT_WORD, sentence: 0 },
  ],
  [
    /\bhow (?:long|much|big|large|far|high|wide|deep|tall|old|young|fast)\b|\b(?:(?:what|which)(?:'s|\u2019s| is| was| are| were)?(?: the)? )?(?:share|percentage|percent|proportion|amount|fraction|price|cost|value|size)\b/u,
    { kind: "figure", word: NUMBER | FRACTION, sentence: 0 },
  ],
  [
    /\bwhen\b(?!.*,.*\b(?:who|what|where|why|which|how)\b)|\b(?:(?:what|which)(?:'s|\u2019s| is| was| are| were)?(?: the)? )?(?:date|day|month|year|time|century|decade)\b/u,
    { kind: "date", word: DATE, sentence: 0 },
  ],
  [
    /\b(?:where|(?:what|which) (?:country|city|state|region|place|town|province|area|river|location|continent))\b/u,
    { kind: "name", word: PLACE, sentence: 0 },
  ],
  [
    /\b(?:who|whom|whose|(?:what|which) (?:person|people|group|company|organi[sz]ation|team|author|president|king|leader|agency|party|university|school|man|woman|newspaper))\b/u,
    { kind: "name", word: NAME, sentence: 0 },
  ],
  [/\b(?:why|what (?:causes?|caused|led|reasons?))\b/u, { kind: "other", word: 0, sentence: CAUSE }],
  [/\bhow\b/u, { kind: "other", word: 0, sentence: MEANS }],
  [/\b(?:what|which)\b/u, ANY],
];

const SOURCE_QUESTION =
  /\b(?:which|what) sources?\W*$|\b(?:according to whom|source (?:of|for) .*\b(?:number|figure|statistic|data|claim)s?\b|where (?:does|do|did) .*\b(?:number|figure|statistic|data|claim|information)s? .*\bcome from)\b/u;
const SOURCE_OF_FIGURE = /\b(?:number|figure|statistic)s?\b/u;

export function answerTypeOf(question: string): AnswerType {
  // Patterns without regard to case take twice as long.
  const asked = question.toLowerCase();
  if (SOURCE_QUESTION.test(asked))
    return { kind: "source", word: SOURCE_OF_FIGURE.test(asked) ? NUMBER : 0, sentence: 0 };
  if (ESTIMATE_QUESTION.test(asked)) return { kind: "estimate", word: 0, sentence: ESTIMATE };
  let best = ANY;
  let first = asked.length;
  for (const [pattern, type] of TYPES) {
    const index = asked.search(pattern);
    if (index < 0 || index >= first) continue;
    first = index;
    best = type;
  }
  return best;
}

/** A question for the holder of an office is answered by a title with a name. */
export const OFFICE: AnswerType = { kind: "name", word: NAME, sentence: OFFICE_HOLDER };

const QUESTION_FORM =
  /\b(?:who|whom|whose|what|when|where|why|which|how|is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|might|may|tell|explain|describe|list|name|give|find|show)\b|\?/u;

/** False for a list of key words. */
export function isQuestionForm(question: string): boolean {
  return QUESTION_FORM.test(question.toLowerCase());
}
