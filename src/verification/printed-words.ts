// The words of a paragraph as printed. Read when they are needed: to keep them for all paragraphs would take more memory than
// the texts.

import type { TimeSlices } from "#domain/time-slices.ts";
import type { Range } from "./alignment.ts";
import { BOUNDARY, type NormalizedWord, nextPiece, startScan } from "./normalized-text.ts";

// Takes less than a millisecond.
const PIECES_PER_LOOK = 512;

/** The words of a text at these positions, with their spans. Reads the text up to the last of them, in slices. */
export async function readWords(
  text: string,
  { from, to }: Range,
  slices: TimeSlices,
): Promise<readonly NormalizedWord[]> {
  const words: NormalizedWord[] = [];
  const scan = startScan(text);
  let index = -1;
  let read = 0;
  for (let piece = nextPiece(scan); piece !== undefined; piece = nextPiece(scan)) {
    if (piece.boundary !== BOUNDARY.none) index += 1;
    if (index >= to) break;
    if (index >= from) {
      const { units, start, end, boundary } = piece;
      const last = boundary === BOUNDARY.none ? words.pop() : undefined;
      words.push({ text: (last?.text ?? "") + units, start: last?.start ?? start, end });
    }
    read += 1;
    if (read % PIECES_PER_LOOK === 0 && slices.isOver()) await slices.next();
  }
  return words;
}
