// Renders a message as lines of text. Marked words are styled on a terminal, and put between asterisks elsewhere.
import { styleText } from "node:util";
import type { Action, Block, Mark, Message, Run } from "#domain/message.ts";
import { sanitize } from "#text/unicode.ts";

/** Describes the output. Without `columns` lines are not wrapped; without `styled` there are no escape sequences. */
export type Terminal = Readonly<{ styled: boolean; columns?: number | undefined }>;

export function renderMessage(message: Message, terminal: Terminal): string {
  return `${message.blocks.map((block) => renderBlock(block, terminal)).join("\n")}\n`;
}

function renderBlock(block: Block, terminal: Terminal): string {
  switch (block.kind) {
    case "heading":
      return renderRuns(block.runs.map(asStrong), terminal, "");
    case "text":
    case "note":
      return renderRuns(block.runs, terminal, "");
    case "quote":
      return renderRuns(block.runs, terminal, "| ");
    case "source":
      return renderRuns(block.runs.flatMap(withAddress), terminal, "");
    case "actions":
      return renderActions(block, terminal);
  }
}

function asStrong(run: Run): Run {
  return { ...run, mark: "strong" };
}

function withAddress(run: Run): readonly Run[] {
  return run.href === undefined ? [run] : [run, { text: ` <${run.href}>` }];
}

/** Each button as the command line that does the same. */
function renderActions(
  { lead, actions }: Readonly<{ lead?: string | undefined; actions: readonly Action[] }>,
  terminal: Terminal,
): string {
  const typed = actions.map(({ label, command, args }) => `[${label}: /${command} ${args.reference ?? ""}]`);
  const words = [...(lead ?? "").split(" "), ...typed].filter((word) => word !== "");
  return wrap(
    words.map((word) => [plain(sanitize(word))]),
    widthOf(terminal),
  ).join("\n");
}

// A narrower terminal would break every line after a word or two.
const MIN_WIDTH = 20;

/** A part of a word that looks the same throughout. `length`: of what is seen, in UTF-16 code units. */
type Piece = Readonly<{ shown: string; length: number }>;

function plain(text: string): Piece {
  return { shown: text, length: text.length };
}

function renderRuns(runs: readonly Run[], terminal: Terminal, prefix: string): string {
  const lines = wrap(wordsOf(runs, terminal), widthOf(terminal, prefix));
  return lines.map((line) => prefix + line).join("\n");
}

/** What follows the prefix on a line. */
function widthOf({ columns = Number.POSITIVE_INFINITY }: Terminal, prefix = ""): number {
  return Math.max(MIN_WIDTH, columns - prefix.length);
}

/** A word may begin in one run and end in the next: a marked name and the hyphen after it. */
function wordsOf(runs: readonly Run[], { styled }: Terminal): readonly Piece[][] {
  const words: Piece[][] = [[]];
  for (const { text, mark } of runs) {
    const clean = sanitize(text);
    const [first = "", ...others] = (styled ? clean : asterisks(clean, mark)).split(/ +/u);
    const pieceOf = (word: string): Piece[] =>
      word === "" ? [] : [{ shown: styled ? style(word, mark) : word, length: word.length }];
    words.at(-1)?.push(...pieceOf(first));
    for (const word of others) words.push(pieceOf(word));
  }
  return words.filter((word) => word.length > 0);
}

/** Lines of at most `width`; a longer word has a line of its own. Words are styled one by one: no style goes on over a line break. */
function wrap(words: readonly (readonly Piece[])[], width: number): readonly string[] {
  const lines: string[][] = [[]];
  let used = 0;
  for (const word of words) {
    const length = word.reduce((sum, piece) => sum + piece.length, 0);
    if (used > 0 && used + 1 + length > width) {
      lines.push([]);
      used = 0;
    }
    lines.at(-1)?.push(word.map(({ shown }) => shown).join(""));
    used += length + (used > 0 ? 1 : 0);
  }
  return lines.map((line) => line.join(" "));
}

function asterisks(text: string, mark: Mark | undefined): string {
  return mark === "match" ? `**${text}**` : text;
}

function style(text: string, mark: Mark | undefined): string {
  if (mark === undefined) return text;
  // Whether to style was decided by the caller; Node would look at its standard output instead.
  return styleText(mark === "code" ? "cyan" : "bold", text, { validateStream: false });
}
