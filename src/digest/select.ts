// Which paragraph a digest shows next. Pure: the same reports and the same reading position give the same edition.
import type { QuestionCount, ReadingPosition, Schedule } from "#domain/digest.ts";
import { oncePer } from "#domain/once-per.ts";
import { type Library, type Paragraph, paragraphsOf, type Report, type Span } from "#domain/report.ts";
import { isEstimative, isJudgementSection } from "#text/estimative.ts";
import { type Unfitness, unfitnessOf } from "./fitness.ts";
import { occurrencesBetween } from "./schedule.ts";

/** What a digest posts: a paragraph and the sentence in it that states a judgement, a notice that everything was read, or nothing. */
export type Edition =
  | Readonly<{ kind: "paragraph"; paragraph: Paragraph; sentence?: Span; startsAgain: boolean }>
  | Readonly<{ kind: "all-read" }>
  | Readonly<{ kind: "nothing" }>;

export type Printable = Exclude<Edition, { kind: "nothing" }>;

/** What a digest says besides its paragraph. */
export type Occasion = Readonly<{
  /** The local time at which it was due, when it is late. */
  delayed?: string;
  questions: QuestionCount;
}>;

/** The paragraphs of all reports, or of the one with this id, in the order in which a digest shows them. */
export type ReadingOrder = (report: string | undefined) => readonly Paragraph[];

/**
 * `changedAt`: when each report, by id, was added or last changed, in milliseconds since 1970. The newest comes first; among
 * equals the one that was published last. Reports take turns, so that a long one does not fill months.
 */
export function createReadingOrder(
  library: Library,
  changedAt: ReadonlyMap<string, number> = new Map(),
): ReadingOrder {
  const rank = ({ id, published: { year = 0, month = 0, day = 0 } = { year: 0 } }: Report) =>
    [changedAt.get(id) ?? 0, year, month, day] as const;
  const reports = library.reports
    .map((report) => ({ report, rank: rank(report), paragraphs: orderOf(report) }))
    .sort((a, b) => compare(b.rank, a.rank) || (a.report.id < b.report.id ? -1 : 1));
  const all = inTurns(reports.map(({ paragraphs }) => paragraphs));
  return (id) =>
    id === undefined ? all : (reports.find(({ report }) => report.id === id)?.paragraphs ?? []);
}

/** The first of each list, then the second of each, and so on. */
function inTurns<Value>(lists: readonly (readonly Value[])[]): readonly Value[] {
  const longest = lists.reduce((max, { length }) => Math.max(max, length), 0);
  return Array.from({ length: longest }, (_, turn) =>
    lists.flatMap((list) => list.slice(turn, turn + 1)),
  ).flat();
}

/** The position of a channel that has been shown nothing. */
export const BEGINNING: ReadingPosition = { shown: new Set(), allReadPosted: false };

export function nextEdition(
  order: readonly Paragraph[],
  { shown, allReadPosted }: ReadingPosition,
  { repeat }: Readonly<{ repeat: boolean }>,
): Edition {
  const unread = order.find(({ code }) => !shown.has(code));
  const next = unread ?? (repeat ? order[0] : undefined);
  if (next === undefined) return { kind: order.length === 0 || allReadPosted ? "nothing" : "all-read" };
  const sentence = next.sentences.find(({ start, end }) => isEstimative(next.text.slice(start, end)));
  return {
    kind: "paragraph",
    paragraph: next,
    ...(sentence === undefined ? {} : { sentence }),
    startsAgain: unread === undefined,
  };
}

/** The reading position after an edition was posted. */
export function advance(position: ReadingPosition, edition: Edition): ReadingPosition {
  switch (edition.kind) {
    case "paragraph": {
      const shown = edition.startsAgain ? [] : position.shown;
      return { shown: new Set([...shown, edition.paragraph.code]), allReadPosted: false };
    }
    case "all-read":
      return { ...position, allReadPosted: true };
    case "nothing":
      return position;
  }
}

export type Preview = Readonly<{ edition: Edition; occasion: Occasion }>;

/** The first digest of a channel that has none yet. */
export function previewFirst(order: ReadingOrder): Preview {
  return {
    edition: nextEdition(order(undefined), BEGINNING, { repeat: false }),
    occasion: { questions: { asked: 0, unanswered: 0 } },
  };
}

export type PlannedPost = Readonly<{ dueAt: number; edition: Printable }>;

/** What a new digest would post after `from` and up to `until`, in milliseconds since 1970, if the reports did not change. */
export function planDigest(
  order: readonly Paragraph[],
  schedule: Schedule,
  { from, until }: Readonly<{ from: number; until: number }>,
): readonly PlannedPost[] {
  let position = BEGINNING;
  return occurrencesBetween(schedule, from, until).flatMap(({ dueAt }) => {
    const edition = nextEdition(order, position, { repeat: false });
    position = advance(position, edition);
    return edition.kind === "nothing" ? [] : [{ dueAt, edition }];
  });
}

/**
 * The author's judgements first: the sections that hold them, then paragraphs that state one, then the rest. Found once for each
 * report, because every sentence is looked at.
 */
export const orderOf = oncePer((report: Report): readonly Paragraph[] => {
  const groups: readonly [Paragraph[], Paragraph[], Paragraph[]] = [[], [], []];
  const leftOut = new Set(leftOutOf(report).map(({ paragraph }) => paragraph));
  for (const paragraph of paragraphsOf(report))
    if (!leftOut.has(paragraph)) groups[groupOf(paragraph)].push(paragraph);
  return groups.flat();
});

export type LeftOut = Readonly<{ paragraph: Paragraph; reason: Unfitness }>;

/** What a digest does not show. A report in which nothing could be shown is shown whole: it is written in short paragraphs. */
export function leftOutOf(report: Report): readonly LeftOut[] {
  const paragraphs = paragraphsOf(report);
  const leftOut = paragraphs.flatMap((paragraph) => {
    const reason = unfitnessOf(paragraph);
    return reason === undefined ? [] : [{ paragraph, reason }];
  });
  return leftOut.length === paragraphs.length ? [] : leftOut;
}

function groupOf({ section, text, sentences }: Paragraph): 0 | 1 | 2 {
  if (isJudgementSection(section)) return 0;
  return sentences.some(({ start, end }) => isEstimative(text.slice(start, end))) ? 1 : 2;
}

/** By the first pair of numbers that differ. */
function compare(a: readonly number[], b: readonly number[]): number {
  return a.map((value, index) => value - (b[index] ?? 0)).find((difference) => difference !== 0) ?? 0;
}
