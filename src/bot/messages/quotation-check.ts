// How the check of a quotation is worded. The asker's words are shown as theirs, the report's as every quotation is.
import { shortForm } from "#bot/citation-format.ts";
import { cite } from "#domain/citation.ts";
import { buildExcerpt, MAX_EXCERPT_CHARACTERS } from "#domain/excerpt.ts";
import type { Block, Message } from "#domain/message.ts";
import {
  DIFFERENCE_KINDS,
  type Difference,
  matchesOf,
  type QuotationCheck,
  type QuotationMatch,
} from "#domain/quotation-check.ts";
import type { Library, Span } from "#domain/report.ts";
import { truncate } from "#text/truncate.ts";
import {
  citeAction,
  contextAction,
  inQuotes,
  markedRuns,
  nameReports,
  note,
  pointers,
  quoteBlocks,
  quoteRuns,
  text,
  type Wording,
} from "./blocks.ts";

// So many are shown beside the report; of further ones the verdict is told.
const SHOWN = 3;
// What one quotation may take when several share a message.
const SHARED_CHARACTERS = 450;
const NAMED_CHARACTERS = 80;
const NAMED_DIFFERENCES = 5;
const ALSO = 3;

export function checksMessage(checks: readonly QuotationCheck[], wording: Wording): Message {
  const most = checks.length === 1 ? MAX_EXCERPT_CHARACTERS : SHARED_CHARACTERS;
  const [only] = checks;
  return {
    audience: wording.audience,
    summary:
      checks.length === 1 && only !== undefined ? summaryLine(only, wording.library) : countQuestion(checks),
    blocks: [
      ...(checks.length === 1 ? [] : [text(`${countQuestion(checks)}.`)]),
      ...checks.slice(0, SHOWN).flatMap((check) => checkMessage(check, most, wording)),
      ...checks.slice(SHOWN).map((check) => note(`${named(check)}: ${summaryLine(check, wording.library)}`)),
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

function countQuestion(checks: readonly QuotationCheck[]): string {
  const counts = Object.entries(VERDICTS).flatMap(([verdict, words]) => {
    const count = checks.filter((check) => check.verdict === verdict).length;
    return count === 0 ? [] : [`${count} ${words}`];
  });
  return `${checks.length} quotations: ${counts.join(", ")}`;
}

function summaryLine(check: QuotationCheck, library: Library): string {
  const [place] = matchesOf(check);
  const verdict = VERDICTS[check.verdict];
  return place === undefined ? verdict : `${shortForm(cite(place.paragraph, library))}: ${verdict}`;
}

function named({ quotation }: QuotationCheck): string {
  return inQuotes(truncate(quotation, NAMED_CHARACTERS));
}

function checkMessage(check: QuotationCheck, most: number, wording: Wording): readonly Block[] {
  switch (check.verdict) {
    case "exact":
      return [verdictLine("Exact."), ...wordPlaces(check.matches, most, wording)];
    case "same-words":
      return [
        verdictLine("Same words.", " Punctuation, case or spacing differs."),
        asTyped(check.quotation, [], most),
        ...wordPlaces(check.matches, most, wording),
      ];
    case "altered":
      return alteredMessage(check, most, wording);
    case "not-in-reports":
      return [verdictLine(`Not in ${nameReports(wording.library.reports)}:`, ` ${named(check)}`)];
    case "too-short":
      return [verdictLine("Too short to check:", ` ${named(check)} (at least 4 words or 20 characters).`)];
  }
}

function verdictLine(verdict: string, rest = ""): Block {
  return {
    kind: "text",
    runs: [{ text: verdict, mark: "strong" as const }, { text: rest }].filter((run) => run.text !== ""),
  };
}

function asTyped(quotation: string, marks: readonly Span[], most: number): Block {
  const words = truncate(quotation, most);
  return {
    kind: "text",
    runs: [{ text: "As checked: " }, ...markedRuns(words, { start: 0, end: words.length }, marks)],
  };
}

function wordPlaces(places: readonly QuotationMatch[], most: number, wording: Wording): readonly Block[] {
  const [first, ...others] = places;
  if (first === undefined) return [];
  const also = others.slice(0, ALSO).map(({ paragraph }) => paragraph);
  const more = others.length - also.length;
  return [
    ...wordPlace(first, [first.span], { ...wording, most }),
    ...(also.length === 0 ? [] : [pointers("Also:", also, wording.library)]),
    ...(more === 0 ? [] : [note(`And ${more} more ${more === 1 ? "place" : "places"}.`)]),
  ];
}

type Place = Wording & Readonly<{ most: number }>;

/** The report's words, those in the spans marked. */
function wordPlace(
  { paragraph, span }: QuotationMatch,
  marks: readonly Span[],
  place: Place,
): readonly Block[] {
  const excerpt = buildExcerpt(paragraph, span, place.most);
  const blocks = quoteBlocks(excerpt, cite(paragraph, place.library), place.today);
  return [
    ...blocks.map((block) =>
      block.kind === "quote" ? { ...block, runs: quoteRuns(excerpt, marks) } : block,
    ),
    { kind: "actions", actions: [contextAction(paragraph, span), citeAction(paragraph)] },
  ];
}

type Altered = Extract<QuotationCheck, { verdict: "altered" }>;

function alteredMessage(
  { quotation, closest, differences }: Altered,
  most: number,
  wording: Wording,
): readonly Block[] {
  const gravest = differences.toSorted(
    (a, b) => DIFFERENCE_KINDS.indexOf(a.kind) - DIFFERENCE_KINDS.indexOf(b.kind),
  );
  const told = gravest.slice(0, NAMED_DIFFERENCES).map((difference) => tell(difference, closest, quotation));
  const more = gravest.length - told.length;
  const rest = ` ${[...told, ...(more > 0 ? [`And ${more} more.`] : [])].join(" ")}`;
  const typed = differences.map((difference) => difference.quotation);
  const printed = differences.map((difference) => difference.report);
  return [
    verdictLine("Altered.", rest),
    asTyped(quotation, typed, most),
    ...wordPlace(closest, printed, { ...wording, most }),
  ];
}

const LEADS: Readonly<Record<Difference["kind"], string>> = {
  negation: "Negation: ",
  number: "Number: ",
  hedge: "Hedge: ",
  name: "Name: ",
  words: "",
};

/** `Negation: "not" is left out.` */
function tell(
  { kind, report, quotation: typed }: Difference,
  { paragraph }: QuotationMatch,
  quotation: string,
): string {
  const printed = inQuotes(truncate(paragraph.text.slice(report.start, report.end), NAMED_CHARACTERS));
  const written = inQuotes(truncate(quotation.slice(typed.start, typed.end), NAMED_CHARACTERS));
  if (typed.start === typed.end) return `${LEADS[kind]}${printed} is left out.`;
  if (report.start === report.end) return `${LEADS[kind]}${written} is added.`;
  return `${LEADS[kind]}${written} stands for ${printed}.`;
}
