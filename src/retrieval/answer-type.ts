// What kind of thing a question wants to hear, by its own words.
import { CAUSE, COUNT_WORD, DATE, ESTIMATE, FIGURE, FRACTION, MEANS, NAME, PLACE } from "./sentence-signs.ts";

/** Bits of `sentence-signs.ts`: a word with one of `word`, or a sentence with one of `sentence`, is of the type. */
export type AnswerType = Readonly<{
  kind: "estimate" | "figure" | "date" | "name" | "other" | "any";
  word: number;
  sentence: number;
}>;

const ANY: AnswerType = { kind: "any", word: 0, sentence: 0 };

// The first pattern that fits decides.
const TYPES: readonly (readonly [RegExp, AnswerType])[] = [
  [
    /\b(?:how (?:likely|probable|certain|plausible)|will there|would there|(?:likelihood|probability|chances?|odds|risk|prospects?) (?:of|that|for)|^\W*(?:will|would|could|might)|is (?:it|there|an?|the|\w+) .*\b(?:likely|unlikely|possible|probable|expected)|going to)\b/iu,
    { kind: "estimate", word: 0, sentence: ESTIMATE },
  ],
  [/\b(?:how (?:many|often)|number of)\b/iu, { kind: "figure", word: FIGURE | COUNT_WORD, sentence: 0 }],
  [
    /\b(?:how (?:long|much|big|large|far|high|wide|deep|tall|old|fast)|what (?:share|percentage|percent|proportion|amount|fraction)|price|cost|value|size)\b/iu,
    { kind: "figure", word: FIGURE | FRACTION, sentence: 0 },
  ],
  [
    /\b(?:when|(?:what|which) (?:date|day|month|year|time|century|decade)|date|since when)\b/iu,
    { kind: "date", word: DATE, sentence: 0 },
  ],
  [
    /\b(?:where|(?:what|which) (?:country|city|state|region|place|town|province|area|river|location|continent))\b/iu,
    { kind: "name", word: PLACE, sentence: 0 },
  ],
  [
    /\b(?:who|whom|whose|(?:what|which) (?:person|people|group|company|organi[sz]ation|team|author|president|king|leader|agency|party|university|school|man|woman|newspaper))\b/iu,
    { kind: "name", word: NAME, sentence: 0 },
  ],
  [/\b(?:why|what (?:causes?|caused|led|reasons?))\b/iu, { kind: "other", word: 0, sentence: CAUSE }],
  [/\bhow\b/iu, { kind: "other", word: 0, sentence: MEANS }],
];

export function answerTypeOf(question: string): AnswerType {
  return TYPES.find(([asks]) => asks.test(question))?.[1] ?? ANY;
}

const QUESTION_FORM =
  /\b(?:who|whom|whose|what|when|where|why|which|how|is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|might|may|tell|explain|describe|list|name|give|find|show)\b|\?/iu;

/** False for a list of key words. */
export function isQuestionForm(question: string): boolean {
  return QUESTION_FORM.test(question);
}
