// Draws the pieces of a message as an SVG of plain shapes and text: no script, no embedded font, no link.
import type { Piece, Words } from "./messages.ts";

export type Look = Readonly<{
  font: string;
  /** Width of a character relative to its height. No font can be measured here, so it is a little too wide. */
  advance: number;
  paper: string;
  ink: string;
  faint: string;
  accent: string;
  button: string;
}>;

export type Exchange = Readonly<{
  asked: Readonly<{ who: string; what: string }>;
  answeredBy: string;
  pieces: readonly Piece[];
}>;

const WIDTH = 820;
const MARGIN = 24;
const SIZE = 15;
const LINE = 22;
const INDENT = 16;
const GAP = 8;

type Token = Readonly<{ text: string; bold: boolean }>;

export function draw({ asked, answeredBy, pieces }: Exchange, look: Look): string {
  const shapes: string[] = [];
  let y = MARGIN + SIZE;
  const put = (lines: readonly (readonly Token[])[], x: number, colour: string) => {
    for (const line of lines) {
      shapes.push(textElement(line, { x, y, colour }));
      y += LINE;
    }
  };
  const plain = (text: string, bold = false): Words => [{ text, bold }];
  put(wrap([...plain(`${asked.who} `, true), ...plain(asked.what)], columns(0, look)), MARGIN, look.ink);
  y += LINE / 2;
  if (answeredBy !== "") put([plain(answeredBy, true)], MARGIN, look.accent);
  for (const piece of pieces) {
    if (piece.kind === "buttons") {
      shapes.push(buttons(piece.labels, y - SIZE + 4, look));
      y += 2 * LINE;
      continue;
    }
    const indent = piece.kind === "quote" ? INDENT : 0;
    const lines = wrap(piece.words, columns(indent, look));
    if (indent > 0)
      shapes.push(
        `<rect x="${MARGIN}" y="${y - SIZE}" width="4" height="${lines.length * LINE}" rx="2" fill="${look.faint}"/>`,
      );
    put(lines, MARGIN + indent, look.ink);
    y += GAP;
  }
  const height = Math.ceil(y - SIZE + MARGIN / 2);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="${escapeXml(look.font)}" font-size="${SIZE}" role="img">
<title>${escapeXml(`${asked.who} ${asked.what}`)}</title>
<rect x="0.5" y="0.5" width="${WIDTH - 1}" height="${height - 1}" rx="10" fill="${look.paper}" stroke="${look.faint}"/>
${shapes.join("\n")}
</svg>
`;
}

/** How many characters fit into a line. */
function columns(indent: number, { advance }: Look): number {
  return Math.floor((WIDTH - 2 * MARGIN - indent) / (SIZE * advance));
}

/** Lines of at most `max` characters, broken at spaces; a longer word gets a line of its own. */
export function wrap(words: Words, max: number): readonly (readonly Token[])[] {
  const lines: Token[][] = [[]];
  let used = 0;
  for (const { text, bold } of words)
    for (const token of text.split(/(?<= )/u)) {
      if (used + token.trimEnd().length > max && used > 0) {
        lines.push([]);
        used = 0;
      }
      lines.at(-1)?.push({ text: token, bold });
      used += token.length;
    }
  return lines;
}

type Pen = Readonly<{ x: number; y: number; colour: string }>;

function textElement(line: readonly Token[], { x, y, colour }: Pen): string {
  const spans: Token[] = [];
  for (const token of line) {
    const last = spans.at(-1);
    if (last?.bold === token.bold) spans[spans.length - 1] = { ...last, text: last.text + token.text };
    else spans.push(token);
  }
  const inner = spans.map(({ text, bold }) =>
    bold ? `<tspan font-weight="bold">${escapeXml(text)}</tspan>` : escapeXml(text),
  );
  return `<text x="${x}" y="${y}" fill="${colour}" xml:space="preserve">${inner.join("")}</text>`;
}

function buttons(labels: readonly string[], top: number, look: Look): string {
  let x = MARGIN;
  return labels
    .map((label) => {
      const width = Math.ceil(label.length * SIZE * look.advance) + 24;
      const shape = `<rect x="${x}" y="${top}" width="${width}" height="30" rx="5" fill="${look.button}" stroke="${look.faint}"/><text x="${x + width / 2}" y="${top + 20}" text-anchor="middle" fill="${look.ink}">${escapeXml(label)}</text>`;
      x += width + 8;
      return shape;
    })
    .join("\n");
}

/** For text and attribute values. Characters that XML does not allow are replaced. */
export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
