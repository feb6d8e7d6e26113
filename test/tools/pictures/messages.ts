// What a person sees of a rendered message, read from its golden file.

export type Words = readonly Readonly<{ text: string; bold: boolean }>[];

export type Piece =
  | Readonly<{ kind: "text" | "quote"; words: Words }>
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
    return elements.map(({ type: part, elements: runs = [] }) => ({
      kind: part === "rich_text_quote" ? "quote" : "text",
      words: runs.map(({ text = "", style }) => ({ text, bold: style?.bold === true })),
    }));
  });
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
      : content.split("\n").map((line) => markedLine(line, "> ")),
  );
}

/** The console's asterisks mark what is shown in bold. */
export function readConsole(output: string): readonly Piece[] {
  return output
    .trimEnd()
    .split("\n")
    .map((line) => markedLine(line, "| "));
}

function markedLine(line: string, quoted: string): Piece {
  const isQuote = line.startsWith(quoted);
  const parts = (isQuote ? line.slice(quoted.length) : line).split("**");
  const words = parts.map((text, i) => ({ text: text.replace(/\\([^\w\s])/gu, "$1"), bold: i % 2 === 1 }));
  return { kind: isQuote ? "quote" : "text", words };
}
