// What a person sees of a rendered message, read from its golden file.

export type Words = readonly Readonly<{ text: string; bold: boolean }>[];

export type Piece =
  /** `small`: a note in small print. */
  | Readonly<{ kind: "text" | "quote" | "small"; words: Words }>
  | Readonly<{ kind: "buttons"; labels: readonly string[] }>;

type SlackElement = Readonly<{ text?: string; style?: { bold?: boolean } }>;
type SlackBlock = Readonly<{
  type: string;
  elements: readonly Readonly<{
    type: string;
    elements?: readonly SlackElement[];
    text?: { text: string };
  }>[];
}>;

export function readSlack(payload: string): readonly Piece[] {
  const { blocks }: { blocks: readonly SlackBlock[] } = JSON.parse(payload);
  return blocks.flatMap(({ type, elements }): readonly Piece[] => {
    if (type === "actions")
      return [{ kind: "buttons", labels: elements.map(({ text }) => text?.text ?? "") }];
    return elements.flatMap(({ type: part, elements: runs = [] }) =>
      linesOf(runs.map(({ text = "", style }) => ({ text, bold: style?.bold === true }))).map((words) => ({
        kind: part === "rich_text_quote" ? "quote" : "text",
        words,
      })),
    );
  });
}

/** A run that is a line end begins a new line. */
function linesOf(runs: Words): readonly Words[] {
  const lines: Words[number][][] = [[]];
  for (const run of runs) {
    if (run.text === "\n") lines.push([]);
    else lines.at(-1)?.push(run);
  }
  return lines;
}

type DiscordComponent = Readonly<{
  content?: string;
  label?: string;
  components?: readonly DiscordComponent[];
}>;

export function readDiscord(payload: string): readonly Piece[] {
  const { components }: { components: readonly DiscordComponent[] } = JSON.parse(payload);
  return components.flatMap(({ content, components: row = [] }): readonly Piece[] =>
    content === undefined
      ? [{ kind: "buttons", labels: row.map(({ label = "" }) => label) }]
      : content.split("\n").map(markedLine),
  );
}

const MARKDOWN: readonly (readonly [prefix: string, kind: "quote" | "small" | "heading"])[] = [
  ["> ", "quote"],
  ["-# ", "small"],
  ["### ", "heading"],
];

function markedLine(line: string): Piece {
  const [prefix, kind] = MARKDOWN.find(([mark]) => line.startsWith(mark)) ?? ["", "text"];
  const parts = line.slice(prefix.length).split("**");
  const words = parts.map((text, i) => ({
    text: text.replace(/\\([^\w\s])/gu, "$1"),
    bold: i % 2 === 1 || kind === "heading",
  }));
  return { kind: kind === "heading" ? "text" : kind, words };
}
