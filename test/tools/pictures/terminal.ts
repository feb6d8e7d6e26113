// What a terminal showed, with its bold words.

import type { Words } from "./messages.ts";
import { createCanvas, escapeXml, PICTURE_WIDTH } from "./svg.ts";

const SIZE = 13;
const LEADING = 18;
const MARGIN = 20;

/** `output`: as it was written to the terminal, with its escape sequences. */
export function drawTerminal(title: string, command: string, output: string): string {
  const canvas = createCanvas(
    title,
    "Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace",
    "#1e1e1e",
  );
  const lines = [[{ text: `$ ${command}`, bold: false }], ...readTerminal(output)];
  let y = MARGIN + SIZE;
  for (const words of lines) {
    canvas.shape(textElement(words, y));
    y += LEADING;
  }
  return canvas.finish(y);
}

// Every letter is as wide as the others.
const ADVANCE = 7.2;

function textElement(words: Words, y: number): string {
  const letters = words.reduce((sum, { text }) => sum + [...text].length, 0);
  if (letters === 0) return "";
  const spans = words.map(
    ({ text, bold }) => `<tspan${bold ? ' font-weight="700" fill="#8bd5a0"' : ""}>${escapeXml(text)}</tspan>`,
  );
  const width = Math.min(letters * ADVANCE, PICTURE_WIDTH - 2 * MARGIN);
  return `<text x="${MARGIN}" y="${y}" fill="#e6e6e6" font-size="${SIZE}" textLength="${width.toFixed(1)}" xml:space="preserve">${spans.join("")}</text>`;
}

const ESCAPE = "\u001B[";

/** Lines as they are at the end: a line that was deleted is not shown. The only styles are bold and none. */
function readTerminal(output: string): readonly Words[] {
  const lines = output
    .replaceAll("\r\n", "\n")
    .split("\n")
    .map((line) => line.split(`\r${ESCAPE}2K`).at(-1) ?? "");
  return lines.map((line) => {
    const [first = "", ...styled] = line.split(ESCAPE);
    return [
      { text: first, bold: false },
      ...styled.map((part) => ({ text: part.slice(part.indexOf("m") + 1), bold: part.startsWith("1m") })),
    ];
  });
}
