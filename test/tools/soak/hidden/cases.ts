// What people type and press, the same for the same seed: about reports that they may see, and about those that they may not.
import type { Action } from "#domain/message.ts";
import type { Invocation } from "#domain/platform.ts";
import { type Library, type Paragraph, paragraphsOf, type Report } from "#domain/report.ts";
import { ALTERATIONS, type Alteration, type Random } from "#test/tools/evaluate/alterations.ts";

export type Case = Readonly<
  | { kind: "command"; command: string; line: string; via: Invocation["via"] }
  | { kind: "button"; action: Action }
  | { kind: "suggestion"; typed: string }
  | { kind: "json"; command: "ask" | "verify"; text: string }
>;

/** What cases are made of. `library`: with everything that is hidden. `buttons`: from replies that showed everything. */
export type Material = Readonly<{ library: Library; buttons: readonly Action[] }>;

type Deck = Readonly<{ random: Random; material: Material }>;

/** For a hidden report about as often as for one that may be seen: most files of the folder are hidden in most views. */
export function makeCase(random: Random, material: Material): Case {
  const deck = { random, material };
  return random.pick<(deck: Deck) => Case>(MAKERS)(deck);
}

/** One case for each outcome of a question, and for each verdict on a quotation. */
export const EACH_OUTCOME: readonly Case[] = [
  { kind: "command", command: "ask", line: "Who wrote the report Harbours of the North?", via: "command" },
  ...[
    "What will probably happen to two harbours?",
    "Who pays for the harbours of Zarqanite Mossbrae?",
    "How many penguins live in Patagonia?",
    "Who wrote Harbours of the North?",
    "Who wrote this?",
    "hello",
    "thanks!",
    "what can you do?",
    "which reports do you have?",
    "Summarise Harbours of the North",
    "What is the bottom line of Harbours of the North?",
    "List everything on harbours",
    "Compare the reports on harbours",
  ].map((text) => ({ kind: "json", command: "ask", text }) as const),
  ...[
    "It has a budget of 40 million euros.",
    "It has a budget \u2014 of 40 million euros!",
    "It has a secret budget of 90 million euros.",
    "Penguins of Patagonia swim faster than harbour seals in winter.",
    "a budget",
  ].map((text) => ({ kind: "json", command: "verify", text }) as const),
];

const MAKERS: readonly ((deck: Deck) => Case)[] = [
  (deck) => command(deck, "ask", question(deck)),
  (deck) => command(deck, "ask", question(deck)),
  (deck) => command(deck, "ask", `${question(deck)} in:"${nameOf(deck)}"`),
  (deck) => command(deck, "cite", reference(deck)),
  (deck) => command(deck, "cite", `${reference(deck)} in:"${nameOf(deck)}"`),
  (deck) => command(deck, "verify", quotations(deck)),
  (deck) =>
    command(
      deck,
      "ibid",
      deck.random.pick(["", "status", "scope", "help", "scope set iran", "scope set no-such-set"]),
    ),
  (deck) => command(deck, "digest", digestLine(deck)),
  (deck) => command(deck, deck.random.pick(["reports", "context", "no-such-command"]), reference(deck)),
  ({ random, material }) => ({ kind: "button", action: random.pick(material.buttons) }),
  (deck) => ({ kind: "suggestion", typed: beginningOf(nameOf(deck), deck.random) }),
  (deck) => ({ kind: "json", command: "ask", text: question(deck) }),
  (deck) => ({ kind: "json", command: "verify", text: quotations(deck) }),
];

function command({ random }: Deck, name: string, line: string): Case {
  return {
    kind: "command",
    command: name,
    line,
    via: random.pick(["command", "mention", "shortcut", "direct"]),
  };
}

const SMALL_TALK = [
  "hello",
  "thanks!",
  "what can you do?",
  "who are you?",
  "",
  "good morning",
  "???",
] as const;

function question(deck: Deck): string {
  const { random } = deck;
  const report = anyReport(deck);
  const topic = () => random.pick(wordsOf(anyParagraph(deck)));
  const heading = random.pick(report.sections).heading;
  const title = random.pick([report.title, typo(report.title, random), nameOf(deck)]);
  return random.pick<() => string>([
    () => random.pick(SMALL_TALK),
    () => `Who wrote ${title}?`,
    () =>
      random.pick([`When was ${title} published?`, `Who is the publisher of ${title}?`, "Who wrote this?"]),
    () => `What does the report say about ${random.pick([heading, typo(heading, random)])}?`,
    () => `What about ${topic()} and ${topic()}?`,
    () => `Why did ${topic()} ${topic()} the ${typo(topic(), random)}?`,
    () => `${typo(topic(), random)} ${typo(topic(), random)}`,
    () => `How much money does ${properName(deck)} have?`,
    () => `Who is ${typo(properName(deck), random)}?`,
    () => `Is it true that ${sentence(deck)}`,
    () =>
      random.pick([
        "Which reports do you have?",
        "Summarise it.",
        "Bottom line?",
        "What do the reports disagree on?",
      ]),
    () => `Summarise what ${title} says about ${topic()}.`,
    () => `List everything on ${random.pick([topic(), typo(topic(), random), properName(deck)])}.`,
    () => `Compare ${title} and ${nameOf(deck)} on ${topic()}.`,
    () => `Which reports mention ${topic()}?`,
    () => random.pick(["List all countries.", "List all amounts of money.", "Which people are mentioned?"]),
  ])();
}

