// One file becomes one Report. Pure: source in, report and oddities out.
import type { FileDiagnostic } from "#domain/diagnostic.ts";
import type { Paragraph, Report, Section } from "#domain/report.ts";
import { type FrontMatter, readHead } from "./front-matter.ts";
import { findOddities } from "./lint.ts";
import { type Block, markdownBlocks, textBlocks, tooDeepLine } from "./markdown.ts";
import { settleNumbers } from "./numbering.ts";
import { codeOf } from "./paragraph-code.ts";
import { dropMarkers, type Note, type Repaired, repairBlocks } from "./repair.ts";
import { splitSentences } from "./sentences.ts";

export type ReadReport = Readonly<{
  /** None when the file holds an error or nothing to read. */
  report?: Report;
  diagnostics: readonly FileDiagnostic[];
}>;

/** `file`: the path below the knowledge folder; its ending tells Markdown from plain text. */
export function parseReport(file: string, source: string): ReadReport {
  const { frontMatter, body, firstLine, notes } = readHead(
    source.replace(/^\uFEFF/u, "").replace(/\r\n?/gu, "\n"),
  );
  const { source: words, notes: dropped } = dropMarkers(body, firstLine);
  const { blocks: read, notes: unread } = readBlocks(file, words, firstLine);
  const { blocks, notes: repairs } = repairBlocks(read);
  const { title, notes: titled } = titleOf(frontMatter, blocks, file);
  const id = idOf(file);
  const settled = settleNumbers(blocks.filter((block) => !isTitle(block, title)));
  const sections = sectionsOf(settled, id);
  const all = [notes, titled, dropped, unread, repairs, findOddities(settled)].flat();
  if (sections.length === 0 && unread.length === 0) all.push(EMPTY);
  const diagnostics = all.map((note): FileDiagnostic => ({ file, ...note }));
  if (diagnostics.some(({ severity: level }) => level === "error")) return { diagnostics };
  return { report: { id, file, ...frontMatter, title, sections }, diagnostics };
}

function readBlocks(file: string, source: string, firstLine: number): Repaired {
  if (/\.txt$/iu.test(file)) return { blocks: textBlocks(source, firstLine), notes: [] };
  const line = tooDeepLine(source, firstLine);
  if (line !== undefined) return tooDeep(line);
  try {
    return { blocks: markdownBlocks(source, firstLine), notes: [] };
  } catch (error) {
    // The call stack ended in emphasis inside emphasis inside emphasis.
    if (error instanceof RangeError) return tooDeep(0);
    throw error;
  }
}

function tooDeep(line: number): Repaired {
  const what = "lists, quotations or emphasis too deep inside each other";
  return {
    blocks: [],
    notes: [{ severity: "error", line, message: what, hint: "left out; make it flatter" }],
  };
}

/** `Iran Azerbaijan 2021.md` in `mideast/` is `mideast-iran-azerbaijan-2021`. */
function idOf(file: string): string {
  const slug = file
    .replace(/\.[^./]+$/u, "")
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/gu, "");
  return slug === "" ? "report" : slug;
}

function titleOf({ title }: FrontMatter, blocks: readonly Block[], file: string) {
  if (title !== undefined && title !== "") return { title, notes: [] };
  const heading = blocks.find(({ kind }) => kind === "heading");
  const name = file.replace(/^.*\//u, "").replace(/\.[^.]+$/u, "");
  const warning: Note = {
    severity: "warning",
    line: heading?.line ?? 0,
    message: "no title in the front matter",
    hint: heading === undefined ? "cited by the name of the file" : "cited by the first heading",
  };
  return { title: heading?.text ?? name, notes: [warning] };
}

/** The title printed as a heading is no section. */
function isTitle({ kind, text }: Block, title: string): boolean {
  return kind === "heading" && text.toLowerCase() === title.toLowerCase();
}

function sectionsOf(blocks: readonly Block[], report: string): Section[] {
  const sections: { heading: string; paragraphs: Paragraph[] }[] = [{ heading: "", paragraphs: [] }];
  let ordinal = 0;
  for (const { kind, text, line, runIn, number } of blocks) {
    const heading = kind === "heading" ? text : runIn;
    if (heading !== undefined) sections.push({ heading, paragraphs: [] });
    const section = sections.at(-1);
    if (kind === "heading" || section === undefined) continue;
    ordinal += 1;
    section.paragraphs.push({
      report,
      section: section.heading,
      ordinal,
      ...(number === undefined ? {} : { number }),
      code: codeOf(report, text),
      text,
      sentences: splitSentences(text),
      line,
    });
  }
  return sections.filter(({ paragraphs }) => paragraphs.length > 0);
}

const EMPTY: Note = {
  severity: "error",
  line: 0,
  message: "no paragraph in the file",
  hint: "left out; add text or remove it",
};
