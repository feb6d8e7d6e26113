import { expect, test } from "vitest";
import {
  annotateSentence,
  annotateWords,
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
  QUESTION,
  REPORTED,
  STATEMENT,
} from "#retrieval/analysis/annotations.ts";
import { tokenize } from "#retrieval/analysis/tokenizer.ts";

/** The annotated words of a sentence, with their bits. */
function wordsOf(sentence: string): Record<string, number> {
  const terms = tokenize(sentence);
  const bits = annotateWords(terms);
  return Object.fromEntries(terms.flatMap(({ folded }, i) => (bits[i] ? [[folded, bits[i]]] : [])));
}

test.each([
  ["they sold 42 boats", { 42: NUMBER }],
  ["they sold forty boats", { forty: COUNT_WORD }],
  ["half of the boats", { half: FRACTION }],
  ["40% of the boats", { 40: NUMBER, percent: FRACTION }],
  ["it began in 2021", { 2021: DATE }],
  ["it began in 1066", { 1066: DATE | NUMBER }],
  ["the 628 men", { 628: DATE | NUMBER }],
  ["the 3000 men", { 3000: DATE | NUMBER }],
  ["the 12000 men", { 12000: NUMBER }],
  ["on Monday in the last century", { monday: DATE | NAME, century: DATE }],
  ["between 5 and 8 October", { 5: DATE, 8: DATE, october: DATE }],
  ["on 3 May", { 3: DATE, may: DATE }],
  ["they may send 3", { 3: NUMBER }],
  ["on October 300", { october: DATE, 300: DATE | NUMBER }],
  ["the envoy Karimov spoke", { karimov: NAME }],
  ["the envoy spoke in Baku", { baku: NAME | PLACE }],
  ["Baku spoke", {}],
  ["", {}],
])("%j: %j", (sentence, expected) => {
  expect(wordsOf(sentence)).toEqual(expected);
});

test.each([
  ["They left because of the war.", CAUSE | STATEMENT],
  ["It was built by hand", MEANS],
  ["War is unlikely.", ESTIMATE | STATEMENT],
  ["He said so!", REPORTED | STATEMENT],
  ["Officials reportedly expect it.", REPORTED | ESTIMATE | STATEMENT],
  ["Then President Ilham Aliyev spoke.", OFFICE_HOLDER | STATEMENT],
  ["There Kochavi, the chief of staff, spoke.", OFFICE_HOLDER | STATEMENT],
  ["The president spoke.", STATEMENT],
  ["Who was it?", QUESTION],
  ["“Who was it?”", QUESTION],
  ["They left.”12", STATEMENT],
  ["And so on…", STATEMENT],
  ["Tehran’s Concerns", 0],
  ["", 0],
])("%j has the annotations %i", (sentence, expected) => {
  expect(annotateSentence(tokenize(sentence), sentence)).toBe(expected);
});
