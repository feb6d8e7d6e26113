// What to say when no paragraph fits a reference: what comes near, and what can be named.
import { type Paragraph, paragraphsOf, type Report } from "#domain/report.ts";
import { label } from "./citation-format.ts";

const CHOICES = 5;
const NEAR = 3;
// Share of letter pairs in common from which a name is taken for a slip of another.
const ALIKE = 0.5;

export function noSuchParagraph(reference: string, reports: readonly Report[]): string {
  const asked =
    reference.trim() === "" ? "Which paragraph?" : `No paragraph, code or section "${truncate(reference)}".`;
  const near = nearNames(reference, reports);
  const meant = near.length === 0 ? "" : ` Did you mean ${near.join(" or ")}?`;
  return `${asked}${meant} There are ${reports.slice(0, CHOICES).map(rangeOf).join(" \u00B7 ")}.`;
}

function rangeOf(report: Report): string {
  const paragraphs = paragraphsOf(report);
  const [first, last] = [paragraphs[0], paragraphs.at(-1)];
  const sections = sectionsOf(paragraphs).slice(0, CHOICES);
  const named = sections.length === 0 ? "" : `; sections ${sections.map((name) => `"${name}"`).join(", ")}`;
  return `${report.id}: ${first && label(first)} to ${last && (last.number ?? last.ordinal)}${named}`;
}

function sectionsOf(paragraphs: readonly Paragraph[]): readonly string[] {
  return [...new Set(paragraphs.map(({ section }) => section))].filter((name) => name !== "");
}

/** Section names in quotation marks and codes, the likest first. */
function nearNames(reference: string, reports: readonly Report[]): readonly string[] {
  const wanted = pairsOf(reference);
  const paragraphs = reports.flatMap(paragraphsOf);
  const names = [
    ...sectionsOf(paragraphs).map((name) => ({ name, shown: `"${name}"` })),
    ...paragraphs.map(({ code }) => ({ name: code, shown: code })),
  ];
  return names
    .map(({ name, shown }) => ({ shown, alike: shareOf(wanted, pairsOf(name)) }))
    .filter(({ alike }) => alike >= ALIKE)
    .sort((a, b) => b.alike - a.alike)
    .slice(0, NEAR)
    .map(({ shown }) => shown);
}

function pairsOf(text: string): ReadonlySet<string> {
  const letters = text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
  return new Set(
    Array.from({ length: Math.max(0, letters.length - 1) }, (_, at) => letters.slice(at, at + 2)),
  );
}

/** Dice's coefficient. */
function shareOf(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  if (one.size === 0 || other.size === 0) return 0;
  const common = [...one].filter((pair) => other.has(pair)).length;
  return (2 * common) / (one.size + other.size);
}

/** A reference as it is repeated to whoever typed it. */
export function truncate(text: string): string {
  return text.length <= 60 ? text : `${Array.from(text).slice(0, 57).join("")}...`;
}
