// Text and shapes of a picture: no script, no embedded font, no link.
import { widthOf } from "./font.ts";
import type { Words } from "./messages.ts";

export type Canvas = Readonly<{
  /** Draws a line of words with its left end at x and its baseline at y. */
  line(words: Words, at: Place): void;
  /** Draws words as a paragraph of lines that are `width` wide; returns the y of the baseline below the last one. */
  paragraph(words: Words, at: Place & Readonly<{ width: number; leading: number }>): number;
  shape(element: string): void;
  /** The picture, `height` high. */
  finish(height: number): string;
}>;

type Place = Readonly<{ x: number; y: number; colour: string; size?: number }>;

const DEFAULT_SIZE = 15;
export const PICTURE_WIDTH = 760;

export function createCanvas(title: string, font: string, paper: string): Canvas {
  const shapes: string[] = [];
  const line: Canvas["line"] = (words, { x, y, colour, size = DEFAULT_SIZE }) => {
    const total = words.reduce((sum, { text, bold }) => sum + widthOf(text, size, bold), 0);
    const spans = words.map(
      ({ text, bold }) => `<tspan${bold ? ' font-weight="700"' : ""}>${escapeXml(text)}</tspan>`,
    );
    shapes.push(
      `<text x="${x}" y="${round(y)}" fill="${colour}" font-size="${size}" textLength="${round(total)}" xml:space="preserve">${spans.join("")}</text>`,
    );
  };
  return {
    line,
    paragraph(words, { width, leading, ...at }) {
      let { y } = at;
      for (const broken of wrap(words, width, at.size ?? DEFAULT_SIZE)) {
        line(broken, { ...at, y });
        y += leading;
      }
      return y;
    },
    shape: (element) => shapes.push(element),
    finish: (
      height,
    ) => `<svg xmlns="http://www.w3.org/2000/svg" width="${PICTURE_WIDTH}" height="${round(height)}" viewBox="0 0 ${PICTURE_WIDTH} ${round(height)}" font-family="${escapeXml(font)}" role="img">
<title>${escapeXml(title)}</title>
<rect width="${PICTURE_WIDTH}" height="${round(height)}" rx="8" fill="${paper}"/>
${shapes.join("\n")}
</svg>
`,
  };
}

export function rectangle(
  { x, y, width, height }: Readonly<{ x: number; y: number; width: number; height: number }>,
  look: string,
): string {
  return `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" ${look}/>`;
}

/** Breaks words at spaces into lines that are at most `width` wide; a longer word has a line of its own. */
export function wrap(words: Words, width: number, size = DEFAULT_SIZE): readonly Words[] {
  const lines: { text: string; bold: boolean }[][] = [[]];
  let used = 0;
  for (const { text, bold } of words) {
    for (const piece of text.split(/(?<= )/u)) {
      const length = widthOf(piece.trimEnd(), size, bold);
      if (used > 0 && used + length > width) {
        lines.push([]);
        used = 0;
      }
      const line = lines.at(-1);
      const last = line?.at(-1);
      if (last?.bold === bold) last.text += piece;
      else line?.push({ text: piece, bold });
      used += widthOf(piece, size, bold);
    }
  }
  return lines;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** What XML cannot contain is left out; no character of the text becomes markup. */
export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD")
    .replace(/[&<>"]/gu, (character) => ENTITIES[character] ?? character);
}