function reference(deck: Deck): string {
  const { random } = deck;
  const { code, ordinal } = anyParagraph(deck);
  const heading = random.pick(anyReport(deck).sections).heading;
  return random.pick([
    code,
    code.slice(0, 4 + random.below(4)),
    typo(code, random),
    String(ordinal),
    `${ordinal}-${ordinal + random.below(4)}`,
    String(random.below(30)),
    heading,
    typo(heading, random),
    heading.slice(0, 5),
    random.pick(wordsOf(anyParagraph(deck))),
    "",
  ]);
}

function quotations(deck: Deck): string {
  const { random } = deck;
  const quotation = () =>
    random.pick([sentence(deck), altered(deck), altered(deck), spliced(deck), repunctuated(deck)]);
  if (random.below(2) === 0) return quotation();
  return `It says "${quotation()}" and also "${quotation()}", and then "${typo(sentence(deck), random)}".`;
}

function altered(deck: Deck): string {
  const kinds = Object.keys(ALTERATIONS) as Alteration[];
  const original = sentence(deck);
  return ALTERATIONS[deck.random.pick(kinds)](original, deck.random) ?? typo(original, deck.random);
}

function repunctuated(deck: Deck): string {
  return sentence(deck)
    .replace(",", ";")
    .replace(/ (?=\p{L}+\.$)/u, " \u2014 ")
    .replace(/\.$/u, "!");
}

/** The beginning of one sentence and the end of another, sometimes as one that leaves something out. */
function spliced(deck: Deck): string {
  const [one, other] = [sentence(deck), sentence(deck)].map((words) => words.split(" "));
  const mark = deck.random.pick([" ", " \u2026 ", " [...] "]);
  return `${one?.slice(0, 7).join(" ")}${mark}${other?.slice(-7).join(" ")}`;
}

function digestLine(deck: Deck): string {
  const { random } = deck;
  return random.pick([
    "status",
    "preview",
    "now",
    "on 09:00",
    "off",
    `on 09:00 in:"${nameOf(deck)}"`,
    `on 09:30 weekdays in:${anyReport(deck).id} repeat`,
  ]);
}

function anyReport({ random, material }: Deck): Report {
  return random.pick(material.library.reports);
}

function anyParagraph(deck: Deck): Paragraph {
  return deck.random.pick(paragraphsOf(anyReport(deck)));
}

function sentence(deck: Deck): string {
  const { text, sentences } = anyParagraph(deck);
  const { start, end } = deck.random.pick(sentences);
  return text.slice(start, end);
}

/** A way to name a report: by id, title, author, or a part of one of them. */
function nameOf(deck: Deck): string {
  const { random } = deck;
  const { id, title, authors } = anyReport(deck);
  const name = random.pick([id, id, title, ...authors]);
  return random.pick([name, name, name.slice(0, 4), typo(name, random)]);
}

function wordsOf({ text }: Paragraph): readonly string[] {
  return text.match(/\p{L}{4,}/gu) ?? ["nothing"];
}

function properName(deck: Deck): string {
  const { text } = anyParagraph(deck);
  return deck.random.pick(text.match(/\p{Lu}\p{L}+(?: \p{Lu}\p{L}+)*/gu) ?? ["Baku"]);
}

function beginningOf(name: string, random: Random): string {
  return name.slice(0, random.below(name.length + 1));
}

const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/** One letter left out, doubled, exchanged with the next, or replaced. */
function typo(text: string, random: Random): string {
  if (text.length < 2) return text;
  const at = random.below(text.length - 1);
  const [before, letter, next, after] = [
    text.slice(0, at),
    text[at] ?? "",
    text[at + 1] ?? "",
    text.slice(at + 2),
  ];
  return random.pick([
    before + next + after,
    before + letter + letter + next + after,
    before + next + letter + after,
    before + LETTERS[random.below(LETTERS.length)] + next + after,
  ]);
}
