// Whether a sentence has a thing of a kind of list-kinds.txt, such as an amount of money.
import { MONTHS } from "#domain/report.ts";
import { readWords } from "#retrieval/data/word-lists.ts";

/** True if the sentence has one. An unknown kind is in no sentence. */
export function holdsKind(kind: string, sentence: string): boolean {
  if (kind === "country") return countries().test(sentence);
  return PATTERNS[kind]?.test(sentence) ?? false;
}

const NUMBER = String.raw`\d(?:[\d.,]*\d)?`;
const CURRENCY = [...readWords("currency-words")].join("|");
const NAME = String.raw`\p{Lu}[\p{L}'\u2019-]+`;
const TITLES = [...readWords("title-words")].join("|");
const ORGANISATIONS = [...readWords("organisation-words")].join("|");
const OUTLETS = [...readWords("outlet-words")].join("|");

const PATTERNS: Readonly<Record<string, RegExp>> = {
  money: new RegExp(
    String.raw`\p{Sc}\s?\d|\b(?:${NUMBER}|million|billion|trillion|hundred|thousand)\s?(?:${CURRENCY})\b`,
    "iu",
  ),
  // In a text, only what has a month or a full year is a date for certain.
  date: new RegExp(String.raw`\b(?:${MONTHS.join("|")})\b|\b(?:1[5-9]|20)\d\d\b`, "u"),
  percentage: /\d\s?%|\bper ?cent\b|\bpercentage\b/iu,
  number: /\d/u,
  // A name with the word of an outlet in or beside it: "Tehran Times", "news outlet Elaph".
  outlet: new RegExp(String.raw`\b\p{Lu}[\p{L}-]*\s(?:${OUTLETS})\b|\b(?:${OUTLETS})\s\p{Lu}`, "u"),
  // A title or an office before a name, or initials within one: "Minister Hossein Amir-Abdollahian", "Richard C. Baffa".
  person: new RegExp(String.raw`\b(?:${TITLES})\.?\s${NAME}|\b${NAME}\s(?:\p{Lu}\.\s?)+${NAME}`, "u"),
  organisation: new RegExp(
    String.raw`\b${NAME}\s(?:(?:of|for|on|and|the)\s)*(?:${NAME}\s)?(?:${ORGANISATIONS})\b|\b(?:${ORGANISATIONS})\s(?:of|for|on)\s(?:the\s)?\p{Lu}`,
    "u",
  ),
};

let pattern: RegExp | undefined;

/** Made when first needed: the names of all countries as the Unicode consortium has them, which takes milliseconds. */
function countries(): RegExp {
  if (pattern !== undefined) return pattern;
  const names = new Intl.DisplayNames("en", { type: "region", fallback: "none" });
  const letters = Array.from({ length: 26 }, (_, i) => String.fromCharCode(65 + i));
  const codes = letters.flatMap((first) => letters.map((second) => first + second));
  // A name is no pattern.
  const found = codes.flatMap((code) => names.of(code)?.replace(/[^\p{L}\s]/gu, ".") ?? []);
  pattern = new RegExp(String.raw`(?<!\p{L}|New\s)(?:${found.join("|")}|UK|US|USA|U\.S\.)(?!\p{L})`, "u");
  return pattern;
}
