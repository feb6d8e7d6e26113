// Strings that try to ping, link, break or overflow a message, and messages that have them in every possible place.
import fc from "fast-check";
import { commandTable } from "#bot/commands/index.ts";
import type { MessageContext } from "#bot/messages/blocks.ts";
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
import { selectionMessage } from "#bot/messages/selection.ts";
import type { Quotation } from "#domain/answer.ts";
import { cite } from "#domain/citation.ts";
import { buildExcerpt } from "#domain/excerpt.ts";
import type { Message } from "#domain/message.ts";
import type { Library, Paragraph, Report } from "#domain/report.ts";
import { splitSentences } from "#reports/parse/sentences.ts";

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

// Any code point except surrogates, which are among the tokens. fast-check's own unit for this takes seconds to build.
const SURROGATES = { first: 0xd800, count: 0x800 } as const;
const character = fc
  .integer({ min: 0, max: 0x10ffff - SURROGATES.count })
  .map((code) => String.fromCodePoint(code < SURROGATES.first ? code : code + SURROGATES.count));

/** Tokens, `platformTokens` included, mixed with random characters; now and then far too long. */
export function hostileStrings(platformTokens: readonly string[] = []): fc.Arbitrary<string> {
  const piece = fc.oneof(
    { weight: 80, arbitrary: fc.constantFrom(...TOKENS, ...platformTokens) },
    { weight: 80, arbitrary: fc.string({ unit: character, maxLength: 30 }) },
    { weight: 1, arbitrary: fc.constantFrom(`${"word".repeat(5)} `.repeat(120), "x".repeat(4000)) },
  );
  return fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(""));
}

type LibraryText = Readonly<{ text: string; word?: string; url?: string }>;

/** Two reports of one paragraph with this text, and `word` in every other field. */
export function libraryOf({
  text,
  word = "Otters",
  url,
}: LibraryText): Readonly<{ library: Library; paragraph: Paragraph }> {
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

/** An answer that quotes this paragraph; `readAs`: a corrected spelling, when there is one. */
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
    missing: readAs === undefined ? [] : [readAs],
  };
}

function selectionMessages(paragraph: Paragraph, context: MessageContext): readonly Message[] {
  const [sentence] = paragraph.sentences;
  const entry = { report: "a", paragraph, ...(sentence === undefined ? {} : { sentence }) };
  const rest = { kind: "selection", hasJudgements: true, isCalledSo: true, corrections: [] } as const;
  const more = { id: "k3v9qabck3v9" };
  const entries = Array(11).fill(entry);
  return [
    selectionMessage({ ...rest, of: "list", entries }, { page: 0, more }, context),
    selectionMessage({ ...rest, of: "judgements", entries }, { page: 1, more }, context),
    selectionMessage({ ...rest, of: "compare", entries: [entry, { report: "b" }] }, { page: 0 }, context),
    selectionMessage({ ...rest, of: "list", entries: [] }, { page: 0 }, context),
  ];
}

/** Every reply that the bot can give, with the word wherever text of a report, a question or a name can appear. */
export function hostileMessages(word: string, url?: string): readonly Message[] {
  const { library, paragraph } = libraryOf({ text: word, word, ...(url === undefined ? {} : { url }) });
  const today = new Date("2026-11-24");
  const wording = { library, audience: "asker", today, shareable: true } as const;
  const answer = quotationOf(library, paragraph, word);
  const { excerpt, citation } = answer;
  const by = { id: "U1", name: word };
  const check = { quotation: `${word} and words of one's own`, verdict: "not-in-reports" } as const;
  const closest = { paragraph, span: { start: 0, end: word.length } };
  // Differences are whole words: none ends inside a character.
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
    outcomeMessage({ ...abstention, reason: "reports", reports: ["a"] }, wording),
    ...selectionMessages(paragraph, wording),
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
    libraryStatusMessage({ diagnostics: [diagnostic], loadedAt: today, failure: word }, wording, true),
    reportsMessage(wording),
    whichReportMessage(wording),
    greetingMessage(wording),
    helpMessage(commandTable, "", wording),
    usageMessage(word),
    failureMessage(new Error(word), "7f3a"),
  ];
}
