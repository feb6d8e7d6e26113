// Renders a message as lines of text. Marked words are styled on a terminal, and put between asterisks elsewhere.
import { styleText } from "node:util";
import type { Action, Block, Mark, Message, Run } from "#domain/message.ts";
import { sanitize } from "#text/unicode.ts";

/** Describes the output. Without `columns` lines are not wrapped; without `styled` there are no escape sequences. */
export type Terminal = Readonly<{ styled: boolean; columns?: number }>;

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
      return renderActions(block.lead, block.actions);
  }
}

function asStrong(run: Run): Run {
  return { ...run, mark: "strong" };
}

function withAddress(run: Run): readonly Run[] {
  return run.href === undefined ? [run] : [run, { text: ` <${run.href}>` }];
}

/** Each button as the command line that does the same. */
function renderActions(lead: string | undefined, actions: readonly Action[]): string {
  const typed = actions.map(({ label, command, args }) => `[${label}: /${command} ${args.reference ?? ""}]`);
  return sanitize([...(lead === undefined ? [] : [lead]), ...typed].join(" "));
}

// A narrower terminal would break every line after a word or two.
const MIN_WIDTH = 20;

/** Wraps at spaces and styles each word by itself, so that no style continues over a line break. */
function renderRuns(runs: readonly Run[], { styled, columns }: Terminal, prefix: string): string {
  if (!styled) return prefix + runs.map(({ text, mark }) => asterisks(sanitize(text), mark)).join("");
  const width = Math.max(MIN_WIDTH, (columns ?? Number.POSITIVE_INFINITY) - prefix.length);
  const lines: string[] = [];
  let line = "";
  let length = 0;
  for (const { text, mark } of runs) {
    for (const piece of sanitize(text).split(/(?<=\s)(?=\S)/u)) {
      const word = piece.trimEnd();
      if (length > 0 && length + word.length > width) {
        lines.push(line.trimEnd());
        line = "";
        length = 0;
      }
      line += style(word, mark) + piece.slice(word.length);
      length += piece.length;
    }
  }
  return [...lines, line].map((text) => prefix + text).join("\n");
}

function asterisks(text: string, mark: Mark | undefined): string {
  return mark === "match" ? `**${text}**` : text;
}

function style(text: string, mark: Mark | undefined): string {
  if (mark === undefined) return text;
  // Whether to style was decided by the caller; Node would look at its standard output instead.
  return styleText(mark === "code" ? "cyan" : "bold", text, { validateStream: false });
}
