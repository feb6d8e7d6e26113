// A message as lines of text: marks as styles on a terminal, as asterisks elsewhere.
import { styleText } from "node:util";
import type { Action, Block, Mark, Message, Run } from "#domain/message.ts";
import { sanitize } from "#text/unicode.ts";

/** What the text is written to; without `columns` nothing is wrapped. */
export type Terminal = Readonly<{ styled: boolean; columns?: number }>;

export function renderMessage(message: Message, terminal: Terminal): string {
  return `${message.blocks.map((block) => renderBlock(block, terminal)).join("\n")}\n`;
}

function renderBlock(block: Block, terminal: Terminal): string {
  switch (block.kind) {
    case "heading":
      return renderRuns(
        block.runs.map((run) => ({ ...run, mark: "strong" as const })),
        terminal,
        "",
      );
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

function withAddress(run: Run): readonly Run[] {
  return run.href === undefined ? [run] : [run, { text: ` <${run.href}>` }];
}

/** Buttons as what can be typed; a pointer keeps its label. */
function renderActions(lead: string | undefined, actions: readonly Action[]): string {
  const typed = actions.map(({ label, command, args }) => `[${label}: /${command} ${args.reference ?? ""}]`);
  return sanitize([...(lead === undefined ? [] : [lead]), ...typed].join(" "));
}

/** Wraps at blanks and styles word by word, so that a line never ends inside a style. */
function renderRuns(runs: readonly Run[], { styled, columns }: Terminal, prefix: string): string {
  if (!styled) return prefix + runs.map(({ text, mark }) => asterisks(sanitize(text), mark)).join("");
  const width = Math.max(20, (columns ?? Number.POSITIVE_INFINITY) - prefix.length);
  const lines: string[] = [];
  let line = "";
  let length = 0;
  for (const { text, mark } of runs) {
    for (const piece of sanitize(text).split(/(?<=\s)(?=\S)/u)) {
      if (length > 0 && length + piece.trimEnd().length > width) {
        lines.push(line.trimEnd());
        line = "";
        length = 0;
      }
      const word = piece.trimEnd();
      line += style(word, mark) + piece.slice(word.length);
      length += piece.length;
    }
  }
  return [...lines, line].map((one) => prefix + one).join("\n");
}

function asterisks(text: string, mark: Mark | undefined): string {
  return mark === "match" ? `**${text}**` : text;
}

function style(text: string, mark: Mark | undefined): string {
  if (mark === undefined) return text;
  // The caller knows whether it writes to a terminal; Node's own guess is about its standard output only.
  return styleText(mark === "code" ? "cyan" : "bold", text, { validateStream: false });
}
