// A message as the clients of Slack and Discord show it.
import { widthOf } from "./font.ts";
import type { Piece, Words } from "./messages.ts";
import { type Canvas, createCanvas, PICTURE_WIDTH, rectangle } from "./svg.ts";

export type Scene = Readonly<{
  title: string;
  /** What was typed; absent for a post that nobody asked for. */
  typed?: Readonly<{ by: string; command: string; words: string }>;
  pieces: readonly Piece[];
}>;

export type Theme = "light" | "dark";

type Colours = Readonly<{
  paper: string;
  ink: string;
  faint: string;
  bar: string;
  field: string;
  button: string;
  buttonEdge: string;
}>;

const FONT = "'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', sans-serif";
const LEFT = 68;
const WIDTH = PICTURE_WIDTH - LEFT - 24;

const SLACK: Readonly<Record<Theme, Colours & Readonly<{ name: string; tag: string }>>> = {
  light: {
    paper: "#ffffff",
    ink: "#1d1c1d",
    faint: "#616061",
    bar: "#dddddd",
    field: "#bbbabb",
    button: "#ffffff",
    buttonEdge: "#bbbabb",
    name: "#1d1c1d",
    tag: "#e8e8e8",
  },
  dark: {
    paper: "#1a1d21",
    ink: "#d1d2d3",
    faint: "#9a9b9d",
    bar: "#565856",
    field: "#565856",
    button: "#1a1d21",
    buttonEdge: "#565856",
    name: "#f8f8f8",
    tag: "#35373b",
  },
};

const DISCORD: Readonly<Record<Theme, Colours & Readonly<{ name: string; link: string }>>> = {
  light: {
    paper: "#ffffff",
    ink: "#313338",
    faint: "#5c5e66",
    bar: "#c4c9ce",
    field: "#ebedef",
    button: "#e3e5e8",
    buttonEdge: "#e3e5e8",
    name: "#060607",
    link: "#006ce7",
  },
  dark: {
    paper: "#313338",
    ink: "#dbdee1",
    faint: "#949ba4",
    bar: "#4e5058",
    field: "#383a40",
    button: "#4e5058",
    buttonEdge: "#4e5058",
    name: "#f2f3f5",
    link: "#00a8fc",
  },
};

/** Slack: a square picture, a grey APP tag, the note on who sees it above the message, outlined buttons. */
export function drawSlack({ title, typed, pieces }: Scene, theme: Theme): string {
  const colours = SLACK[theme];
  const canvas = createCanvas(title, FONT, colours.paper);
  let y = typed === undefined ? 28 : composer(canvas, `/${typed.command} ${typed.words}`, colours);
  if (typed !== undefined) {
    canvas.shape(eye(LEFT, y - 11, colours.faint));
    canvas.line([{ text: "Only visible to you", bold: false }], {
      x: LEFT + 20,
      y,
      colour: colours.faint,
      size: 13,
    });
    y += 22;
  }
  canvas.shape(rectangle({ x: 20, y: y - 14, width: 36, height: 36 }, 'rx="6" fill="#4a154b"'));
  canvas.shape(initial(38, y + 11));
  const tag = nameLine(canvas, { y, colour: colours.name });
  canvas.shape(rectangle({ x: tag, y: y - 11, width: 31, height: 14 }, `rx="3" fill="${colours.tag}"`));
  canvas.line([{ text: "APP", bold: true }], { x: tag + 4, y, colour: colours.faint, size: 10 });
  canvas.line([{ text: "9:41 AM", bold: false }], { x: tag + 40, y, colour: colours.faint, size: 12 });
  y = body(canvas, { pieces, y: y + 22, colours, shape: { radius: 4, size: 13, height: 28 } });
  return canvas.finish(y + 4);
}

