// What a page break or a scan tore apart is put together again, and marks that are not the report's words go. Each
// repair is reported. Letters are never mended.
import type { FileDiagnostic } from "#domain/diagnostic.ts";
import type { Block } from "./markdown.ts";

export type Note = Pick<FileDiagnostic, "severity" | "line" | "message" | "hint">;

export type Repaired = Readonly<{ blocks: readonly Block[]; notes: readonly Note[] }>;

const MARKERS: readonly Readonly<{ what: string; pattern: RegExp }>[] = [
  { what: "page marker", pattern: /%%\s*page [^%\n]{0,20}%%/giu },
  { what: "attribute list of a Markdown dialect", pattern: /\{:[^{}\n]{0,200}\}/gu },
  // A picture has no words; the text that stands in for it is not printed.
  { what: "picture", pattern: /!\[[^[\]\n]{0,500}\]\([^()\n]{0,1000}\)/gu },
  { what: "template tag", pattern: /\{%[^{}\n]{0,200}%\}|\{\{[^{}\n]{0,200}\}\}/gu },
];

/** Takes marks out of the file that are not the report's words. Every line stays on its line. */
export function dropMarkers(
  source: string,
  firstLine: number,
): Readonly<{ source: string; notes: readonly Note[] }> {
  const notes: Note[] = [];
  const lines = source.split("\n").map((line, at) => {
    if (!/%%|\{|!\[/u.test(line)) return line;
    return MARKERS.reduce((text, { what, pattern }) => {
      const cleared = text.replace(pattern, "");
      if (cleared !== text)
        notes.push({ severity: "note", line: firstLine + at, message: what, hint: "left out of the text" });
      return cleared;
    }, line);
  });
  return { source: lines.join("\n"), notes };
}

export function repairBlocks(blocks: readonly Block[]): Repaired {
  const notes: Note[] = [];
  const note = (line: number, what: string, treatment: string) =>
    notes.push({ severity: "note", line, message: what, hint: treatment });
  const kept = blocks.filter((block) => {
    const residue = residueIn(block);
    if (residue !== undefined) note(block.line, residue, "left out: it is no paragraph");
    return residue === undefined;
  });
  return { blocks: joinHalves(kept, note), notes };
}

// A table of contents: dotted leaders make up a good part of it.
const LEADERS = /(?:[.,]\s?){5,}/gu;
const MAX_LEADERS = 0.25;
// "64-420 0 - 86 - 2" is the printer's signature at the foot of a page; a longer row of figures may be a result.
const MAX_SIGNATURE_LENGTH = 24;

/** What a page leaves behind besides its text. */
function residueIn({ kind, text }: Block): string | undefined {
  const dots = (text.match(LEADERS) ?? []).join("").length;
  if (dots / text.length > MAX_LEADERS) return "list of contents with dotted leaders";
  if (kind !== "paragraph" || /\p{L}/u.test(text)) return undefined;
  return text.length <= MAX_SIGNATURE_LENGTH || !/\p{N}/u.test(text) ? "line without a word" : undefined;
}

type AddNote = (line: number, what: string, treatment: string) => void;

/** A paragraph without an end mark goes on in the next one when that begins in lower case. */
function joinHalves(blocks: readonly Block[], note: AddNote): Block[] {
  const whole: [Block, ...Block[]][] = [];
  for (const block of blocks) {
    const parts = whole.at(-1);
    const before = parts?.at(-1);
    if (parts === undefined || before === undefined || !isTorn(before, block)) {
      whole.push([block]);
      continue;
    }
    const torn =
      before.kind === "heading" ? "heading that is the first half of a sentence" : "paragraph torn in two";
    note(block.line, torn, `joined with the half on line ${before.line}`);
    parts.push(block);
  }
  return whole.map(([first, ...rest]) => {
    // A false heading is text, of the kind of what follows.
    const kind = first.kind === "heading" ? (rest[0]?.kind ?? first.kind) : first.kind;
    return { ...first, kind, text: [first, ...rest].map(({ text }) => text).join(" ") };
  });
}

const PROSE: ReadonlySet<Block["kind"]> = new Set(["paragraph", "quotation"]);
// "and so on", "don't", but not the list mark "a." or "ii)".
const GOES_ON = /^["'\u201C\u2018(]?(?!(?:\p{Ll}|[ivx]{2,4})[.)])\p{Ll}[\p{Ll}'\u2019-]*(?:[\s,.;:!?)]|$)/u;
const NO_END = /[\p{L}\p{N},\u2013\u2014-][)\]"'\u201D\u2019]*$/u;
// Four words make the half of a sentence; "Background" above a name in lower case is a heading.
const HALF_HEADING = /^(?:\S+\s+){3,}\S*\p{Ll}$/u;
// Words that no heading ends in. Others, such as "in", do ("The world we live in").
const NEVER_LAST = /\s(?:and|or|nor|of|the|a|an|may|must|shall)$/u;

/** Scans take half a paragraph for a quotation now and then: the two are joined alike. */
function isTorn(before: Block, after: Block): boolean {
  if (!PROSE.has(after.kind) || after.mark !== undefined || after.runIn !== undefined) return false;
  const goesOn = GOES_ON.test(after.text);
  if (before.kind === "heading")
    return NEVER_LAST.test(before.text) || (goesOn && HALF_HEADING.test(before.text));
  const isText = PROSE.has(before.kind) || before.mark !== undefined;
  return goesOn && isText && NO_END.test(before.text);
}
