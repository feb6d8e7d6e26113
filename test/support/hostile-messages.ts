// Strings that try to call, link, break or overflow, and reports that have them on every surface.
import fc from "fast-check";
import { commandTable } from "#bot/commands/index.ts";
import { failureMessage, usageMessage } from "#bot/messages/failure.ts";
import {
  greetingMessage,
  helpMessage,
  libraryStatusMessage,
  reportsMessage,
  whichReportMessage,
} from "#bot/messages/library.ts";
import { outcomeMessage } from "#bot/messages/outcome.ts";
import {
  choicesMessage,
  citationMessage,
  citationsMessage,
  contextMessage,
  sharedMessage,
} from "#bot/messages/paragraph.ts";
import { checksMessage } from "#bot/messages/quotation-check.ts";
import type { Quotation } from "#domain/answer.ts";
import { cite } from "#domain/citation.ts";
import { buildExcerpt } from "#domain/excerpt.ts";
import type { Message } from "#domain/message.ts";
import type { Library, Paragraph, Report } from "#domain/report.ts";
import { splitSentences } from "#reports/parse/sentences.ts";
import { createVerify } from "#verification/verify.ts";

const TOKENS = [
  "<!channel>",
  "<!here|here>",
  "<!everyone>",
  "<!subteam^S1|@team>",
  "<@U1>",
  "<@U1|ada>",
  "<#C1|general>",
  "<!date^1392734382^{date}|x>",
  "<https://evil.test|the report>",
  "https://evil.test/x?y=1&z=2",
  "mailto:a@evil.test",
  "&lt;!channel&gt;",
  "&amp;lt;@U1&amp;gt;",
  "<",
  ">",
  "&",
  "@channel",
  "@everyone",
  "*bold* _it_ ~no~ `code` ```block```",
  "> quoted",
  ":tada:",
  "[x](https://evil.test)",
  "\n",
  "\r\n\t",
  "\u0000\u0007\u001B[2J",
  "\u202Eevil\u202C",
  "\u2066\u2069\u200B\u200D\uFEFF",
  "\uD800",
  "\uDFFF",
  "👩‍👩‍👧‍👦",
  "e\u0301".repeat(20),
  "",
  " ",
];

// Any character but half of one: that is a token. The library's own unit for it takes seconds to be made.
const SURROGATES = { first: 0xd800, count: 0x800 } as const;
const character = fc
  .integer({ min: 0, max: 0x10ffff - SURROGATES.count })
  .map((code) => String.fromCodePoint(code < SURROGATES.first ? code : code + SURROGATES.count));

/** Tokens, those of one platform among them, in any order with any characters between them; now and then much too long. */
export function hostileStrings(own: readonly string[] = []): fc.Arbitrary<string> {
  const piece = fc.oneof(
    { weight: 80, arbitrary: fc.constantFrom(...TOKENS, ...own) },
    { weight: 80, arbitrary: fc.string({ unit: character, maxLength: 30 }) },
    { weight: 1, arbitrary: fc.constantFrom(`${"word".repeat(5)} `.repeat(120), "x".repeat(4000)) },
  );
  return fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(""));
}

type Surfaces = Readonly<{ text: string; word?: string; url?: string }>;

/** Two reports that say `text`, and `word` wherever a report names itself. */
export function shelfOf({
  text,
  word = "Otters",
  url,
}: Surfaces): Readonly<{ library: Library; paragraph: Paragraph }> {
  const paragraph: Paragraph = {
    report: "a",
    section: word,
    ordinal: 1,
    code: "k3v9qabc",
    text,
    sentences: splitSentences(text),
    line: 1,
  };
  const report = (id: string): Report => ({
    id,
    title: word,
    authors: [word, word],
    publisher: word,
    published: { year: 2021 },
    tlp: word,
    file: `${id}.md`,
    sections: [{ heading: word, paragraphs: [{ ...paragraph, report: id }] }],
    ...(url === undefined ? {} : { url }),
  });
  return { library: { reports: [report("a"), report("b")], aliases: [] }, paragraph };
}

export function quotationOf(library: Library, paragraph: Paragraph, readAs?: string): Quotation {
  const excerpt = buildExcerpt(paragraph, paragraph.sentences[0]);
  return {
    kind: "quotation",
    wording: "closest",
    excerpt,
    citation: cite(paragraph, library),
    paragraphs: [paragraph],
    also: [paragraph, paragraph],
    corrections: readAs === undefined ? [] : [{ from: readAs, to: readAs }],
  };
}

/** Every reply that people can get, with the string wherever a report, a question or a name comes in. */
export function hostileMessages(word: string, url?: string): readonly Message[] {
  const { library, paragraph } = shelfOf({ text: word, word, ...(url === undefined ? {} : { url }) });
  const today = new Date("2026-11-24");
  const wording = { library, audience: "asker", today, shareable: true } as const;
  const answer = quotationOf(library, paragraph, word);
  const { excerpt, citation } = answer;
  const by = { id: "U1", name: word };
  const check = createVerify(library)(`${word} and words of one's own`);
  const closest = { paragraph, span: { start: 0, end: word.length } };
  // Words differ as a whole: no difference ends inside a character.
  const first = { start: 0, end: Array.from(word)[0]?.length ?? 0 };
  const difference = { kind: "words", report: first, quotation: first } as const;
  const altered = { quotation: `${word}.`, verdict: "altered", closest, differences: [difference] } as const;
  const diagnostic = { severity: "warning", file: word, line: 1, message: word, hint: word } as const;
  const abstention = { kind: "abstention", unknown: [word], related: [paragraph], corrections: [] } as const;
  return [
    outcomeMessage(answer, wording),
    outcomeMessage({ ...answer, also: [] }, { ...wording, audience: "channel" }),
    outcomeMessage({ kind: "field", field: { name: word, value: word }, citation }, wording),
    outcomeMessage({ ...abstention, reason: "not-found" }, wording),
    outcomeMessage({ ...abstention, reason: "which-report" }, wording),
    citationMessage(excerpt, citation, wording),
    choicesMessage([paragraph, paragraph], wording),
    sharedMessage(excerpt, citation, { today, closest: true, by }),
    contextMessage([answer, answer, answer], wording),
    contextMessage([answer], wording, { earlier: excerpt, later: excerpt }),
    citationsMessage([answer, answer], wording),
    checksMessage([check], wording),
    checksMessage(
      [check, { ...altered, quotation: word }, altered, { quotation: word, verdict: "too-short" }],
      wording,
    ),
    libraryStatusMessage({ diagnostics: [diagnostic], loadedAt: today, failure: word }, wording),
    reportsMessage(wording),
    whichReportMessage(wording),
    greetingMessage(wording),
    helpMessage(commandTable, "", wording),
    usageMessage(word),
    failureMessage(new Error(word), "7f3a"),
  ];
}