/** Discord: a round picture, a coloured tag, who used which command above the message, the note below it, filled buttons. */
export function drawDiscord({ title, typed, pieces }: Scene, theme: Theme): string {
  const colours = DISCORD[theme];
  const canvas = createCanvas(title, FONT, colours.paper);
  let y = typed === undefined ? 28 : composer(canvas, `/${typed.command} ${typed.words}`, colours);
  if (typed !== undefined) {
    canvas.shape(
      `<path d="M38 ${y + 8} v-6 a6 6 0 0 1 6 -6 h20" fill="none" stroke="${colours.bar}" stroke-width="2"/>`,
    );
    canvas.shape(`<circle cx="${LEFT + 8}" cy="${y - 4}" r="8" fill="#3ba55d"/>`);
    const used = { x: LEFT + 22, y, size: 13 };
    canvas.line([{ text: typed.by, bold: true }], { ...used, colour: colours.ink });
    const x = used.x + widthOf(typed.by, 13, true);
    canvas.line([{ text: " used ", bold: false }], { ...used, x, colour: colours.faint });
    canvas.line([{ text: `/${typed.command}`, bold: true }], { ...used, x: x + 38, colour: colours.link });
    y += 28;
  }
  canvas.shape(`<circle cx="38" cy="${y + 4}" r="20" fill="#5865f2"/>`);
  canvas.shape(initial(38, y + 11));
  const tag = nameLine(canvas, { y, colour: colours.name });
  canvas.shape(rectangle({ x: tag, y: y - 12, width: 34, height: 15 }, 'rx="4" fill="#5865f2"'));
  canvas.line([{ text: "APP", bold: true }], { x: tag + 6, y: y - 1, colour: "#ffffff", size: 10 });
  canvas.line([{ text: "Today at 9:41 AM", bold: false }], {
    x: tag + 42,
    y,
    colour: colours.faint,
    size: 12,
  });
  y = body(canvas, { pieces, y: y + 22, colours, shape: { radius: 8, size: 14, height: 32 } });
  if (typed === undefined) return canvas.finish(y + 4);
  canvas.shape(eye(LEFT, y - 7, colours.faint));
  canvas.line([{ text: "Only you can see this \u00B7 Dismiss message", bold: false }], {
    x: LEFT + 20,
    y: y + 4,
    colour: colours.faint,
    size: 12,
  });
  return canvas.finish(y + 20);
}

/** The field in which the command was typed. Returns where the reply begins. */
function composer(canvas: Canvas, typed: string, { field, paper, ink }: Colours): number {
  const frame = { x: 20, y: 16, width: PICTURE_WIDTH - 40, height: 40 };
  canvas.shape(rectangle(frame, `rx="8" fill="${paper}" stroke="${field}" stroke-width="1.5"`));
  canvas.line([{ text: typed, bold: false }], { x: 34, y: 41, colour: ink, size: 14 });
  return 86;
}

/** Returns where the tag beside the name begins. */
function nameLine(canvas: Canvas, { y, colour }: Readonly<{ y: number; colour: string }>): number {
  canvas.line([{ text: "Ibid", bold: true }], { x: LEFT, y, colour });
  return LEFT + widthOf("Ibid", 15, true) + 6;
}

type Body = Readonly<{
  pieces: readonly Piece[];
  y: number;
  colours: Colours;
  shape: Readonly<{ radius: number; size: number; height: number }>;
}>;

/** Returns the y below the last piece. */
function body(canvas: Canvas, { pieces, colours, shape, ...from }: Body): number {
  let { y } = from;
  for (const piece of pieces) {
    if (piece.kind === "buttons") {
      drawButtons(canvas, piece.labels, { y, colours, shape });
      y += shape.height + 14;
      continue;
    }
    const isQuote = piece.kind === "quote";
    const indent = isQuote ? 16 : 0;
    const top = y - 15;
    const size = piece.kind === "small" ? 12 : 15;
    const colour = piece.kind === "small" ? colours.faint : colours.ink;
    y = canvas.paragraph(piece.words, {
      x: LEFT + indent,
      y,
      width: WIDTH - indent,
      leading: 22,
      colour,
      size,
    });
    if (isQuote)
      canvas.shape(
        rectangle({ x: LEFT, y: top, width: 4, height: y - top - 11 }, `rx="2" fill="${colours.bar}"`),
      );
    y += 6;
  }
  return y;
}

function drawButtons(
  canvas: Canvas,
  labels: readonly string[],
  { y, colours, shape: { radius, size, height } }: Pick<Body, "y" | "colours" | "shape">,
): void {
  let x = LEFT;
  for (const label of labels) {
    const words: Words = [{ text: label, bold: true }];
    const width = widthOf(label, size, true) + 24;
    const look = `rx="${radius}" fill="${colours.button}" stroke="${colours.buttonEdge}"`;
    canvas.shape(rectangle({ x, y: y - 12, width, height }, look));
    canvas.line(words, { x: x + 12, y: y - 12 + height / 2 + 5, colour: colours.ink, size });
    x += width + 8;
  }
}

function initial(x: number, y: number): string {
  return `<text x="${x}" y="${y}" fill="#ffffff" font-size="20" font-weight="700" text-anchor="middle" font-family="Georgia, 'DejaVu Serif', serif">\u201C\u201D</text>`;
}

function eye(x: number, y: number, colour: string): string {
  return `<path d="M${x} ${y + 6} q7 -9 14 0 q-7 9 -14 0 z" fill="none" stroke="${colour}" stroke-width="1.3"/><circle cx="${x + 7}" cy="${y + 6}" r="2" fill="${colour}"/>`;
}
