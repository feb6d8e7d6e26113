// A PDF as Markdown: its printed words in reading order, and what became of the rest.
import type { Html, ListItem, PhrasingContent, RootContent } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown, gfmToMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { haveSameLetters, lettersOf } from "#importing/letters.ts";
import { loadOptional } from "#importing/optional.ts";
import { wordsInMarkdown } from "#importing/written-words.ts";
import { type Block, blocksOf, type Piece } from "./blocks.ts";
import { createFurniture } from "./furniture.ts";
import { wordsIn } from "./hyphens.ts";
import { bodySizeOf, type Line, linesOf, textOf } from "./lines.ts";
import { losesLetters } from "./lost-letters.ts";
import { type Page, readTextLayer } from "./text-layer.ts";

export type PdfText = Readonly<{
  markdown: string;
  title?: string;
  author?: string;
  /** The lines left out, each once, as heads and feet of pages. */
  headsAndFeet: readonly string[];
  /** Pages whose letters are not all in the Markdown or the heads and feet, or more of them. */
  incomplete: readonly number[];
  /** Pages on which letters are missing for which the font has no name. */
  losing: readonly number[];
  /** Pages that are a picture. */
  withoutText: readonly number[];
  letters: number;
  doubts: readonly string[];
}>;

/** Throws ImportError. */
export async function convertPdf(bytes: Uint8Array, file: string): Promise<PdfText> {
  const { pages, ...metadata } = await readTextLayer(bytes, file);
  const { toMarkdown } = await loadOptional(() => import("mdast-util-to-markdown"));
  const bodySize = bodySizeOf(pages);
  const all = pages.flatMap((page) => linesOf(page, bodySize));
  const isFurniture = createFurniture(pages, all);
  const furniture = all.filter(isFurniture);
  const lines = all.filter((line) => !isFurniture(line));
  const { blocks, doubts } = blocksOf(lines, bodySize, wordsIn(all.map(textOf)));
  const title = metadata.title ?? titleOf(blocks);
  const markdown = toMarkdown(
    { type: "root", children: nodesOf(blocks) },
    { extensions: [gfmToMarkdown()], bullet: "-" },
  );
  const reread = fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  const isKept = haveSameLetters(
    lettersOf(wordsInMarkdown(reread)),
    lettersOf(blocks.map(wordsOf).join(" ")),
  );
  return {
    markdown,
    ...metadata,
    ...(title === undefined ? {} : { title }),
    headsAndFeet: [...new Set(furniture.map(textOf))],
    incomplete: pages
      .filter((page) => !isKept || !isWhole(page, blocks, furniture))
      .map(({ number }) => number),
    losing: pages.filter((page) => losesLetters(wordsOn(page, lines))).map(({ number }) => number),
    withoutText: pages
      .filter(({ items, hasPicture }) => items.length === 0 && hasPicture)
      .map(({ number }) => number),
    letters: lettersOf(pages.map(lettersOn).join("")).length,
    doubts: [
      ...doubts.map((doubt) => `A word was broken at the end of a line, ${doubt}.`),
      ...oddities(blocks),
    ],
  };
}

function lettersOn({ items }: Page): string {
  return lettersOf(items.map(({ text }) => text).join(" "));
}

function wordsOn({ number }: Page, lines: readonly Line[]): string {
  return lines
    .filter(({ page }) => page === number)
    .map(textOf)
    .join(" ");
}

/** Every letter of the page is in a block or in a line that was left out, and no other. */
function isWhole(page: Page, blocks: readonly Block[], furniture: readonly Line[]): boolean {
  const own = blocks.flatMap(({ pieces, mark }) => {
    const [first] = pieces;
    const here = pieces.filter((piece) => piece.page === page.number).map(({ text }) => text);
    return first?.page === page.number ? [mark, ...here] : here;
  });
  return haveSameLetters(lettersOn(page), lettersOf([...own, wordsOn(page, furniture)].join(" ")));
}

function wordsOf({ kind, pieces, mark }: Block): string {
  return [kind === "note" ? mark : "", ...pieces.map(({ text }) => text)].join(" ");
}

/** What is printed larger than anything else, if it is one heading on the first page. */
function titleOf(blocks: readonly Block[]): string | undefined {
  const [largest, ...others] = blocks.filter(({ kind, level }) => kind === "heading" && level === 2);
  if (largest?.pieces[0]?.page !== 1 || others.length > 0) return undefined;
  return textOfPieces(largest.pieces).trim();
}

