// Tables among the blocks.
import type { Draft } from "./block.ts";
import { type Line, type Run, textOf } from "./lines.ts";
import { append, type Piece, piecesOf } from "./pieces.ts";
import type { Tag } from "./structure.ts";
import type { Table } from "./tables.ts";

export function isCell(tag: Line["tag"]): tag is Tag {
  return typeof tag === "object" && tag.kind === "cell";
}

/** Tags say which cell the words are in; what is doubtful is returned. A table that goes on over a page is one. */
export function addCell(
  blocks: Draft[],
  line: Line,
  tag: Tag,
  known: ReadonlySet<string>,
): readonly string[] {
  let open = blocks.at(-1);
  const before = open?.last.tag;
  const isSamePage = open?.last.page === line.page;
  if (open?.kind !== "table" || !isCell(before) || (isSamePage && before.table !== tag.table)) {
    open = { kind: "table", level: 0, mark: "", pieces: [], rows: [], first: line, last: line };
    blocks.push(open);
  }
  const isSameCell = isSamePage && isCell(before) && before.element === tag.element;
  const isSameRow = isSamePage && isCell(before) && before.row === tag.row && open.rows.length > 0;
  open.last = line;
  const row = open.rows.at(-1);
  const cell = row?.at(-1);
  if (isSameCell && cell !== undefined) return append(cell, line, known);
  if (isSameRow && row !== undefined) row.push(piecesOf(line, "paragraph"));
  else open.rows.push([piecesOf(line, "paragraph")]);
  return [];
}

/** A table that is told by white space; what is doubtful is returned. */
export function addTable(
  blocks: Draft[],
  { lines, rows }: Table,
  known: ReadonlySet<string>,
): readonly string[] {
  const [first] = lines;
  if (first === undefined) return [];
  const doubts: string[] = [];
  const begin = { level: 0, mark: "", first, last: lines.at(-1) ?? first };
  const place = `"${textOf(first)}"`;
  if (rows === undefined) {
    for (const line of lines)
      blocks.push({
        ...begin,
        kind: "paragraph",
        pieces: piecesOf(line, "paragraph"),
        rows: [],
        first: line,
        last: line,
      });
    return [
      `Page ${first.page}: what may be a table, from ${place} on, was written line by line, for its columns are not clear.`,
    ];
  }
  const cellOf = (printed: readonly (readonly Run[])[]) => {
    const pieces: Piece[] = [];
    for (const runs of printed) {
      if (pieces.length === 0) pieces.push(...piecesOf({ ...first, runs }, "paragraph"));
      else doubts.push(...append(pieces, { ...first, runs }, known));
    }
    return pieces;
  };
  blocks.push({
    ...begin,
    kind: "table",
    pieces: [],
    rows: rows.map((row) => row.map(cellOf)),
  });
  return [
    ...doubts,
    `Page ${first.page}: a table, from ${place} on, was told by its white space: compare its cells.`,
  ];
}
