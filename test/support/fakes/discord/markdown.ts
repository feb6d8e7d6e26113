// Text as Discord's client reads it: an own reader, sign by sign, so that what the bot escapes is not judged by its own
// rules. Everything that is markup, a mention or a link is told apart from the words.

export type Reading = {
  /** The words as they are shown. */
  words: string;
  /** Stretches in bold. */
  bold: string[];
  links: string[];
  /** Mentions, commands, time stamps, custom emoji. */
  tokens: string[];
  /** Every other piece of markup, by name. */
  markup: string[];
  isQuote: boolean;
};

const TOKEN = /^<(?:@[!&]?\d+|#\d+|\/[^>]+:\d+|t:-?\d+(?::\w)?|a?:\w+:\d+|id:\w+|sound:[^>]+)>/u;
const ANGLED_LINK = /^<((?:https?|steam|discord|mailto|tel|sms):[^\s>]+)>/u;
const BARE_LINK = /^(?:https?|steam|discord):\/\/[^\s<]+[^<.,:;"'\]\s]/iu;
const INVITATION = /^(?:discord\.gg|discord(?:app)?\.com\/invite)\/\w+/iu;
// The words of a link: brackets in pairs, and no heed of escapes.
const MASKED_LINK =
  /^\[((?:\[[^\]]*\]|[^[\]]|\](?=[^[]*\]))*)\]\(\s*<?((?:\([^)]*\)|[^\s\\]|\\.)*?)>?(?:\s+['"][\s\S]*?['"])?\s*\)/u;
const BROADCAST = /^@(?:everyone|here)/u;
// Emphasis lasts from a sign to the next of its kind that is not escaped.
const EMPHASIS: readonly (readonly [name: string, pattern: RegExp])[] = [
  ["code", /^(`+)([\s\S]*?[^`])\1(?!`)/u],
  ["bold", /^\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)/u],
  ["underline", /^__((?:\\[\s\S]|[^\\])+?)__(?!_)/u],
  ["strike", /^~~((?:\\[\s\S]|[^\\])+?)~~/u],
  ["spoiler", /^\|\|((?:\\[\s\S]|[^\\])+?)\|\|/u],
  ["italic", /^(?:\*((?:\\[\s\S]|[^\\*])+?)\*(?!\*)|_((?:\\[\s\S]|[^\\_])+?)_(?!\w))/u],
];
const LINE_STARTS: readonly (readonly [name: string, pattern: RegExp])[] = [
  ["heading", /^\s*#{1,3} /u],
  ["subtext", /^\s*-# /u],
  ["list", /^\s*(?:[*-]|\d+\.) /u],
  ["quote", /^\s*>(?:>>)? /u],
];

/** One line, its quotation mark, heading or sub-text at the start included. */
export function readLine(line: string): Reading {
  const reading: Reading = { words: "", bold: [], links: [], tokens: [], markup: [], isQuote: false };
  let rest = line;
  for (let again = true; again; ) {
    again = false;
    for (const [name, pattern] of LINE_STARTS) {
      const [start] = pattern.exec(rest) ?? [];
      if (start === undefined) continue;
      if (name === "quote" && !reading.isQuote && !start.includes(">>>")) reading.isQuote = true;
      else reading.markup.push(name);
      rest = rest.slice(start.length);
      again = true;
    }
  }
  readInline(rest, reading);
  return reading;
}

function readInline(text: string, reading: Reading): void {
  for (let rest = text; rest !== ""; ) rest = rest.slice(readNext(rest, reading));
}

// Characters that nothing but words begins with.
const WORDS = /^[^\\<@hsd[*_~|`]+/iu;

/** Reads what stands at the beginning; how many characters that took. */
function readNext(rest: string, reading: Reading): number {
  const [words] = WORDS.exec(rest) ?? [];
  if (words !== undefined) {
    reading.words += words;
    return words.length;
  }
  const [escaped, sign] = /^\\([^0-9A-Za-z\s])/u.exec(rest) ?? [];
  if (escaped !== undefined && sign !== undefined) {
    reading.words += sign;
    return escaped.length;
  }
  for (const [list, pattern] of [
    [reading.tokens, TOKEN],
    [reading.tokens, BROADCAST],
    [reading.links, ANGLED_LINK],
    [reading.links, BARE_LINK],
    [reading.links, INVITATION],
  ] as const) {
    const [found, inside] = pattern.exec(rest) ?? [];
    if (found === undefined) continue;
    list.push(inside ?? found);
    reading.words += found;
    return found.length;
  }
  const [masked, label = "", address = ""] = MASKED_LINK.exec(rest) ?? [];
  if (masked !== undefined) {
    reading.links.push(address);
    readInline(label, reading);
    return masked.length;
  }
  return readEmphasis(rest, reading);
}

function readEmphasis(rest: string, reading: Reading): number {
  for (const [name, pattern] of EMPHASIS) {
    const [found, ...groups] = pattern.exec(rest) ?? [];
    if (found === undefined) continue;
    const before = reading.words.length;
    if (name === "code") reading.words += groups[1] ?? "";
    else readInline(groups.find((group) => group !== undefined) ?? "", reading);
    if (name === "bold") reading.bold.push(reading.words.slice(before));
    else reading.markup.push(name);
    return found.length;
  }
  const [character = ""] = rest;
  reading.words += character;
  return character.length;
}
