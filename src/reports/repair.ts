// What a page break or a scan tore apart is put together again, and marks that are not the report's words go. Each
// repair is reported. Letters are never mended.
import type { Oddity } from "#domain/oddity.ts";
import type { Block } from "./blocks.ts";

export type Note = Pick<Oddity, "level" | "line" | "what" | "treatment">;

export type Repaired = Readonly<{ blocks: readonly Block[]; notes: readonly Note[] }>;

const MARKERS: readonly Readonly<{ what: string; pattern: RegExp }>[] = [
  { what: "page marker", pattern: /%%\s*page [^%\n]{0,20}%%/giu },
  { what: "attribute list of a Markdown dialect", pattern: /\{:[^{}\n]{0,200}\}/gu },
  { what: "template tag", pattern: /\{%[^{}\n]{0,200}%\}|\{\{[^{}\n]{0,200}\}\}/gu },
];

/** Takes marks out of the file that are not the report's words. Every line stays on its line. */
export function dropMarkers(
  source: string,
  firstLine: number,
): Readonly<{ source: string; notes: readonly Note[] }> {
  const notes: Note[] = [];
  const lines = source.split("\n").map((line, at) => {
    if (!/%%|\{/u.test(line)) return line;
    return MARKERS.reduce((text, { what, pattern }) => {
      const cleared = text.replace(pattern, "");
      if (cleared !== text)
        notes.push({ level: "note", line: firstLine + at, what, treatment: "left out of the text" });
      return cleared;
    }, line);
  });
  return { source: lines.join("\n"), notes };
}

export function repairBlocks(blocks: readonly Block[]): Repaired {
  const notes: Note[] = [];
  const note = (line: number, what: string, treatment: string) =>
    notes.push({ level: "note", line, what, treatment });
  const listed = blocks.filter((block) => !isContentsList(block, note));
  return { blocks: joinHalves(listed, note), notes };
}

type AddNote = (line: number, what: string, treatment: string) => void;

// A table of contents: dotted leaders make up a good part of it.
const LEADERS = /(?:[.,]\s?){5,}/gu;
const MOST_LEADERS = 0.25;

function isContentsList({ text, line }: Block, note: AddNote): boolean {
  const dots = (text.match(LEADERS) ?? []).join("").length;
  const listed = dots / text.length > MOST_LEADERS;
  if (listed) note(line, "list of contents with dotted leaders", "left out: it is no paragraph");
  return listed;
}

/** A paragraph without an end mark goes on in the next one when that begins in lower case. */
function joinHalves(blocks: readonly Block[], note: AddNote): Block[] {
  const joined: Block[] = [];
  for (const block of blocks) {
    const before = joined.at(-1);
    if (before === undefined || !isTorn(before, block)) {
      joined.push(block);
      continue;
    }
    const torn =
      before.kind === "heading" ? "heading that is the first half of a sentence" : "paragraph torn in two";
    note(block.line, torn, `joined with the half on line ${before.line}`);
    // A false heading is text, of the kind of what follows.
    const kind = before.kind === "heading" ? block.kind : before.kind;
    joined[joined.length - 1] = { ...before, kind, text: `${before.text} ${block.text}` };
  }
  return joined;
}

function isTorn(before: Block, after: Block): boolean {
  if (!/^["'\u201C\u2018(]?\p{Ll}+(?:[\s,.;:!?)-]|$)/u.test(after.text) || after.number !== undefined)
    return false;
  if (before.kind === "heading") return after.kind !== "item" && /\p{Ll}$/u.test(before.text);
  const same = before.kind === after.kind && (after.kind === "paragraph" || after.kind === "quotation");
  return same && /[\p{L}\p{N},\u2014-]$/u.test(before.text);
}
