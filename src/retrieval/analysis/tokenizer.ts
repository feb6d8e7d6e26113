// How words become terms. Text and question pass through the same analysis, so that they can meet.
import { stemmer } from "stemmer";
import { baseFormOf } from "./irregular-forms.ts";

/** One word of a text: where it stands, its folded form and its stem. */
export type Term = Readonly<{
  /** Folded and stemmed: what is looked up. */
  stem: string;
  /** Folded, not stemmed: tells "invade" from "invasion" where the exact form matters. */
  folded: string;
  start: number;
  end: number;
  /** Begins with a capital or is a number: likely a name or a figure. */
  capitalized: boolean;
}>;

// Words that carry no subject. Question words are among them: a question is found by what it asks about.
const STOP_WORDS = new Set(
  `a about across against all along alongside also although am amid among an and any are around as at be been being
  between both but by can could did do does doing done during
  each either else for from had has have having he her here hers him his how i if in into is it its itself just
  me might more most must my no nor not of on only or other our ours over own same shall she should so some such
  than that the their theirs them themselves then there these they this those through to too under until up upon very via
  was we were what when where whether which while who whom whose why will with would you your yours
  isnt arent wasnt werent dont doesnt didnt hasnt havent hadnt wont wouldnt cant couldnt shouldnt
  im youre hes shes theyre weve ive whats whos wheres whens hows thats theres lets`.split(/\s+/u),
);

// Other ways of writing a unit; both sides are folded to the value.
const UNITS: ReadonlyMap<string, string> = new Map([
  ["kilometre", "km"],
  ["kilometres", "km"],
  ["kilometer", "km"],
  ["kilometers", "km"],
  ["kms", "km"],
  ["bn", "billion"],
  ["mn", "million"],
  ["mln", "million"],
  ["tn", "trillion"],
  ["%", "percent"],
  ["pct", "percent"],
  ["usd", "$"],
  ["mph", "mph"],
  ["kg", "kg"],
  ["kilogram", "kg"],
  ["kilograms", "kg"],
]);

const INVISIBLE = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/gu;
const WORD_CLASS = "[\\p{L}\\p{M}\\p{N}\\u00AD\\u200B-\\u200F\\u2060\\uFEFF]";

// In order: U.S. and a.m.; F-35 and HF-1; figures, with a unit or an ordinal ending split off; words, among them
// those that a scan broke at a line end ("Chal- lenger", but not "in- and outflow"); the percent sign.
const TOKEN = new RegExp(
  [
    "(?<dotted>(?<!\\p{L})(?:\\p{L}\\.){2,})",
    "(?<model>(?<![\\p{L}\\p{N}])\\p{L}{1,2}[-\\u2010\\u2011]\\p{N}+)s?(?![\\p{L}\\p{N}])",
    "(?<figure>\\p{N}+(?:[.,]\\p{N}+)*)(?:(?:st|nd|rd|th|s)(?![\\p{L}\\p{N}])|(?=(?:km|kg|m|bn|mn|mln|tn|k|mph|am|pm)(?![\\p{L}\\p{N}]))|(?![\\p{L}\\p{N}]))",
    `(?<word>${WORD_CLASS}+(?:['\\u2019\\u02BC]\\p{L}+|- (?!(?:and|or|to|nor)\\b)\\p{Ll}+)*)`,
    "(?<percent>%)",
  ].join("|"),
  "gu",
);

/** Case, accents, width and invisible characters folded away; letters and digits only. */
export function fold(word: string): string {
  return word
    .normalize("NFKD")
    .replace(INVISIBLE, "")
    .replace(/['\u2019\u02BC]s$/u, "")
    .replace(/[\p{M}'\u2019\u02BC.\-\u2010\u2011 ]/gu, "")
    .toLowerCase();
}

/** Every word of a text in order, stop words included. Linear in the length of the text. */
export function tokenize(text: string): Term[] {
  const terms: Term[] = [];
  for (const match of text.matchAll(TOKEN)) {
    const { figure, model } = match.groups ?? {};
    const printed = figure ?? model ?? match[0];
    const form = formOf(printed, figure !== undefined);
    if (form.folded !== "") terms.push({ ...form, start: match.index, end: match.index + printed.length });
  }
  return terms;
}

type Form = Readonly<{ stem: string; folded: string; capitalized: boolean }>;

// A text repeats its words: folding and stemming each printed form once makes loading several times faster.
const forms = new Map<string, Form>();
const MAX_FORMS = 100_000;

function formOf(printed: string, isFigure: boolean): Form {
  const known = forms.get(printed);
  if (known !== undefined) return known;
  const bare = isFigure ? printed.normalize("NFKC").replaceAll(",", "") : fold(printed);
  const folded = UNITS.get(bare === "" ? printed : bare) ?? bare;
  const stem =
    /^\p{Script=Latin}+$/u.test(folded) && folded.length <= 40 ? stemmer(baseFormOf(folded)) : folded;
  const form = { stem, folded, capitalized: /^[\p{Lu}\p{N}]/u.test(printed) };
  if (forms.size >= MAX_FORMS) forms.clear();
  forms.set(printed, form);
  return form;
}

/** The words that carry the subject of a text. */
export function contentTerms(text: string): Term[] {
  return tokenize(text).filter(isContentWord);
}

/** False for a word that carries no subject. */
export function isContentWord({ folded }: Term): boolean {
  return !STOP_WORDS.has(folded);
}
