// One look at the bench's tables: how often each library puts the right paragraph first, against the time of a question.

import type { Theme } from "./client.ts";
import { widthOf } from "./font.ts";
import { createCanvas, PICTURE_WIDTH, rectangle } from "./svg.ts";

type Point = Readonly<{ name: string; right: number; milliseconds: number }>;

const FRAME = { left: 76, right: PICTURE_WIDTH - 40, top: 64, bottom: 372 };
const HEIGHT = 428;
const FONT = "'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', sans-serif";

/** `readme`: the bench's page with its tables. Each library at its best; those without a figure for every collection are left out. */
export function drawPlot(readme: string, theme: Theme): string {
  const points = readPoints(readme);
  const light = theme === "light";
  const colours = {
    ink: light ? "#1f2328" : "#e6edf3",
    faint: light ? "#59636e" : "#9198a1",
    grid: light ? "#d1d9e0" : "#3d444d",
    own: light ? "#0969da" : "#4493f8",
  };
  const title =
    "Right paragraph first, against the time of a question: Ibid and other search libraries at their best";
  const canvas = createCanvas(title, FONT, light ? "#ffffff" : "#0d1117");
  const plain = (text: string) => [{ text, bold: false }];
  canvas.line([{ text: "Right paragraph first", bold: true }], { x: 20, y: 32, colour: colours.ink });
  canvas.line(plain("mean of eight public question collections; higher is better"), {
    x: 26 + widthOf("Right paragraph first", 15, true),
    y: 32,
    colour: colours.faint,
    size: 13,
  });
  for (const share of ticksOf(
    points.map(({ right }) => right),
    0.02,
  )) {
    const y = yOf(share, points);
    canvas.shape(
      rectangle({ x: FRAME.left, y, width: FRAME.right - FRAME.left, height: 1 }, `fill="${colours.grid}"`),
    );
    canvas.line(plain(`${Math.round(share * 100)} %`), { x: 30, y: y + 4, colour: colours.faint, size: 12 });
  }
  for (const milliseconds of [0.01, 0.1, 1, 10, 100]) {
    const x = xOf(milliseconds, points);
    if (x < FRAME.left || x > FRAME.right) continue;
    canvas.shape(
      rectangle({ x, y: FRAME.top, width: 1, height: FRAME.bottom - FRAME.top }, `fill="${colours.grid}"`),
    );
    const label = `${milliseconds} ms`;
    canvas.line(plain(label), {
      x: x - widthOf(label, 12, false) / 2,
      y: FRAME.bottom + 18,
      colour: colours.faint,
      size: 12,
    });
  }
  const axis = "median time of a question (logarithmic); further left is better";
  canvas.line(plain(axis), {
    x: FRAME.right - widthOf(axis, 13, false),
    y: HEIGHT - 14,
    colour: colours.faint,
    size: 13,
  });
  const placed: Box[] = points.map((point) =>
    boxAround(xOf(point.milliseconds, points), yOf(point.right, points)),
  );
  for (const point of points.toSorted((one, other) => other.right - one.right)) {
    const own = point.name === "Ibid";
    const [x, y] = [xOf(point.milliseconds, points), yOf(point.right, points)];
    const width = widthOf(point.name, 13, own);
    const free = placesAround(x, y, width).find((box) => placed.every((other) => !overlap(box, other)));
    const box = free ?? { left: x + 12, top: y - 6, width };
    placed.push(box);
    canvas.shape(
      `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${own ? 8 : 6}" fill="${own ? colours.own : colours.faint}"/>`,
    );
    const colour = own ? colours.own : colours.ink;
    canvas.line([{ text: point.name, bold: own }], { x: box.left, y: box.top + 11, colour, size: 13 });
  }
  return canvas.finish(HEIGHT);
}

/** Of a point or of a label. */
type Box = Readonly<{ left: number; top: number; width: number }>;

const BOX_HEIGHT = 14;

function boxAround(x: number, y: number): Box {
  return { left: x - 8, top: y - 7, width: 16 };
}

/** Where a label may be: right of its point, left of it, above, below. */
function placesAround(x: number, y: number, width: number): readonly Box[] {
  const places = [
    { left: x + 12, top: y - 7, width },
    { left: x - 12 - width, top: y - 7, width },
    { left: x - width / 2, top: y - 24, width },
    { left: x - width / 2, top: y + 9, width },
    { left: x + 8, top: y + 9, width },
    { left: x + 8, top: y - 24, width },
  ];
  return places.filter(({ left }) => left > FRAME.left && left + width < FRAME.right);
}

function overlap(one: Box, other: Box): boolean {
  return (
    one.left < other.left + other.width &&
    other.left < one.left + one.width &&
    Math.abs(one.top - other.top) < BOX_HEIGHT
  );
}

function yOf(right: number, points: readonly Point[]): number {
  const [low, high] = [
    Math.min(...points.map((one) => one.right)) - 0.02,
    Math.max(...points.map((one) => one.right)) + 0.01,
  ];
  return FRAME.bottom - ((right - low) / (high - low)) * (FRAME.bottom - FRAME.top);
}

function xOf(milliseconds: number, points: readonly Point[]): number {
  const all = points.map((one) => Math.log10(one.milliseconds));
  const [low, high] = [Math.min(...all) - 0.2, Math.max(...all) + 0.2];
  return FRAME.left + ((Math.log10(milliseconds) - low) / (high - low)) * (FRAME.right - FRAME.left);
}

function ticksOf(values: readonly number[], step: number): readonly number[] {
  const [low, high] = [Math.min(...values) - step, Math.max(...values)];
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, i) => (first + i) * step);
}

function readPoints(readme: string): readonly Point[] {
  const right = readTable(readme, "Right at rank 1");
  const time = readTable(readme, "Median, ms");
  const collections = Math.max(...[...right.values()].map((values) => values.length));
  return [...right].flatMap(([engine, values]) => {
    const times = time.get(engine) ?? [];
    if (engine.endsWith(" default") || values.length < collections || times.length < collections) return [];
    const logarithms = times.map(Math.log);
    return [
      {
        name: engine.replace(/ best$/u, ""),
        right: meanOf(values),
        milliseconds: Math.exp(meanOf(logarithms)),
      },
    ];
  });
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The figures of each engine; empty cells are left out. */
function readTable(readme: string, heading: string): ReadonlyMap<string, readonly number[]> {
  const [, section = ""] = readme.split(`### ${heading}\n`);
  const [table = ""] = section.split(/\n#|<!--/u);
  const rows = table
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .map((line) => line.split("|").map((cell) => cell.replaceAll("*", "").trim()));
  return new Map(
    rows
      .slice(2)
      .map(([, engine = "", ...cells]) => [engine, cells.filter((cell) => cell !== "").map(Number)] as const),
  );
}
