// The words of lines that belong together.
import { joinLines } from "./hyphens.ts";
import type { Line } from "./lines.ts";

/** A stretch of a block's text on one page. `note`: it is the mark of a note. */
export type Piece = Readonly<{ text: string; page: number; note?: true }>;

export const BULLET =
  /^[\u2022\u25CF\u25AA\u25E6\u2023\u2219\u00B7\uF0B7\uF0A7\u2013\u25A0\u25CB\u0194]\s*|^[ox]\s+(?=\p{Lu})/u;
export const NOTE_NUMBER = /^(?<mark>\d{1,3})\s*(?=\S)/u;

/** Without the bullet of an item and the number of a note. */
export function piecesOf({ runs, page }: Line, kind: "item" | "note" | "paragraph" | "heading"): Piece[] {
  const pieces: Piece[] = runs.map(({ text, raised }) =>
    raised ? { text: text.trim(), page, note: true as const } : { text, page },
  );
  const [first, ...rest] = merge(pieces);
  if (first === undefined) return [];
  const marker = kind === "item" ? BULLET : kind === "note" ? NOTE_NUMBER : undefined;
  if (kind === "note" && first.note === true)
    return rest.map((piece, i) => (i === 0 ? { ...piece, text: piece.text.trimStart() } : piece));
  return [
    {
      ...first,
      text: marker === undefined ? first.text.trimStart() : first.text.trimStart().replace(marker, ""),
    },
    ...rest,
  ];
}

function merge(pieces: readonly Piece[]): Piece[] {
  const merged: Piece[] = [];
  for (const piece of pieces) {
    const last = merged.at(-1);
    if (last !== undefined && last.page === piece.page && last.note === undefined && piece.note === undefined)
      merged[merged.length - 1] = { ...last, text: last.text + piece.text };
    else merged.push(piece);
  }
  return merged.map((piece) => ({ ...piece, text: piece.text.replace(/\s+/gu, " ") }));
}

/** Appends a line to the block; returns the words of which it is not certain how they are spelt. */
export function append(pieces: Piece[], line: Line, known: ReadonlySet<string>): readonly string[] {
  const [first, ...rest] = piecesOf(line, "paragraph");
  const last = pieces.at(-1);
  if (first === undefined || last === undefined) return [];
  if (last.note === true || first.note === true) {
    pieces.push(first.note === true ? first : { ...first, text: ` ${first.text}` }, ...rest);
    return [];
  }
  const before = last.text.trimEnd();
  const joined = joinLines(before, first.text, known);
  const isSamePage = last.page === first.page;
  if (isSamePage) pieces[pieces.length - 1] = { ...last, text: joined.text };
  else {
    // What the join has changed is at the end of the first page's words.
    const tail = joined.text.slice(joined.text.length - first.text.length);
    pieces[pieces.length - 1] = {
      ...last,
      text: joined.text.slice(0, joined.text.length - first.text.length),
    };
    pieces.push({ ...first, text: tail });
  }
  pieces.push(...rest);
  return joined.doubt === undefined ? [] : [`Page ${line.page}: ${joined.doubt}.`];
}