/** Notes come after the block that refers to them. */
function nodesOf(blocks: readonly Block[]): RootContent[] {
  const notes = new Map(
    blocks.flatMap((block) => (block.kind === "note" ? [[block.mark, block] as const] : [])),
  );
  const placed = new Set<string>();
  const nodes: RootContent[] = [];
  let page = 0;
  const definition = (block: Block): RootContent => ({
    type: "footnoteDefinition",
    identifier: block.mark,
    label: block.mark,
    children: [{ type: "paragraph", children: phrasing(block.pieces, new Set()) }],
  });
  for (const block of blocks) {
    if (block.kind === "note") continue;
    const first = block.pieces[0]?.page ?? page;
    const turn = first > page ? [pageMark(first)] : [];
    page = block.pieces.at(-1)?.page ?? first;
    const isNote = new Set([...notes.keys()].filter((mark) => !placed.has(mark)));
    const children = phrasing(block.pieces, isNote);
    const open = nodes.at(-1);
    // At the beginning of an item the mark would make all of its line HTML, so the list begins anew.
    const goesOn = block.kind === "item" && turn.length === 0 && open?.type === "list";
    if (goesOn) open.children.push(itemOf(children));
    else nodes.push(...turn, nodeOf(block, children));
    for (const { text, note } of block.pieces) {
      const found = note === true && isNote.has(text) ? notes.get(text) : undefined;
      if (found === undefined || placed.has(text)) continue;
      placed.add(text);
      nodes.push(definition(found));
    }
  }
  // Without a mark they would not be read as notes.
  for (const [mark, block] of notes)
    if (!placed.has(mark))
      nodes.push({
        type: "paragraph",
        children: [{ type: "text", value: `${mark} ${textOfPieces(block.pieces)}` }],
      });
  return nodes;
}

function textOfPieces(pieces: readonly Piece[]): string {
  return pieces.map(({ text }) => text).join("");
}

function nodeOf({ kind, level }: Block, children: PhrasingContent[]): RootContent {
  if (kind === "heading") return { type: "heading", depth: depthOf(level), children };
  if (kind === "item") return { type: "list", ordered: false, spread: false, children: [itemOf(children)] };
  return { type: "paragraph", children };
}

function depthOf(level: number): 2 | 3 | 4 {
  return level <= 2 ? 2 : level === 3 ? 3 : 4;
}

function itemOf(children: PhrasingContent[]): ListItem {
  return { type: "listItem", spread: false, children: [{ type: "paragraph", children }] };
}

function pageMark(page: number): Html {
  return { type: "html", value: `<!-- page ${page} -->` };
}

/** The words, marks of notes as such, and where the next page begins. */
function phrasing(pieces: readonly Piece[], notes: ReadonlySet<string>): PhrasingContent[] {
  const seen = new Set<string>();
  return pieces.flatMap((piece, i): PhrasingContent[] => {
    const before = pieces[i - 1];
    const turn = before !== undefined && before.page !== piece.page ? [pageMark(piece.page)] : [];
    const isMark = piece.note === true && notes.has(piece.text) && !seen.has(piece.text);
    if (isMark) seen.add(piece.text);
    const text = i === pieces.length - 1 ? piece.text.trimEnd() : piece.text;
    return [
      ...turn,
      isMark
        ? { type: "footnoteReference", identifier: piece.text, label: piece.text }
        : { type: "text", value: text },
    ];
  });
}

const LONG = 1500;

function oddities(blocks: readonly Block[]): readonly string[] {
  const marks = new Set(
    blocks.flatMap(({ pieces }) => pieces.flatMap(({ text, note }) => (note === true ? [text] : []))),
  );
  const notes = blocks.filter(({ kind }) => kind === "note");
  const numbers = new Set(notes.map(({ mark }) => mark));
  return [
    ...notes
      .filter(({ mark }) => !marks.has(mark))
      .map(({ mark, pieces }) => `Note ${mark} on page ${pieces[0]?.page} has no mark in the text.`),
    ...[...marks]
      .filter((mark) => !numbers.has(mark))
      .map((mark) => `The raised number ${mark} has no note.`),
    ...blocks
      .filter(({ pieces }) => textOfPieces(pieces).length > LONG)
      .map(
        ({ pieces }) =>
          `A paragraph on page ${pieces[0]?.page} has over ${LONG} characters: it may be several.`,
      ),
  ];
}
