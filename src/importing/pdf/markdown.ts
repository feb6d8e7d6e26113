// Blocks as Markdown, with the marks of pages and notes.
import type { Html, List, ListItem, PhrasingContent, RootContent, Table } from "mdast";
import type { Block } from "./block.ts";
import type { Piece } from "./pieces.ts";

export function textOfPieces(pieces: readonly Piece[]): string {
  return pieces.map(({ text }) => text).join("");
}

export function allPieces({ pieces, rows }: Block): readonly Piece[] {
  return [...pieces, ...rows.flat(2)];
}

type OpenList = Readonly<{ list: List; level: number }>;

/** Notes come after the block that refers to them. */
export function nodesOf(blocks: readonly Block[]): RootContent[] {
  const notes = new Map(
    blocks.flatMap((block) => (block.kind === "note" ? [[block.mark, block] as const] : [])),
  );
  const placed = new Set<string>();
  const nodes: RootContent[] = [];
  let lists: OpenList[] = [];
  let page = 0;
  for (const block of blocks) {
    if (block.kind === "note") continue;
    const pieces = allPieces(block);
    const first = pieces[0]?.page ?? page;
    if (first > page) nodes.push(pageMark(first));
    // At the beginning of an item the mark would make all of its line HTML, so the list begins anew.
    if (first > page || block.kind !== "item") lists = [];
    page = pieces.at(-1)?.page ?? first;
    const isNote = new Set([...notes.keys()].filter((mark) => !placed.has(mark)));
    if (block.kind === "item") lists = addItem(nodes, lists, block, isNote);
    else nodes.push(nodeOf(block, isNote));
    for (const { text, note } of pieces) {
      const found = note === true && isNote.has(text) ? notes.get(text) : undefined;
      if (found === undefined || placed.has(text)) continue;
      placed.add(text);
      nodes.push(definitionOf(found));
      lists = [];
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

/** Adds it to the list that it belongs to; returns the lists that are open now, the outermost first. */
function addItem(
  nodes: RootContent[],
  open: readonly OpenList[],
  { pieces, level }: Block,
  notes: ReadonlySet<string>,
): OpenList[] {
  const item: ListItem = {
    type: "listItem",
    spread: false,
    children: [{ type: "paragraph", children: phrasing(pieces, notes) }],
  };
  const around = open.filter((one) => one.level <= level);
  const last = around.at(-1);
  if (last?.level === level) {
    last.list.children.push(item);
    return around;
  }
  const list: List = { type: "list", ordered: false, spread: false, children: [item] };
  (last?.list.children.at(-1)?.children ?? nodes).push(list);
  return [...around, { list, level }];
}

function definitionOf({ mark, pieces }: Block): RootContent {
  return {
    type: "footnoteDefinition",
    identifier: mark,
    label: mark,
    children: [{ type: "paragraph", children: phrasing(pieces, new Set()) }],
  };
}

function nodeOf(block: Block, notes: ReadonlySet<string>): RootContent {
  if (block.kind === "table") return tableOf(block, notes);
  const children = phrasing(block.pieces, notes);
  if (block.kind === "heading") return { type: "heading", depth: depthOf(block.level), children };
  return { type: "paragraph", children };
}

function tableOf({ rows }: Block, notes: ReadonlySet<string>): Table {
  let page = rows.flat(2)[0]?.page;
  return {
    type: "table",
    children: rows.map((row) => ({
      type: "tableRow",
      children: row.map((pieces) => {
        const children = phrasing(pieces, notes, page);
        page = pieces.at(-1)?.page ?? page;
        return { type: "tableCell", children };
      }),
    })),
  };
}

function depthOf(level: number): 2 | 3 | 4 {
  return level <= 2 ? 2 : level === 3 ? 3 : 4;
}

function pageMark(page: number): Html {
  return { type: "html", value: `<!-- page ${page} -->` };
}

/** The words, marks of notes as such, and where the next page begins; `page`: that of what stands before. */
function phrasing(
  pieces: readonly Piece[],
  notes: ReadonlySet<string>,
  page = pieces[0]?.page,
): PhrasingContent[] {
  const seen = new Set<string>();
  return pieces.flatMap((piece, i): PhrasingContent[] => {
    const before = pieces[i - 1]?.page ?? page;
    const turn = before !== piece.page ? [pageMark(piece.page)] : [];
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
