// Which stretches of a text are quotations: what stands in quotation marks or in a block quotation.

/** Words between quotation marks, at [start, end) of the block's text, marks included. */
type QuotedRun = Readonly<{ text: string; start: number; end: number }>;

/** Lines that belong together. */
export type TextBlock = Readonly<{
  /** Without the marks of a block quotation. */
  text: string;
  /** A block quotation. */
  quoted: boolean;
  /** In order, not overlapping; an outer quotation holds its inner ones. */
  runs: readonly QuotedRun[];
}>;

// Opening marks with what closes them. A closing mark opens where a word begins, as bad typesetting has it.
const PAIRS: readonly RegExp[] = [
  /"(?<run>[^"]+)"/uy,
  /\u201C(?<run>[^\u201D]+)\u201D/uy,
  /\u201E(?<run>[^\u201C\u201D]+)[\u201C\u201D]/uy,
  /\u00AB(?<run>[^\u00BB]+)\u00BB/uy,
  /\u00BB(?<run>[^\u00AB]+)\u00AB/uy,
  /(?<![\p{L}\p{N}.,;:!?)])\u201D(?=\S)(?<run>[^\u201D]+)\u201D/uy,
  /(?<![\p{L}\p{N}])\u2018(?<run>(?:[^\u2018\u2019]|\u2019(?=\p{L}))+)\u2019(?!\p{L})/uy,
  // Of a quotation of several paragraphs each opens it, and the last alone closes it.
  /^["\u201C\u00AB](?<run>[^"\u201D\u00BB]+)$/uy,
];
const OPENING = /["\u201C\u201E\u00AB\u00BB\u201D\u2018]/gu;

// A line of a block quotation, as typed or as a platform writes it.
const QUOTED_LINE = /^[^\S\n]*(?:>|&gt;)+/u;
// Quotes all that follows.
const QUOTED_REST = /^[^\S\n]*(?:>|&gt;){3}\s/u;

/** An empty line parts blocks, and so does the border of a block quotation. */
export function textBlocks(text: string): readonly TextBlock[] {
  const blocks: { lines: string[]; quoted: boolean }[] = [];
  let open = false;
  let rest = false;
  for (const [line] of text.matchAll(/^.*$/gmu)) {
    const mark = QUOTED_LINE.exec(line)?.[0];
    rest ||= QUOTED_REST.test(line);
    const quoted = rest || mark !== undefined;
    const words = line.slice(mark?.length ?? 0).trim();
    const last = blocks.at(-1);
    if (words !== "" && open && last?.quoted === quoted) last.lines.push(words);
    else if (words !== "") blocks.push({ lines: [words], quoted });
    open = words !== "";
  }
  return blocks.map(({ lines, quoted }) => {
    const joined = lines.join(quoted ? " " : "\n");
    return { text: joined, quoted, runs: quoted ? [] : quotedRuns(joined) };
  });
}

function quotedRuns(text: string): readonly QuotedRun[] {
  const runs: QuotedRun[] = [];
  const marks = new RegExp(OPENING);
  for (let mark = marks.exec(text); mark !== null; mark = marks.exec(text)) {
    const { index } = mark;
    const run = PAIRS.map((pair) => runAt(pair, text, index)).find((found) => found !== undefined);
    if (run === undefined) continue;
    runs.push(run);
    marks.lastIndex = run.end;
  }
  return runs;
}

function runAt(pair: RegExp, text: string, start: number): QuotedRun | undefined {
  pair.lastIndex = start;
  const found = pair.exec(text);
  const run = found?.groups?.run?.trim() ?? "";
  return found === null || run === "" ? undefined : { text: run, start, end: start + found[0].length };
}
