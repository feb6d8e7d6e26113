// Ways in which one word of a quotation goes wrong. Each returns the text with one word changed, or undefined where it
// has no such word.

export type Random = Readonly<{
  below(bound: number): number;
  pick<Choice>(choices: readonly Choice[]): Choice;
}>;

export type Alteration = "number" | "name" | "negation" | "hedge" | "synonym";

type Alter = (text: string, random: Random) => string | undefined;

const HEDGES: Readonly<Record<string, string>> = {
  may: "will",
  might: "will",
  could: "would",
  would: "might",
  should: "must",
  will: "may",
  can: "might",
  must: "should",
  likely: "possible",
  unlikely: "impossible",
  probably: "certainly",
  almost: "perhaps",
  appear: "prove",
  appears: "proves",
  appeared: "proved",
  reportedly: "evidently",
  allegedly: "demonstrably",
  believed: "known",
  suggest: "show",
  suggests: "shows",
  possible: "probable",
  generally: "always",
  approximately: "exactly",
  about: "exactly",
};

const SYNONYMS: Readonly<Record<string, string>> = {
  said: "stated",
  also: "additionally",
  large: "big",
  important: "significant",
  concerned: "worried",
  used: "employed",
  use: "employ",
  first: "initial",
  new: "novel",
  help: "assist",
  made: "created",
  increase: "rise",
  increased: "risen",
  because: "since",
  before: "prior",
  after: "following",
  between: "amid",
  including: "notably",
  many: "numerous",
  several: "various",
  however: "nevertheless",
  this: "that",
  these: "those",
  the: "a",
  other: "further",
  such: "similar",
  that: "which",
  problem: "difficulty",
  problems: "difficulties",
  report: "account",
  found: "discovered",
  ensure: "guarantee",
  all: "every",
  during: "throughout",
  system: "apparatus",
  required: "obliged",
};

const NAMES = [
  "Turkey",
  "Ankara",
  "Houston",
  "Vienna",
  "Johnson",
  "Texas",
  "Ottawa",
  "Karimov",
  "NATO",
  "Siemens",
];

/** Replaces one match of the pattern. */
function replaceOne(text: string, pattern: RegExp, replace: (found: string) => string, random: Random) {
  const matches = [...text.matchAll(pattern)];
  if (matches.length === 0) return undefined;
  const { 0: found, index } = random.pick(matches);
  const altered = text.slice(0, index) + replace(found) + text.slice(index + found.length);
  return altered === text ? undefined : altered;
}

function swap(words: Readonly<Record<string, string>>): Alter {
  const pattern = new RegExp(
    `(?<![\\p{L}'\u2019-])(?:${Object.keys(words).join("|")})(?![\\p{L}'\u2019-])`,
    "gu",
  );
  return (text, random) => replaceOne(text, pattern, (found) => words[found] ?? found, random);
}

export const ALTERATIONS: Readonly<Record<Alteration, Alter>> = {
  number: (text, random) =>
    replaceOne(
      text,
      /(?<![\p{L}\p{N}.,])\p{Nd}+(?:[.,]\p{Nd}+)*(?![\p{N}])/gu,
      (found) => found.replace(/\d/u, (digit) => String((Number(digit) + 1 + random.below(8)) % 10)),
      random,
    ),
  name: (text, random) =>
    replaceOne(
      text,
      /(?<=\p{Ll} )\p{Lu}\p{Ll}{2,}(?![\p{L}'\u2019-])/gu,
      (found) => random.pick(NAMES.filter((name) => name !== found)),
      random,
    ),
  negation: (text, random) =>
    random.below(2) === 0
      ? replaceOne(text, /(?<=\p{L} )(?:not|never|no) (?=\p{L})/gu, () => "", random)
      : replaceOne(
          text,
          /(?<=\p{L} )(?:is|was|are|were|will|has|have|had|can|could|would|should|may)(?= \p{Ll})(?! not)/gu,
          (verb) => `${verb} not`,
          random,
        ),
  hedge: swap(HEDGES),
  synonym: swap(SYNONYMS),
};
