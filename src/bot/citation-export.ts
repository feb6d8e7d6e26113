// A citation for the writing tool at hand: a Markdown footnote and a BibTeX entry, each escaped as its readers need it.
import { type Cited, isPerson, label, lastName, noteForm, shortTitle } from "./citation-format.ts";

/** `[^baffa2021-12]: Richard C. Baffa, …`: the definition; the same mark without the colon goes into the text. */
export function markdownForm(cited: Cited): string {
  const { ordinal, number, last } = cited;
  const where = [number ?? ordinal, ...(last === undefined ? [] : [last.number ?? last.ordinal])].join("-");
  return `[^${keyOf(cited)}-${where}]: ${escapeMarkdown(noteForm(cited))}`;
}

/** One line. The entry of the whole report; the paragraph stands in its note. */
export function bibtexForm(cited: Cited): string {
  const { authors, title, publisher, published, url, tlp } = cited;
  const fields: readonly (readonly [string, string | undefined])[] = [
    ["author", authors.length === 0 ? undefined : braced(authors.map(authorName).join(" and "))],
    ["title", braced(braced(escapeTex(title)))],
    ["institution", publisher === undefined ? undefined : braced(escapeTex(publisher))],
    ["year", published === undefined ? undefined : braced(String(published.year))],
    ["month", published?.month === undefined ? undefined : MONTHS[published.month - 1]],
    ["url", url === undefined ? undefined : braced(url.replace(/[{}\\]/gu, encodeURIComponent))],
    ["note", braced(escapeTex([...(tlp === undefined ? [] : [tlp]), label(cited)].join(", ")))],
  ];
  const filled = fields.flatMap(([name, value]) => (value === undefined ? [] : [`${name} = ${value}`]));
  return `@${publisher === undefined ? "misc" : "techreport"}{${keyOf(cited)}, ${filled.join(", ")}}`;
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** `baffa2021`: letters and digits that every tool takes. */
function keyOf(cited: Cited): string {
  const [first = shortTitle(cited)] = cited.authors.map(lastName);
  const word = first
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9 ]/gu, "")
    .trim()
    .split(" ")[0];
  return `${word === "" ? "report" : word}${cited.published?.year ?? ""}`;
}

function braced(value: string): string {
  return `{${value}}`;
}

/** A body's name is one name, whatever "and" stands in it. */
function authorName(author: string): string {
  return isPerson(author) ? escapeTex(author) : braced(escapeTex(author));
}

// BibTeX counts braces even behind a backslash: a lone one is spelled out.
const TEX: Readonly<Record<string, string>> = {
  "\\": "\\textbackslash{}",
  "{": "\\textbraceleft{}",
  "}": "\\textbraceright{}",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
};

function escapeTex(text: string): string {
  return text.replace(/[\\{}~^&%$#_]/gu, (sign) => TEX[sign] ?? `\\${sign}`);
}

/** Nothing in it can be read as markup, be it in the line or at its beginning. */
function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*_[\]<>|~$&]/gu, "\\$&")
    .replace(/^[#+\-=]/u, "\\$&")
    .replace(/^(\d+)([.)])/u, "$1\\$2");
}
