// Requests that could hold the event loop for long: made of the reports' own words, and mutations of such requests. Derived from
// a seed, so that every run with the same reports makes the same ones.
import { hostileTexts } from "#test/support/hostile-patterns.ts";
import { ALTERATIONS, type Random } from "#test/tools/evaluate/alterations.ts";
import { mistype } from "#test/tools/evaluate/typos.ts";
import type { CorpusWords } from "./corpus-words.ts";

/** A command as somebody types it, without the slash. */
export type TypedCommand = Readonly<{ name: string; text: string }>;

/** The commands that people type, and how many of a hundred requests are for each. */
export const SHARES: Readonly<Record<string, number>> = {
  verify: 40,
  cite: 25,
  ask: 20,
  digest: 9,
  reports: 3,
  ibid: 3,
};

// As much as a command reads of a typed line.
export const MAX_TEXT_LENGTH = 8_000;

type Make = (words: CorpusWords, random: Random) => string;

const times = (count: number, make: () => string) => Array.from({ length: count }, make);

/** Adjacent words of a paragraph. */
const passage: Make = ({ paragraphs }, { pick, below }) => {
  const all = pick(paragraphs).split(" ");
  const from = below(all.length);
  return all.slice(from, from + 1 + below(60)).join(" ");
};

/** A few frequent words, over and over. */
const repeated: Make = ({ frequent }, { pick, below }) => {
  const few = times(1 + below(8), () => pick(frequent.slice(0, 1 + below(frequent.length)))).join(" ");
  return Array(1 + below(400))
    .fill(few)
    .join(" ");
};

/** Paragraphs in which words were replaced, left out or mistyped. */
const nearCopy: Make = (words, random) => {
  const { pick, below } = random;
  let text = times(1 + below(6), () => pick(words.paragraphs)).join(pick([" ", "\n\n", "\n> ", " \u2026 "]));
  for (let changes = below(8); changes > 0; changes--) {
    const alter = pick(Object.values(ALTERATIONS));
    text = (below(2) === 0 ? alter(text, random) : mistyped(text, random)) ?? text;
  }
  return text;
};

/** Many quotations of a few words each. */
const manyQuotations: Make = (words, random) => {
  const { pick, below } = random;
  const [open, close] = pick([
    ['"', '"'],
    ["\u201C", "\u201D"],
    ["\u00AB", "\u00BB"],
    ["\n> ", "\n\n"],
    ["\u2018", "\u2019"],
  ]);
  const make = pick([passage, wordList, () => repeated(words, random).slice(0, 60)]);
  return times(1 + below(120), () => `${open}${make(words, random)}${close}`).join(pick([" ", ", ", "\n"]));
};

const wordList: Make = ({ frequent, rare }, { pick, below }) =>
  times(1 + below(80), () => pick(below(2) === 0 ? frequent : rare)).join(" ");

/** Parts of paragraphs with ellipses between them. */
const shortened: Make = (words, random) => {
  const ellipsis = random.pick([" ... ", " \u2026 ", " [\u2026] ", " . . . ", "\u2026"]);
  return times(2 + random.below(40), () => passage(words, random)).join(ellipsis);
};

/** Long words with one letter wrong. */
const misspelt: Make = ({ rare }, random) =>
  times(1 + random.below(60), () => {
    const word = random.pick(rare);
    return mistyped(word, random) ?? word;
  }).join(" ");

const hostile: Make = (_, { pick, below }) => pick(hostileTexts(1 + below(MAX_TEXT_LENGTH)))[1];

const symbols: Make = (_, { pick, below }) =>
  times(1 + below(600), () =>
    pick([
      "(",
      ")",
      "[",
      "]",
      '"',
      "\u201C",
      "\u2019",
      "\u2026",
      "...",
      "-",
      "\u2014",
      "7",
      "1,000",
      "e\u0301",
      "\u4E2D",
      "\u{1F600}",
      "\u200B",
      "%",
      "\u00BD",
      "a",
      " ",
      "\n",
    ]),
  ).join("");

