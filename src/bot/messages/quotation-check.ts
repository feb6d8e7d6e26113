// Messages for the check of quotations. The asker's words are shown as text, the report's as every quotation is.
import { shortForm } from "#bot/citation-format.ts";
import { cite } from "#domain/citation.ts";
import { buildExcerpt, MAX_EXCERPT_CHARACTERS } from "#domain/excerpt.ts";
import type { Block, Message } from "#domain/message.ts";
import {
  DIFFERENCE_KINDS,
  type Difference,
  matchOf,
  type QuotationCheck,
  type QuotationMatch,
} from "#domain/quotation-check.ts";
import type { Library, Span } from "#domain/report.ts";
import { plural } from "#text/plural.ts";
import { truncate } from "#text/truncate.ts";
import {
  citeAction,
  contextAction,
  inQuotes,
  type MessageContext,
  markedRuns,
  nameReports,
  note,
  paragraphButtons,
  quoteBlocks,
  quoteRuns,
  text,
} from "./blocks.ts";

// This many checks are shown in full; of the others only the verdict.
const MAX_SHOWN = 3;
// For one quotation of several that share a message.
const MAX_SHARED_CHARACTERS = 450;
const MAX_NAMED_CHARACTERS = 80;
const MAX_DIFFERENCES = 5;
const MAX_ALSO = 3;

/** `checks`: at least one. */
export function checksMessage(checks: readonly QuotationCheck[], context: MessageContext): Message {
  const { audience, library } = context;
  const [only, second] = checks;
  if (only !== undefined && second === undefined)
    return {
      audience,
      summary: summaryLine(only, library),
      blocks: checkBlocks(only, MAX_EXCERPT_CHARACTERS, context),
    };
  const counts = countVerdicts(checks);
  return {
    audience,
    summary: counts,
    blocks: [
      text(`${counts}.`),
      ...checks.slice(0, MAX_SHOWN).flatMap((check) => checkBlocks(check, MAX_SHARED_CHARACTERS, context)),
      ...checks.slice(MAX_SHOWN).map((check) => note(`${nameOf(check)}: ${summaryLine(check, library)}`)),
    ],
  };
}

const VERDICTS: Readonly<Record<QuotationCheck["verdict"], string>> = {
  exact: "exact",
  "same-words": "same words",
  altered: "altered",
  "not-in-reports": "not in the reports",
  "too-short": "too short to check",
};

/** `3 quotations: 1 exact, 1 altered, 1 not in the reports`. */
function countVerdicts(checks: readonly QuotationCheck[]): string {
  const counts = Object.entries(VERDICTS).flatMap(([verdict, words]) => {
    const count = checks.filter((check) => check.verdict === verdict).length;
    return count === 0 ? [] : [`${count} ${words}`];
  });
  return `${checks.length} quotations: ${counts.join(", ")}`;
}

function summaryLine(check: QuotationCheck, library: Library): string {
  const match = matchOf(check);
  const verdict = VERDICTS[check.verdict];
  return match === undefined ? verdict : `${shortForm(cite(match.paragraph, library))}: ${verdict}`;
}

function nameOf({ quotation }: QuotationCheck): string {
  return shorten(quotation);
}

/** The words of a span in quotation marks; without a span, of the whole text. */
function shorten(words: string, { start, end }: Span = { start: 0, end: words.length }): string {
  return inQuotes(truncate(words.slice(start, end), MAX_NAMED_CHARACTERS));
}

/** `max`: how many characters the asker's words and the report's may have each. */
function checkBlocks(check: QuotationCheck, max: number, context: MessageContext): readonly Block[] {
  switch (check.verdict) {
    case "exact":
      return [verdictBlock(...exactVerdict(check)), ...matchesBlocks(check, max, context)];
    case "same-words":
      return [
        verdictBlock("Same words.", ` Punctuation, case or spacing differs.${adjacentNote(check)}`),
        quotationBlock(check.quotation, [], max),
        ...matchesBlocks(check, max, context),
      ];
    case "altered":
      return alteredBlocks(check, max, context);
    case "not-in-reports":
      return [verdictBlock(`Not in ${nameReports(context.library.reports)}:`, ` ${nameOf(check)}`)];
    case "too-short":
      return [verdictBlock("Too short to check:", ` ${nameOf(check)} (at least 4 words or 20 characters).`)];
  }
}

function exactVerdict(check: Found): readonly [string, string?] {
  const adjacent = adjacentLine(check);
  return adjacent === undefined ? ["Exact."] : ["Exact,", ` but ${adjacent}.`];
}

