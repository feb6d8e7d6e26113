// The paragraph that a button names, also when the report has changed since the button was posted.
import { UsageError } from "#domain/errors.ts";
import { type Library, type Paragraph, paragraphsOf } from "#domain/report.ts";
import type { Args } from "./command.ts";
import { findParagraphs } from "./reference.ts";
import { sourceKey } from "./source-key.ts";

export type Target = Readonly<{
  paragraph: Paragraph;
  /** The words are no longer those that the button was posted with. */
  changed?: "here" | "nearest";
}>;

/**
 * By code, and by report and ordinal where the same words stand twice. When no paragraph has the code any more: what
 * stands at its place now, or nearest to it. Without an ordinal it was typed and may be any reference.
 */
export function findTarget({ reference = "", ordinal, source }: Args, library: Library): Target {
  if (ordinal === undefined || source === undefined) return { paragraph: firstOf(reference, library) };
  const same = library.reports.flatMap(paragraphsOf).filter(({ code }) => code === reference);
  const [paragraph] = [
    ...same.filter((choice) => String(choice.ordinal) === ordinal && sourceKey(choice.report) === source),
    ...same,
  ];
  return paragraph === undefined ? placeOf(Number(ordinal), source, library) : { paragraph };
}

function firstOf(reference: string, library: Library): Paragraph {
  const [paragraph] = findParagraphs(reference, library.reports);
  if (paragraph === undefined) throw new Error("findParagraphs finds one or throws");
  return paragraph;
}

function placeOf(ordinal: number, source: string, { reports }: Library): Target {
  const report = reports.find(({ id }) => sourceKey(id) === source);
  const paragraphs = report === undefined ? [] : paragraphsOf(report);
  const here = paragraphs.find((choice) => choice.ordinal === ordinal);
  const paragraph = here ?? paragraphs.at(-1);
  if (paragraph === undefined)
    throw new UsageError("The text has changed since this was posted: its report is no longer loaded.");
  return { paragraph, changed: here === undefined ? "nearest" : "here" };
}
