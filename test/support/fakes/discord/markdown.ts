// Parses a line as Discord's client does, character by character and independently of the bot's own escaping: separates
// markup, mentions and links from the words.

export type LineReading = {
  /** The text without markup. */
  words: string;
  /** The words in bold. */
  bold: string[];
  links: string[];
  /** Mentions, command links, time stamps, custom emoji. */
  tokens: string[];
  /** The name of every other piece of markup. */
  markup: string[];
  isQuote: boolean;
};

const TOKEN = /^<(?:@[!&]?\d+|#\d+|\/[^>]+:\d+|t:-?\d+(?::\w)?|a?:\w+:\d+|id:\w+|sound:[^>]+)>/u;
const ANGLED_LINK = /^<((?:https?|steam|discord|mailto|tel|sms):[^\s>]+)>/u;
const BARE_LINK = /^(?:https?|steam|discord):\/\/[^\s<]+[^<.,:;"'\]\s]/iu;
const INVITATION = /^(?:discord\.gg|discord(?:app)?\.com\/invite)\/\w+/iu;
// The words of a masked link have brackets in pairs only, and escapes do not count.
const MASKED_LINK =
  /^\[((?:\[[^\]]*\]|[^[\]]|\](?=[^[]*\]))*)\]\(\s*<?((?:\([^)]*\)|[^\s\\]|\\.)*?)>?(?:\s+['"][\s\S]*?['"])?\s*\)/u;
const BROADCAST = /^@(?:everyone|here)/u;
// Emphasis ends at the next marker of its kind that is not escaped.
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

/** Includes markup at the start of the line: quotation, heading, subtext, list. */
export function readLine(line: string): LineReading {
  const reading: LineReading = { words: "", bold: [], links: [], tokens: [], markup: [], isQuote: false };
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

function readInline(text: string, reading: LineReading): void {
  for (let rest = text; rest !== ""; ) rest = rest.slice(readNext(rest, reading));
}

// Characters at which no markup can begin.
const WORDS = /^[^\\<@hsd[*_~|`]+/iu;

/** Reads one piece from the beginning. Returns its length. */
function readNext(rest: string, reading: LineReading): number {
  const [words] = WORDS.exec(rest) ?? [];
  if (words !== undefined) {
    reading.words += words;
    return words.length;
  }
  const [sequence, escaped] = /^\\([^0-9A-Za-z\s])/u.exec(rest) ?? [];
  if (sequence !== undefined && escaped !== undefined) {
    reading.words += escaped;
    return sequence.length;
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

function readEmphasis(rest: string, reading: LineReading): number {
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