function adjacentNote(check: Found): string {
  const adjacent = adjacentLine(check);
  return adjacent === undefined ? "" : ` And ${adjacent}.`;
}

/** `the report has "almost" just before it`. Undefined if no such word was cut off. */
function adjacentLine({ match, adjacent }: Found): string | undefined {
  if (adjacent === undefined) return undefined;
  const words = (span: Span) => inQuotes(match.paragraph.text.slice(span.start, span.end));
  const places = [
    ...(adjacent.before === undefined ? [] : [`${words(adjacent.before)} just before it`]),
    ...(adjacent.after === undefined ? [] : [`${words(adjacent.after)} just after it`]),
  ];
  return `the report has ${places.join(" and ")}`;
}

function verdictBlock(verdict: string, rest = ""): Block {
  return {
    kind: "text",
    runs: [{ text: verdict, mark: "strong" as const }, { text: rest }].filter((run) => run.text !== ""),
  };
}

/** The words that the asker wrote, those in the spans marked. */
function quotationBlock(quotation: string, marks: readonly Span[], max: number): Block {
  const words = truncate(quotation, max);
  return {
    kind: "text",
    runs: [{ text: "Your quotation: " }, ...markedRuns(words, { start: 0, end: words.length }, marks)],
  };
}

type Found = Extract<QuotationCheck, { verdict: "exact" | "same-words" }>;

/** The first match with its paragraph, then buttons for some of the others. */
function matchesBlocks(
  { match, also: others }: Found,
  max: number,
  context: MessageContext,
): readonly Block[] {
  const also = others.slice(0, MAX_ALSO);
  const more = others.length - also.length;
  return [
    ...matchBlocks(match, [match.span], { ...context, max }),
    ...(also.length === 0 ? [] : [paragraphButtons("Also:", also, context.library)]),
    ...(more === 0 ? [] : [note(`And ${plural(more, "more place")}.`)]),
  ];
}

/** The report's words around the match, those in the spans marked. */
function matchBlocks(
  { paragraph, span }: QuotationMatch,
  marks: readonly Span[],
  { library, today, max }: MessageContext & Readonly<{ max: number }>,
): readonly Block[] {
  const excerpt = buildExcerpt(paragraph, span, max);
  const blocks = quoteBlocks(excerpt, cite(paragraph, library), today);
  return [
    ...blocks.map((block) =>
      block.kind === "quote" && block.excerpt === excerpt
        ? { ...block, runs: quoteRuns(excerpt, marks) }
        : block,
    ),
    { kind: "actions", actions: [contextAction(paragraph, span), citeAction(paragraph)] },
  ];
}

type Altered = Extract<QuotationCheck, { verdict: "altered" }>;

function alteredBlocks(check: Altered, max: number, context: MessageContext): readonly Block[] {
  const { quotation, closest, differences } = check;
  const gravestFirst = differences.toSorted(
    (a, b) => DIFFERENCE_KINDS.indexOf(a.kind) - DIFFERENCE_KINDS.indexOf(b.kind),
  );
  const lines = gravestFirst.slice(0, MAX_DIFFERENCES).map((difference) => differenceLine(difference, check));
  const more = gravestFirst.length - lines.length;
  const rest = ` ${[...lines, ...(more > 0 ? [`And ${more} more.`] : [])].join(" ")}`;
  const written = differences.map((difference) => difference.quotation);
  const printed = differences.map((difference) => difference.report);
  return [
    verdictBlock("Altered.", rest),
    quotationBlock(quotation, written, max),
    ...matchBlocks(closest, printed, { ...context, max }),
  ];
}

const LEADS: Readonly<Record<Difference["kind"], string>> = {
  negation: "Negation: ",
  number: "Number: ",
  hedge: "Hedge: ",
  name: "Name: ",
  words: "",
};

/** `Negation: the report has "unlikely" where the quotation has "likely".` */
function differenceLine(
  { kind, report, quotation: written }: Difference,
  { closest, quotation }: Altered,
): string {
  const lead = LEADS[kind];
  const theirs = shorten(closest.paragraph.text, report);
  const yours = shorten(quotation, written);
  if (written.start === written.end) return `${lead}${theirs} is left out.`;
  if (report.start === report.end) return `${lead}${yours} is added.`;
  return `${lead}${lead === "" ? "The" : "the"} report has ${theirs} where the quotation has ${yours}.`;
}
