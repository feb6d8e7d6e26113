// How a button finds the next page of a selection again. It never has words of the question: a whole report is named by its key, and
// a list about a subject by an id under which its paragraphs are kept for a day.
import type { KeptSelection, KeptSelections, Selection, SelectionEntry } from "#domain/answer.ts";
import { findReport, type Library } from "#domain/report.ts";
import { sourceKey } from "./reference.ts";
import { paragraphsByCode } from "./report-index.ts";

export type MoreOf =
  | Readonly<{ of: "overview" | "judgements"; source: string; heading: string; stamp: string }>
  | Readonly<{ id: string }>;

/** For a button, which has room for 100 characters, and for typing at the console. `page`: from 0. */
export function encodePage(more: MoreOf, page: number): string {
  if ("id" in more) return `${more.id}.${page}`;
  const { of, heading, source, stamp } = more;
  return [`${of}${heading === "" ? "" : `-${heading}`}`, source, stamp, page].join(".");
}

const WHOLE =
  /^(?<of>overview|judgements)(?:-(?<heading>[a-z]{1,20}))?\.(?<source>[0-9a-z]{1,7})\.(?<stamp>[0-9a-z]{1,7})\.(?<page>\d{1,5})$/u;
const KEPT = /^(?<id>[0-9a-z]{1,12})\.(?<page>\d{1,5})$/u;

export function decodePage(encoded: string): Readonly<{ more: MoreOf; page: number }> | undefined {
  const { of, heading = "", source, stamp, page } = WHOLE.exec(encoded)?.groups ?? {};
  if ((of === "overview" || of === "judgements") && source !== undefined && stamp !== undefined)
    return { more: { of, heading, source, stamp }, page: Number(page) };
  const kept = KEPT.exec(encoded)?.groups;
  return kept?.id === undefined ? undefined : { more: { id: kept.id }, page: Number(kept.page) };
}

/** Of a selection from a whole report; undefined for any other. */
export function moreOfWhole({ of, whole, entries }: Selection): MoreOf | undefined {
  if (whole === undefined || (of !== "overview" && of !== "judgements")) return undefined;
  return { of, heading: whole.heading ?? "", source: sourceKey(whole.report), stamp: stampOf(entries) };
}

/** Changes when a paragraph of the selection is changed, added or gone. */
function stampOf(entries: readonly SelectionEntry[]): string {
  return sourceKey(entries.map(({ paragraph }) => paragraph?.code ?? "").join(" "));
}

// More are never paged through.
const MAX_KEPT = 500;

export function keptOf({ of, entries }: Selection): KeptSelection {
  return {
    of,
    entries: entries.slice(0, MAX_KEPT).map(({ report, paragraph, sentence }) => {
      const index = paragraph?.sentences.findIndex(({ start }) => start === sentence?.start) ?? -1;
      return [report, paragraph?.code ?? "", index];
    }),
  };
}

/** The entries again; undefined if the library lacks one of them. */
export function restore({ entries }: KeptSelection, library: Library): readonly SelectionEntry[] | undefined {
  const restored = entries.map(([id, code, index]): SelectionEntry | undefined => {
    const report = findReport(library, id);
    if (report === undefined) return undefined;
    if (code === "") return { report: id };
    const [paragraph] = paragraphsByCode(code, "start", report);
    const sentence = paragraph?.sentences[index];
    return paragraph && { report: id, paragraph, ...(sentence === undefined ? {} : { sentence }) };
  });
  return restored.every((entry) => entry !== undefined) ? restored : undefined;
}

// As many as one person turns pages of.
const MAX_IN_MEMORY = 100;

/** For a process of one person, which stores nothing. */
export function createMemorySelections(): KeptSelections {
  const kept = new Map<string, KeptSelection>();
  let count = 0;
  return {
    async keep(selection) {
      const id = (++count).toString(36);
      kept.set(id, selection);
      kept.delete((count - MAX_IN_MEMORY).toString(36));
      return id;
    },
    find: async (id) => kept.get(id),
  };
}
