// Finds the quotations in a text: the words between quotation marks, and block quotations.

/** Words between quotation marks. [start, end) in the block's text includes the marks. */
type QuotedPassage = Readonly<{ text: string; start: number; end: number }>;

/** Consecutive lines of a text that are all in block quotations, or all not. */
export type TextBlock = Readonly<{
  /** Without the marks of a block quotation. */
  text: string;
  /** True for a block quotation. */
  quoted: boolean;
  /** In order, without overlap; a quotation inside another one is part of it. None in a block quotation. */
  passages: readonly QuotedPassage[];
}>;

/** A quotation from its opening mark to its closing one. */
type Passage = Readonly<{
  pattern: RegExp;
  /** Characters of which one ends the quotation; absent where the end of the text does. */
  closing?: string;
}>;

const PASSAGES: readonly Passage[] = [
  { pattern: /"(?<words>[^"]+)"/uy, closing: '"' },
  { pattern: /\u201C(?<words>[^\u201D]+)\u201D/uy, closing: "\u201D" },
  { pattern: /\u201E(?<words>[^\u201C\u201D]+)[\u201C\u201D]/uy, closing: "\u201C\u201D" },
  { pattern: /\u00AB(?<words>[^\u00BB]+)\u00BB/uy, closing: "\u00BB" },
  { pattern: /\u00BB(?<words>[^\u00AB]+)\u00AB/uy, closing: "\u00AB" },
  // Badly typeset: a closing mark in front of a word opens the quotation.
  {
    pattern: /(?<![\p{L}\p{N}.,;:!?)])\u201D(?=\S)(?<words>[^\u201D]+)\u201D/uy,
    closing: "\u201D",
  },
  {
    pattern: /(?<![\p{L}\p{N}])\u2018(?<words>(?:[^\u2018\u2019]|\u2019(?=\p{L}))+)\u2019(?!\p{L})/uy,
    closing: "\u2019",
  },
  // In a quotation of several paragraphs every paragraph has an opening mark and only the last one a closing mark.
  { pattern: /^["\u201C\u00AB](?<words>[^"\u201D\u00BB]+)$/uy },
];
const OPENING_MARK = /["\u201C\u201E\u00AB\u00BB\u201D\u2018]/gu;

// The mark of a block quotation at the start of a line, as typed or escaped as HTML.
const BLOCK_MARK = /^[^\S\n]*(?:>|&gt;)+/u;
// In chat markup, three of them quote the rest of the message.
const REST_MARK = /^[^\S\n]*(?:>|&gt;){3}\s/u;

/** Blocks end at empty lines and where a block quotation begins or ends. */
export function parseTextBlocks(text: string): readonly TextBlock[] {
  const blocks: { lines: string[]; quoted: boolean }[] = [];
  let continues = false;
  let restIsQuoted = false;
  for (const [line] of text.matchAll(/^.*$/gmu)) {
    const mark = BLOCK_MARK.exec(line)?.[0];
    restIsQuoted ||= REST_MARK.test(line);
    const quoted = restIsQuoted || mark !== undefined;
    const words = line.slice(mark?.length ?? 0).trim();
    const last = blocks.at(-1);
    if (words !== "" && continues && last?.quoted === quoted) last.lines.push(words);
    else if (words !== "") blocks.push({ lines: [words], quoted });
    continues = words !== "";
  }
  return blocks.map(({ lines, quoted }) => {
    const joined = lines.join(quoted ? " " : "\n");
    return { text: joined, quoted, passages: quoted ? [] : findPassages(joined) };
  });
}

function findPassages(text: string): readonly QuotedPassage[] {
  const passages: QuotedPassage[] = [];
  const marks = new RegExp(OPENING_MARK);
  // Thousands of opening marks without a closing one would otherwise each be followed to the end of the text.
  const closable = PASSAGES.map(({ pattern, closing }) => ({
    pattern,
    last: closing === undefined ? text.length : lastOf(closing, text),
  }));
  for (let mark = marks.exec(text); mark !== null; mark = marks.exec(text)) {
    const { index } = mark;
    const passage = closable
      .filter(({ last }) => last > index)
      .map(({ pattern }) => passageAt(pattern, text, index))
      .find((found) => found !== undefined);
    if (passage === undefined) continue;
    passages.push(passage);
    marks.lastIndex = passage.end;
  }
  return passages;
}

function lastOf(characters: string, text: string): number {
  return Math.max(...Array.from(characters, (character) => text.lastIndexOf(character)));
}

function passageAt(pattern: RegExp, text: string, start: number): QuotedPassage | undefined {
  pattern.lastIndex = start;
  const found = pattern.exec(text);
  const words = found?.groups?.words?.trim() ?? "";
  return found === null || words === "" ? undefined : { text: words, start, end: start + found[0].length };
}
