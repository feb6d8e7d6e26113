// What stands together on printed pages.
import type { Line } from "./lines.ts";
import type { Piece } from "./pieces.ts";

export type Block = Readonly<{
  kind: "heading" | "paragraph" | "item" | "note" | "table";
  /** Of a heading: from 2. Of an item: how many lists it is in, from 1. */
  level: number;
  /** Of a note: its number. Of an item: its bullet, which some fonts draw for a letter. */
  mark: string;
  /** Of a table: none. */
  pieces: readonly Piece[];
  /** Of a table: what is in each cell, row by row. */
  rows: readonly (readonly (readonly Piece[])[])[];
}>;

export type Kind = Block["kind"];

/** A block to which lines may still be added, with its first and its last one. */
export type Draft = {
  kind: Kind;
  level: number;
  mark: string;
  pieces: Piece[];
  rows: Piece[][][];
  first: Line;
  last: Line;
};
