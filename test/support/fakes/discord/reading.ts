// Reads a message as a person in Discord would: words, quotations, marked words, buttons, links and pings.
import type { Reading } from "#test/support/fakes/reading.ts";
import { type LineReading, readLine } from "./markdown.ts";
import type { Json, Stored } from "./state.ts";

type Written = Pick<Stored, "content" | "components"> & Partial<Pick<Stored, "allowedMentions">>;

export function readMessage({ content, components, allowedMentions }: Written): Reading {
  const texts = components.filter(({ type }) => type === 10).map((text) => String(text.content));
  const lines = [content, ...texts].filter((text) => text !== "").flatMap((text) => text.split("\n"));
  const readings = lines.map(readLine);
  const quotes = readings.filter(({ isQuote }) => isQuote);
  const rows = components.filter(({ type }) => type === 1).map((row) => row.components as readonly Json[]);
  return {
    words: [...readings.map(({ words }) => words), ...rows.map(wordsOfRow)].join("\n"),
    quotes: quotationsIn(readings),
    marked: quotes.flatMap(({ bold }) => bold),
    buttons: rows.flat().map(({ label }) => String(label)),
    links: readings.flatMap(({ links }) => links),
    pings: readings.flatMap(({ tokens }) => tokens).length + (mayPing(allowedMentions) ? 1 : 0),
  };
}

/** Quotations on successive lines are shown as one. */
function quotationsIn(lines: readonly LineReading[]): string[] {
  const quotes: string[] = [];
  for (const [index, { isQuote, words }] of lines.entries()) {
    if (isQuote && lines[index - 1]?.isQuote === true) quotes.push(`${quotes.pop()}\n${words}`);
    else if (isQuote) quotes.push(words);
  }
  return quotes;
}

function wordsOfRow(buttons: readonly Json[]): string {
  return buttons.map(({ label }) => `[${String(label)}]`).join(" ");
}

/** Discord also finds mentions in the raw text, escaped or not, unless `allowed_mentions` rules them out. */
function mayPing(allowed: Json | undefined): boolean {
  return (
    allowed === undefined ||
    !Array.isArray(allowed.parse) ||
    allowed.parse.length > 0 ||
    allowed.replied_user === true
  );
}
