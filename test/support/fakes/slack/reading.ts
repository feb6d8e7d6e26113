// Reads a post as a person in Slack would: words, quotations, marked words, buttons, links and pings.
import type { Reading } from "#test/support/fakes/reading.ts";
import type { Post } from "./state.ts";

type Element = Readonly<{
  type: string;
  text?: string | Readonly<{ text: string }>;
  url?: string;
  style?: Readonly<{ bold?: boolean }>;
}>;
type RichPart = Readonly<{ type: string; elements: readonly Element[] }>;
type Block = Readonly<{ type: string; elements: readonly (RichPart & Element)[] }>;

// Rich text elements that notify nobody.
const WITHOUT_PING = ["text", "link"];

export function readPost({ payload }: Pick<Post, "payload">): Reading {
  const blocks = (payload.blocks ?? []) as readonly Block[];
  const rich = blocks.filter(({ type }) => type === "rich_text").flatMap(({ elements }) => elements);
  const quotes = rich.filter(({ type }) => type === "rich_text_quote");
  const elements = rich.flatMap((part) => part.elements);
  const fallback = linksAndPings(String(payload.text ?? ""));
  return {
    words: blocks.map(wordsOfBlock).join("\n"),
    quotes: quotes.map((part) => part.elements.map(wordsOf).join("")),
    marked: quotes.flatMap((part) => part.elements.filter(({ style }) => style?.bold).map(wordsOf)),
    buttons: blocks.filter(({ type }) => type === "actions").flatMap((block) => block.elements.map(wordsOf)),
    links: [...elements.flatMap(({ url }) => url ?? []), ...fallback.links],
    pings: elements.filter(({ type }) => !WITHOUT_PING.includes(type)).length + fallback.pings,
  };
}

function wordsOfBlock({ type, elements }: Block): string {
  if (type === "actions") return elements.map((button) => `[${wordsOf(button)}]`).join(" ");
  return elements.flatMap((part) => part.elements.map(wordsOf)).join("");
}

function wordsOf({ text, url = "" }: Element): string {
  return typeof text === "string" ? text : (text?.text ?? url);
}

/** Slack also interprets unescaped angle brackets in the fallback text. */
function linksAndPings(text: string) {
  const tokens = [...text.matchAll(/<([^<>]*)>/gu)].map(([, token = ""]) => token);
  return {
    pings: tokens.filter((token) => /^[@#!]/u.test(token)).length,
    links: tokens.filter((token) => !/^[@#!]/u.test(token)),
  };
}
