// What reports, sections and paragraphs can be named by, prepared once for each report: a library may have hundreds of thousands
// of paragraphs, and nothing else is answered while they are looked through.
import { oncePer } from "#domain/once-per.ts";
import { type Paragraph, paragraphsOf, type Report } from "#domain/report.ts";
import { collapseSpace } from "#text/unicode.ts";

/** Simplified. `all`: id, title and authors together. */
export const namesOf = oncePer(({ id, title, authors }: Report) => ({
  id: simplify(id),
  title: simplify(title),
  all: simplify([id, title, ...authors].join(" ")),
}));

export type NamedSection = Readonly<{
  heading: string;
  /** The heading, simplified; "" for the paragraphs above the first one. */
  name: string;
  paragraphs: readonly Paragraph[];
}>;

/** In reading order. Several may have the same name. */
export const sectionsOf = oncePer(({ sections }: Report): readonly NamedSection[] =>
  sections.map(({ heading, paragraphs }) => ({ heading, name: simplify(heading), paragraphs })),
);

const CODE_LENGTH = 8;

/** The codes of all paragraphs in one text: to search it takes a hundredth of the time of a look at each paragraph. */
const codesOf = oncePer((report: Report) =>
  paragraphsOf(report)
    .map(({ code }) => code)
    .join(""),
);

/** The paragraphs whose code has this part at the start or at the end. */
export function paragraphsByCode(part: string, at: "start" | "end", report: Report): readonly Paragraph[] {
  if (part === "" || part.length > CODE_LENGTH) return [];
  const codes = codesOf(report);
  const offset = at === "start" ? 0 : CODE_LENGTH - part.length;
  const found: Paragraph[] = [];
  for (let i = codes.indexOf(part); i !== -1; i = codes.indexOf(part, i + 1)) {
    const paragraph = paragraphsOf(report)[(i - offset) / CODE_LENGTH];
    if (paragraph !== undefined) found.push(paragraph);
  }
  return found;
}

/** By the number that the report prints; empty where it prints none. */
const printedNumbersOf = oncePer((report: Report) =>
  Map.groupBy(
    paragraphsOf(report).filter(({ number }) => number !== undefined),
    ({ number }) => number,
  ),
);

/** `number`: the report's own where it prints one, else our count. */
export function paragraphsByNumber(number: string, report: Report): readonly Paragraph[] {
  const printed = printedNumbersOf(report).get(number) ?? [];
  const counted = paragraphsOf(report)[Number(number) - 1];
  if (counted === undefined || counted.number !== undefined || String(counted.ordinal) !== number)
    return printed;
  return [...printed, counted].toSorted((one, other) => one.ordinal - other.ordinal);
}

/** The paragraphs of a footnote, by its mark. */
export const paragraphsByNote = (mark: string, report: Report): readonly Paragraph[] =>
  notesOf(report).get(mark) ?? [];

const notesOf = oncePer((report: Report) =>
  Map.groupBy(
    paragraphsOf(report).filter(({ note }) => note !== undefined),
    ({ note }) => note,
  ),
);

/** Names that differ in case, white space or the form of an apostrophe only become the same. */
export function simplify(text: string): string {
  return collapseSpace(
    text
      .normalize("NFKC")
      .toLowerCase()
      .replace(/[\u2018\u2019\u02BC]/gu, "'"),
  );
}
