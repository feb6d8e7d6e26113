// Citations for writing tools: a Markdown footnote and a BibTeX entry, each with the escapes that its format needs.

import { MONTHS } from "#domain/report.ts";
import { showLabel } from "#domain/scope.ts";
import { type Cited, isPerson, label, lastName, noteForm } from "./citation-format.ts";

/** `[^baffa2021-12]: Richard C. Baffa, …`: the footnote's definition. The text refers to it with `[^baffa2021-12]`. */
export function markdownForm(cited: Cited): string {
  const { ordinal, number, last } = cited;
  const range = [number ?? ordinal, ...(last === undefined ? [] : [last.number ?? last.ordinal])].join("-");
  return `[^${keyOf(cited)}-${range}]: ${escapeMarkdown(noteForm(cited))}`;
}

/** The entry of the whole report, on one line; the paragraph is in its `note`. */
export function bibtexForm(cited: Cited): string {
  const { authors, title, publisher, published, url, tlp } = cited;
  const fields: readonly (readonly [string, string | undefined])[] = [
    ["author", authors.length === 0 ? undefined : braced(authors.map(authorName).join(" and "))],
    ["title", braced(braced(escapeTex(title)))],
    ["institution", publisher === undefined ? undefined : braced(escapeTex(publisher))],
    ["year", published === undefined ? undefined : braced(String(published.year))],
    ["month", published?.month === undefined ? undefined : monthMacro(published.month)],
    ["url", url === undefined ? undefined : braced(url.replace(/[{}\\]/gu, encodeURIComponent))],
    ["note", braced(escapeTex([...(tlp === undefined ? [] : [showLabel(tlp)]), label(cited)].join(", ")))],
  ];
  const filled = fields.flatMap(([name, value]) => (value === undefined ? [] : [`${name} = ${value}`]));
  return `@${publisher === undefined ? "misc" : "techreport"}{${keyOf(cited)}, ${filled.join(", ")}}`;
}

/** BibTeX predefines `jan` to `dec`. */
function monthMacro(month: number): string {
  return (MONTHS[month - 1] ?? "").slice(0, 3).toLowerCase();
}

/** `baffa2021`: only letters and digits, which every tool accepts in a key. */
function keyOf(cited: Cited): string {
  const [first = cited.shortTitle] = cited.authors.map(lastName);
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

/** Braces keep an organisation one author even if its name contains "and", which separates authors. */
function authorName(author: string): string {
  return isPerson(author) ? escapeTex(author) : braced(escapeTex(author));
}

// BibTeX counts braces even after a backslash, so a brace is written as a command.
const TEX: Readonly<Record<string, string>> = {
  "\\": "\\textbackslash{}",
  "{": "\\textbraceleft{}",
  "}": "\\textbraceright{}",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
};

function escapeTex(text: string): string {
  return text.replace(/[\\{}~^&%$#_]/gu, (character) => TEX[character] ?? `\\${character}`);
}

/** Escapes everything that could be markup, within the line or at its start. */
function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*_[\]<>|~$&]/gu, "\\$&")
    .replace(/^[#+\-=]/u, "\\$&")
    .replace(/^(\d+)([.)])/u, "$1\\$2");
}
