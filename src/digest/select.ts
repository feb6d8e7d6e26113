// Which paragraph comes next. Pure: the same shelf and the same place give the same edition.
import type { Place } from "#domain/digest.ts";
import { type Library, type Paragraph, paragraphsOf, type Report, type Span } from "#domain/report.ts";
import { isEstimative, isJudgementSection } from "#text/estimative.ts";

/** What a digest says: a paragraph, with the author's judgement in it marked; that all was read; or nothing. */
export type Edition =
  | Readonly<{ kind: "paragraph"; paragraph: Paragraph; sentence?: Span; startsAgain: boolean }>
  | Readonly<{ kind: "all-read" }>
  | Readonly<{ kind: "nothing" }>;

/** The paragraphs of all reports, or of the one named, in the order in which a digest shows them. */
export type ReadingOrder = (report: string | undefined) => readonly Paragraph[];

/** `changedAt`: when a report came or last changed, in milliseconds since 1970; the newest is read first. */
export function createReadingOrder(
  library: Library,
  changedAt: ReadonlyMap<string, number> = new Map(),
): ReadingOrder {
  const rank = ({ id, published: { year = 0, month = 0, day = 0 } = { year: 0 } }: Report) =>
    [changedAt.get(id) ?? 0, year, month, day] as const;
  const reports = library.reports
    .map((report) => ({ report, rank: rank(report), paragraphs: orderParagraphs(report) }))
    .sort((a, b) => compare(b.rank, a.rank) || (a.report.id < b.report.id ? -1 : 1));
  const all = reports.flatMap(({ paragraphs }) => paragraphs);
  return (id) => (id === undefined ? all : all.filter((paragraph) => paragraph.report === id));
}

/** Nothing was shown yet. */
export const BEGINNING: Place = { shown: new Set(), noticed: false };

export function nextEdition(
  order: readonly Paragraph[],
  place: Place,
  { repeat }: Readonly<{ repeat: boolean }>,
): Edition {
  const unread = order.find(({ code }) => !place.shown.has(code));
  const next = unread ?? (repeat ? order[0] : undefined);
  if (next === undefined) return { kind: order.length === 0 || place.noticed ? "nothing" : "all-read" };
  const sentence = next.sentences.find(({ start, end }) => isEstimative(next.text.slice(start, end)));
  return {
    kind: "paragraph",
    paragraph: next,
    ...(sentence === undefined ? {} : { sentence }),
    startsAgain: unread === undefined,
  };
}

/** The place once an edition was shown. */
export function advance(place: Place, edition: Edition): Place {
  switch (edition.kind) {
    case "paragraph": {
      const shown = edition.startsAgain ? [] : place.shown;
      return { shown: new Set([...shown, edition.paragraph.code]), noticed: false };
    }
    case "all-read":
      return { ...place, noticed: true };
    case "nothing":
      return place;
  }
}

/** The author's judgements first: the sections that hold them, then paragraphs that word one; then the rest. */
function orderParagraphs(report: Report): readonly Paragraph[] {
  const groups: readonly [Paragraph[], Paragraph[], Paragraph[]] = [[], [], []];
  for (const paragraph of paragraphsOf(report)) groups[groupOf(paragraph)].push(paragraph);
  return groups.flat();
}

function groupOf({ section, text, sentences }: Paragraph): 0 | 1 | 2 {
  if (isJudgementSection(section)) return 0;
  return sentences.some(({ start, end }) => isEstimative(text.slice(start, end))) ? 1 : 2;
}

function compare(a: readonly number[], b: readonly number[]): number {
  return a.map((value, at) => value - (b[at] ?? 0)).find((difference) => difference !== 0) ?? 0;
}
