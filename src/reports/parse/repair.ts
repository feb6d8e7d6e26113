// Joins what a page break or a scan tore apart and removes marks that are not the report's words. Every repair is
// reported, and no letter of the report is changed.
import type { TextDiagnostic } from "#domain/diagnostic.ts";
import type { SourceBlock } from "./markdown.ts";

const MARKERS: readonly Readonly<{ message: string; pattern: RegExp }>[] = [
  { message: "page marker", pattern: /%%\s*page [^%\n]{0,20}%%/giu },
  { message: "attribute list of a Markdown dialect", pattern: /\{:[^{}\n]{0,200}\}/gu },
  // The alternative text of an image is not printed in the report.
  { message: "picture", pattern: /!\[[^[\]\n]{0,500}\]\([^()\n]{0,1000}\)/gu },
  { message: "template tag", pattern: /\{%[^{}\n]{0,200}%\}|\{\{[^{}\n]{0,200}\}\}/gu },
];

/**
 * Removes marks from the source before it is parsed as Markdown, because they could break it. Line numbers do not
 * change.
 */
export function removeMarkers(
  source: string,
  firstLine: number,
): Readonly<{ source: string; diagnostics: readonly TextDiagnostic[] }> {
  const diagnostics: TextDiagnostic[] = [];
  const lines = source.split("\n").map((line, i) => {
    if (!/%%|\{|!\[/u.test(line)) return line;
    return MARKERS.reduce((text, { message, pattern }) => {
      const cleared = text.replace(pattern, "");
      if (cleared !== text)
        diagnostics.push({ severity: "note", line: firstLine + i, message, hint: "left out of the text" });
      return cleared;
    }, line);
  });
  return { source: lines.join("\n"), diagnostics };
}

export type ParsedBlocks = Readonly<{
  blocks: readonly SourceBlock[];
  diagnostics: readonly TextDiagnostic[];
}>;

export function repairBlocks(blocks: readonly SourceBlock[]): ParsedBlocks {
  const diagnostics: TextDiagnostic[] = [];
  const addNote = (line: number, message: string, hint: string) =>
    diagnostics.push({ severity: "note", line, message, hint });
  const kept = blocks.filter((block) => {
    const furniture = pageFurnitureIn(block);
    if (furniture !== undefined) addNote(block.line, furniture, "left out: it is not a paragraph");
    return furniture === undefined;
  });
  return { blocks: joinHalves(kept, addNote), diagnostics };
}

// Dotted leaders make up a good part of a table of contents.
const LEADERS = /(?:[.,]\s?){5,}/gu;
const MAX_SHARE_OF_LEADERS = 0.25;
// "64-420 0 - 86 - 2" is a printer's mark at the foot of a page; a longer line of digits may be a result.
const MAX_PRINTERS_MARK_LENGTH = 24;

/** Says what the block is if it belongs to the printed page and not to the report's text; otherwise undefined. */
function pageFurnitureIn({ kind, text }: SourceBlock): string | undefined {
  const dots = (text.match(LEADERS) ?? []).join("").length;
  if (dots / text.length > MAX_SHARE_OF_LEADERS) return "list of contents with dotted leaders";
  if (kind !== "paragraph" || /\p{L}/u.test(text)) return undefined;
  return text.length <= MAX_PRINTERS_MARK_LENGTH || !/\p{N}/u.test(text) ? "line without a word" : undefined;
}

type AddNote = (line: number, message: string, hint: string) => void;

/** Joins a block with the next one where a sentence continues from one to the other. */
function joinHalves(blocks: readonly SourceBlock[], addNote: AddNote): SourceBlock[] {
  const groups: [SourceBlock, ...SourceBlock[]][] = [];
  for (const block of blocks) {
    const group = groups.at(-1);
    const before = group?.at(-1);
    if (group === undefined || before === undefined || !isTorn(before, block)) {
      groups.push([block]);
      continue;
    }
    const message =
      before.kind === "heading" ? "heading that is the beginning of a sentence" : "paragraph split in two";
    addNote(block.line, message, `joined with the half on line ${before.line}`);
    group.push(block);
  }
  return groups.map(([first, ...rest]) => {
    // A heading that begins a sentence is not a heading: it has the kind of the rest of the sentence.
    const kind = first.kind === "heading" ? (rest[0]?.kind ?? first.kind) : first.kind;
    return {
      ...first,
      kind,
      text: [first, ...rest].map(({ text }) => text).join(" "),
      ...joinedMarks([first, ...rest]),
    };
  });
}

function joinedMarks(group: readonly SourceBlock[]): Pick<SourceBlock, "noteMarks" | "pages"> {
  const noteMarks = group.flatMap((block) => block.noteMarks ?? []);
  const [first, last] = [group[0]?.pages?.[0], group.at(-1)?.pages?.at(-1)];
  const pages =
    first === undefined || last === undefined || first === last ? group[0]?.pages : ([first, last] as const);
  return { ...(noteMarks.length === 0 ? {} : { noteMarks }), ...(pages === undefined ? {} : { pages }) };
}

const PROSE: ReadonlySet<SourceBlock["kind"]> = new Set(["paragraph", "quotation"]);
// A start in lower case ("and so on", "don't"), except a list mark ("a.", "ii)").
const CONTINUES = /^["'\u201C\u2018(]?(?!(?:\p{Ll}|[ivx]{2,4})[.)])\p{Ll}[\p{Ll}'\u2019-]*(?:[\s,.;:!?)]|$)/u;
const HAS_NO_END = /[\p{L}\p{N},\u2013\u2014-][)\]"'\u201D\u2019]*$/u;
// At least four words: "Background" above a text that begins in lower case ("de Gaulle") is a heading.
const HALF_HEADING = /^(?:\S+\s+){3,}\S*\p{Ll}$/u;
// Words that no heading ends in. Some headings do end in others, such as "in" ("The world we live in").
const NEVER_LAST = /\s(?:and|or|nor|of|the|a|an|may|must|shall)$/u;

/**
 * True when a sentence continues from one block to the other. A scan may have read either half as a block quotation.
 */
function isTorn(before: SourceBlock, after: SourceBlock): boolean {
  if (!PROSE.has(after.kind) || after.mark !== undefined || after.runIn !== undefined) return false;
  const continues = CONTINUES.test(after.text);
  if (before.kind === "heading")
    return NEVER_LAST.test(before.text) || (continues && HALF_HEADING.test(before.text));
  const isText = PROSE.has(before.kind) || before.mark !== undefined;
  return continues && isText && HAS_NO_END.test(before.text);
}
