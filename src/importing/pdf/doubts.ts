// What a person should look at after an import of printed pages.
import { isEnglish } from "#text/dictionary.ts";
import type { Block } from "./block.ts";
import { type Line, textOf } from "./lines.ts";
import { textOfPieces } from "./markdown.ts";

const LONG = 1500;
// Fonts without names for their letters number them instead, usually from the space on, and the space is 32 in text.
const SHIFT = 29;
const MIN_SHIFTED = 5;
// Private use, but for two bullets of a usual symbol font; the sign for what is no character; control characters.
const NO_LETTER = /(?![\uF0B7\uF0A7])\p{Co}|\uFFFD|\p{Cc}/u;
// A page head that is drawn last, a note or a box in the margin: so many leaps back are usual.
const USUAL_LEAPS = 3;
// The dictionary has no names.
const MONTH = /^(?:January|February|March|April|May|June|July|August|September|October|November|December)$/u;
const SHOWN = 60;

export function oddities(blocks: readonly Block[]): readonly string[] {
  const marked = blocks.flatMap(({ pieces }) => pieces.filter(({ note }) => note === true));
  const marks = new Map(marked.map((piece) => [piece.text, piece.page]));
  const notes = blocks.filter(({ kind }) => kind === "note");
  const numbers = new Set(notes.map(({ mark }) => mark));
  return [
    ...notes
      .filter(({ mark }) => !marks.has(mark))
      .map(
        ({ mark, pieces }) =>
          `Page ${pieces[0]?.page}: note ${mark}, ${shown(textOfPieces(pieces))}, has no mark in the text.`,
      ),
    ...[...marks]
      .filter(([mark]) => !numbers.has(mark))
      .map(([mark, page]) => `Page ${page}: the raised number ${mark} has no note.`),
    ...blocks
      .filter(({ pieces }) => textOfPieces(pieces).length > LONG)
      .map(
        ({ pieces }) =>
          `Page ${pieces[0]?.page}: the paragraph ${shown(textOfPieces(pieces))} has over ${LONG} characters: it may be several.`,
      ),
  ];
}

/** Lines whose font does not name its letters: shown, never guessed. */
export function brokenFonts(lines: readonly Line[]): readonly string[] {
  return lines
    .filter((line) => NO_LETTER.test(textOf(line)) || textOf(line).split(" ").some(isShifted))
    .map(
      (line) =>
        `Page ${line.page}: the font of the line ${shown(textOf(line))} does not name its letters: correct it by hand.`,
    );
}

/** `6HSWHPEHU` is "September" by the numbers of its letters. */
function isShifted(word: string): boolean {
  if (word.length < MIN_SHIFTED || isEnglish(word.toLowerCase())) return false;
  const moved = [...word].map((character) => (character.codePointAt(0) ?? 0) + SHIFT);
  if (moved.some((code) => code > 0x7a)) return false;
  const letters = String.fromCodePoint(...moved);
  return /^[A-Z]?[a-z]+$/u.test(letters) && (isEnglish(letters.toLowerCase()) || MONTH.test(letters));
}

/** Pages that are read in another order than they are drawn in. `lines`: in the order in which they are read. */
export function jumps(lines: readonly Line[]): readonly string[] {
  return [...Map.groupBy(lines, ({ page }) => page)].flatMap(([page, own]) => {
    const leaps = own.filter((line, i) => line.drawn < (own[i - 1]?.drawn ?? 0));
    const [first] = leaps;
    return first === undefined || leaps.length <= USUAL_LEAPS
      ? []
      : [
          `Page ${page}: its text is drawn in another order than it was read, first at ${shown(textOf(first))}: compare the order.`,
        ];
  });
}

function shown(text: string): string {
  return `"${text.length > SHOWN ? `${text.slice(0, SHOWN).trimEnd()}\u2026` : text}"`;
}