const reference: Make = (words, random) => {
  const { pick, below } = random;
  const number = () => String(below(pick([20, 1200, 1_000_000])));
  return pick([
    number,
    () => `${number()}-${number()}`,
    () => `para. ${number()} to ${number()}`,
    () => `${number()}.${number()}`,
    () => pick(words.codes),
    () => pick(words.codes).slice(0, 1 + below(8)),
    () => mistyped(pick(words.codes), random) ?? "zzzzzzzz",
    () => pick(words.headings),
    () => mistyped(pick(words.headings), random) ?? "",
    () => pick(words.frequent),
  ])();
};

const schedule: Make = (words, { pick, below }) =>
  [
    pick(["on", "on", "on", "preview", "status", "now", "off", pick(words.frequent)]),
    pick(["09:00", "9:00", `${below(100)}:${below(100)}`, "1".repeat(1 + below(50))]),
    pick(["Europe/London", "UTC", "london", pick(words.rare), ""]),
    pick(["daily", "mon,wed", "mon,".repeat(1 + below(300)), ""]),
  ].join(" ");

const scope: Make = ({ reports, frequent }, { pick, below }) =>
  pick([`in:${pick(reports)}`, `in:"${pick(reports).slice(0, 1 + below(12))}"`, `in:${pick(frequent)}`]);

const ANY: readonly Make[] = [
  passage,
  repeated,
  nearCopy,
  manyQuotations,
  wordList,
  shortened,
  misspelt,
  hostile,
  symbols,
];
const MAKERS: Readonly<Record<string, readonly Make[]>> = {
  cite: [
    reference,
    reference,
    (words, random) => `${reference(words, random)} ${scope(words, random)}`,
    ...ANY,
  ],
  ask: [...ANY, (words, random) => `${wordList(words, random)} ${scope(words, random)}`],
  digest: [
    schedule,
    schedule,
    (words, random) => `${schedule(words, random)} ${scope(words, random)}`,
    ...ANY,
  ],
  ibid: [() => "status", () => "help", ...ANY],
};

function mistyped(text: string, { below }: Random): string | undefined {
  return mistype(text, () => below(1 << 20) / (1 << 20));
}

export function makeRequest(name: string, words: CorpusWords, random: Random): TypedCommand {
  return { name, text: bounded(random.pick(MAKERS[name] ?? ANY)(words, random)) };
}

type Mutate = (text: string, words: CorpusWords, random: Random) => string;

const MUTATIONS: readonly Mutate[] = [
  (text) => `${text} ${text}`,
  (text, words, random) => `${text} ${makeRequest("verify", words, random).text}`,
  (text, words, random) => {
    const at = random.below(text.length + 1);
    return `${text.slice(0, at)} ${random.pick(ANY)(words, random).slice(0, 200)} ${text.slice(at)}`;
  },
  (text, _, { below }) => {
    const [at, length] = [below(text.length + 1), 1 + below(text.length + 1)];
    return text.slice(0, at) + text.slice(at + length);
  },
  (text, _, { below }) => {
    const [at, length] = [below(text.length + 1), 1 + below(200)];
    return text.slice(0, at) + text.slice(at, at + length).repeat(1 + below(20)) + text.slice(at + length);
  },
  (text, { frequent, rare }, { pick, below }) =>
    text.replaceAll(pick(text.split(" ")) || " ", () => pick(below(2) === 0 ? frequent : rare)),
  (text, _, random) => mistyped(text, random) ?? text,
  (text, _, random) => random.pick(Object.values(ALTERATIONS))(text, random) ?? text,
  (text, _, { pick }) => text.replaceAll(" ", pick(["  ", "\n", "\u00A0", " \u2026 ", '" "', "-", ". "])),
  (text, _, { pick }) => `${pick(['"', "\u201C", "(", "> "])}${text}${pick(['"', "\u201D", ")", ""])}`,
  (text) => text.toUpperCase(),
  (text, words, random) => `${text} ${scope(words, random)}`,
];

/** One to three changes. */
export function mutateRequest(
  { name, text }: TypedCommand,
  words: CorpusWords,
  random: Random,
): TypedCommand {
  let changed = text;
  for (let changes = 1 + random.below(3); changes > 0; changes--)
    changed = bounded(random.pick(MUTATIONS)(changed, words, random));
  return { name, text: changed };
}

function bounded(text: string): string {
  return text.slice(0, MAX_TEXT_LENGTH);
}
