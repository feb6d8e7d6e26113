// Parses one file into a Report. Pure: the source goes in, the report and its diagnostics come out.
import type { FileDiagnostic, TextDiagnostic } from "#domain/diagnostic.ts";
import type { Paragraph, Report, Section } from "#domain/report.ts";
import { findDump } from "./dump.ts";
import { type FrontMatter, parseFrontMatter } from "./front-matter.ts";
import { leadInsOf } from "./lead-ins.ts";
import { limitDiagnostics, sizeErrors } from "./limits.ts";
import { lint } from "./lint.ts";
import { findDeepNesting, parseMarkdown, parsePlainText, type SourceBlock } from "./markdown.ts";
import { assignNumbers } from "./numbering.ts";
import { paragraphCode } from "./paragraph-code.ts";
import { type ParsedBlocks, removeMarkers, repairBlocks } from "./repair.ts";
import { setsOfFolders } from "./report-set.ts";
import { splitSentences } from "./sentences.ts";
import { guessTitle } from "./title.ts";

export type ParsedReport = Readonly<{
  /** Absent when the file has an error or no text. */
  report?: Report;
  diagnostics: readonly FileDiagnostic[];
}>;

/** `file` is the path below the knowledge folder; `.txt` is plain text, anything else Markdown. */
export function parseReport(file: string, source: string): ParsedReport {
  const head = parseFrontMatter(source.replace(/^\uFEFF/u, "").replace(/\r\n?/gu, "\n"));
  const { frontMatter, body, firstLine } = head;
  const cleared = removeMarkers(body, firstLine);
  const parsed = parseBlocks(file, cleared.source, firstLine);
  const repaired = repairBlocks(parsed.blocks);
  const titled = titleOf(frontMatter, repaired.blocks, file);
  const { title } = titled;
  const id = idOf(file);
  const blocks = assignNumbers(repaired.blocks.filter((block) => !isTitle(block, title)));
  const sections = sectionsOf(blocks, id);
  const isEmpty = sections.length === 0 && parsed.diagnostics.length === 0;
  const found = [
    ...findDump(body, firstLine, parsed.blocks),
    ...[head, titled, cleared, parsed, repaired].flatMap((step) => step.diagnostics),
    ...lint(blocks),
    ...(isEmpty ? [EMPTY] : []),
    ...sizeErrors(sections),
  ];
  const diagnostics = limitDiagnostics(found).map((diagnostic): FileDiagnostic => ({ file, ...diagnostic }));
  if (diagnostics.some(({ severity }) => severity === "error")) return { diagnostics };
  const sets = [...new Set([...setsOfFolders(file), ...(frontMatter.sets ?? [])])].sort();
  return {
    report: { id, file, ...frontMatter, title, ...(sets.length === 0 ? {} : { sets }), sections },
    diagnostics,
  };
}

function parseBlocks(file: string, source: string, firstLine: number): ParsedBlocks {
  if (/\.txt$/iu.test(file)) return { blocks: parsePlainText(source, firstLine), diagnostics: [] };
  const line = findDeepNesting(source, firstLine);
  if (line !== undefined) return nestingError(line);
  try {
    return { blocks: parseMarkdown(source, firstLine), diagnostics: [] };
  } catch (error) {
    // Emphasis was nested so deeply that the parser overflowed the call stack.
    if (error instanceof RangeError) return nestingError(0);
    throw error;
  }
}

function nestingError(line: number): ParsedBlocks {
  const message = "lists, quotations or emphasis nested too deeply";
  return {
    blocks: [],
    diagnostics: [{ severity: "error", line, message, hint: "left out; reduce the nesting" }],
  };
}

/** `mideast/Iran Azerbaijan 2021.md` becomes `mideast-iran-azerbaijan-2021`. */
function idOf(file: string): string {
  const slug = file
    .replace(/\.[^./]+$/u, "")
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/gu, "");
  return slug === "" ? "report" : slug;
}

function titleOf({ title }: FrontMatter, blocks: readonly SourceBlock[], file: string) {
  return title === undefined ? guessTitle(blocks, file) : { title, diagnostics: [] };
}

/** A heading that repeats the title does not start a section. */
function isTitle({ kind, text }: SourceBlock, title: string): boolean {
  return kind === "heading" && text.toLowerCase() === title.toLowerCase();
}

function sectionsOf(blocks: readonly SourceBlock[], report: string): Section[] {
  const sections: { heading: string; paragraphs: Paragraph[] }[] = [{ heading: "", paragraphs: [] }];
  const leadIns = leadInsOf(blocks);
  const paragraphOf = new Map<SourceBlock | undefined, Paragraph>();
  const sectionOfMark = sectionsOfMarks(blocks);
  let ordinal = 0;
  for (const block of blocks) {
    const { kind, text, line, runIn, number, note, pages } = block;
    const heading = kind === "heading" ? text : runIn;
    if (heading !== undefined) sections.push({ heading, paragraphs: [] });
    const section = sections.at(-1);
    if (kind === "heading" || section === undefined) continue;
    ordinal += 1;
    const leadIn = paragraphOf.get(leadIns.get(block));
    const paragraph: Paragraph = {
      report,
      // Converters put all footnotes at the end of the file, below its last heading.
      section: sectionOfMark.get(note) ?? section.heading,
      ordinal,
      ...(number === undefined ? {} : { number }),
      ...(note === undefined ? {} : { note }),
      code: paragraphCode(report, text),
      text,
      sentences: splitSentences(text),
      line,
      ...(pages === undefined ? {} : { pages }),
      ...(leadIn === undefined ? {} : { leadIn }),
    };
    paragraphOf.set(block, paragraph);
    section.paragraphs.push(paragraph);
  }
  return sections.filter(({ paragraphs }) => paragraphs.length > 0);
}

/** The heading above the first mark of each footnote. */
function sectionsOfMarks(blocks: readonly SourceBlock[]): ReadonlyMap<string | undefined, string> {
  const sections = new Map<string, string>();
  let heading = "";
  for (const { kind, text, runIn, note, noteMarks = [] } of blocks) {
    heading = (kind === "heading" ? text : runIn) ?? heading;
    for (const mark of noteMarks) if (note === undefined && !sections.has(mark)) sections.set(mark, heading);
  }
  return sections;
}

const EMPTY: TextDiagnostic = {
  severity: "error",
  line: 0,
  message: "no paragraph in the file",
  hint: "left out; add text or remove it",
};
