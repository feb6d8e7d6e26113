// The head of a report file: YAML between two `---` lines. Only a title is needed, and even that has a stand-in.
import { LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import type { Published } from "#domain/report.ts";
import { parsePublished } from "./published-date.ts";
import type { Note } from "./repair.ts";

export type FrontMatter = Readonly<{
  title?: string;
  authors: readonly string[];
  publisher?: string;
  published?: Published;
  language?: string;
  url?: string;
  tlp?: string;
  note?: string;
}>;

export type Head = Readonly<{
  frontMatter: FrontMatter;
  /** What follows the front matter, and the line of the file on which it begins. */
  body: string;
  firstLine: number;
  notes: readonly Note[];
}>;

const MAX_BYTES = 16 * 1024;
const FENCE = /^---[^\S\n]*\n(?<yaml>[\s\S]*?)^(?:---|\.\.\.)[^\S\n]*(?:\n|$)/mu;

/** `source` has Unix line ends. A front matter that cannot be read is an error: a report is not cited by guesswork. */
export function readHead(source: string): Head {
  const whole: Head = { frontMatter: { authors: [] }, body: source, firstLine: 1, notes: [] };
  if (!/^---[^\S\n]*\n/u.test(source)) return whole;
  const match = FENCE.exec(source);
  const yaml = match?.groups?.yaml;
  // A rule at the very top of a report without front matter.
  if (match === null || yaml === undefined) {
    return /^---[^\S\n]*\n\s*[\w-]+:/u.test(source)
      ? { ...whole, notes: [error(1, "front matter that is not closed", 'end it with a line "---"')] }
      : whole;
  }
  const { frontMatter, notes } = readYaml(yaml);
  const body = source.slice(match[0].length);
  return {
    frontMatter,
    body,
    firstLine: match[0].split("\n").length,
    notes: [...notes, ...turningMarks(yaml)],
  };
}

/** An author or title that reads otherwise than it is spelt. */
function turningMarks(yaml: string): readonly Note[] {
  const at = yaml.search(/[\u202A-\u202E\u2066-\u2069]/u);
  if (at === -1) return [];
  const line = yaml.slice(0, at).split("\n").length + 1;
  const what = "mark that turns the reading direction, in the front matter";
  return [{ severity: "warning", line, message: what, hint: "not shown; remove it" }];
}

const text = z
  .union([z.string(), z.number()], "must be text; put it in quotation marks")
  .transform((value) => String(value).replace(/\s+/gu, " ").trim());
const names = z
  .union([z.array(text), text], "must be a name or a list of names")
  .transform((value) => (Array.isArray(value) ? value : [value]).filter((name) => name !== ""));
const date = text.transform((value, context) => {
  const published = parsePublished(value);
  if (published === undefined)
    context.addIssue({ code: "custom", message: 'must be a date such as 2021-11 or "October 1986"' });
  return published;
});
const url = text.refine((value) => /^https?:\/\/[^\s<>"]+$/u.test(value), "must be an http or https address");
const tlp = text.refine(
  (value) => /^TLP:(?:RED|AMBER(?:\+STRICT)?|GREEN|CLEAR|WHITE)$/u.test(value),
  "must be TLP:RED, TLP:AMBER, TLP:AMBER+STRICT, TLP:GREEN or TLP:CLEAR",
);

// Keys that owners use for the same thing; the first is the one that `knowledge/README.md` names.
const KEYS = {
  title: ["title"],
  authors: ["authors", "author"],
  publisher: ["publisher"],
  published: ["published", "published_at", "date"],
  language: ["language", "lang"],
  url: ["url", "source_url"],
  tlp: ["tlp"],
  note: ["note", "source"],
} as const;

const SCHEMAS = {
  title: text,
  authors: names,
  publisher: text,
  published: date,
  language: text,
  url,
  tlp,
  note: text,
};

function readYaml(yaml: string): Readonly<{ frontMatter: FrontMatter; notes: readonly Note[] }> {
  const nothing: FrontMatter = { authors: [] };
  if (Buffer.byteLength(yaml) > MAX_BYTES)
    return {
      frontMatter: nothing,
      notes: [error(1, `front matter over ${MAX_BYTES / 1024} KB`, "shorten it")],
    };
  const lines = new LineCounter();
  const document = parseDocument(yaml, { schema: "core", lineCounter: lines, logLevel: "silent" });
  const lineAt = (offset: number) => lines.linePos(offset).line + 1;
  const [broken] = document.errors;
  if (broken !== undefined) {
    const what = `front matter that is not YAML: ${broken.message.split("\n")[0]}`;
    return {
      frontMatter: nothing,
      notes: [error(lineAt(broken.pos[0]), what, "mend it; put a value with a colon in quotes")],
    };
  }
  const values = toValues(() => document.toJS({ maxAliasCount: 20 }));
  if (values === undefined)
    return {
      frontMatter: nothing,
      notes: [error(2, "front matter that is no list of `key: value`", "write `title: …`")],
    };
  return settle(values, (key) => yaml.split("\n").findIndex((line) => line.startsWith(`${key}:`)) + 2);
}

/** The keys and values, or undefined: too many aliases throw, and a lone word or a list has no keys. */
function toValues(read: () => unknown): Readonly<Record<string, unknown>> | undefined {
  try {
    const value = read() ?? {};
    return typeof value === "object" && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value))
      : undefined;
  } catch {
    return undefined;
  }
}

function settle(values: Readonly<Record<string, unknown>>, lineOf: (key: string) => number) {
  const notes: Note[] = [];
  const ignored = (key: string, why?: string): Note => ({
    severity: "note",
    line: lineOf(key),
    message: `key "${key}" in the front matter`,
    hint: why === undefined ? "ignored" : `ignored: ${why}`,
  });
  const settled: Record<string, unknown> = { authors: [] };
  for (const [name, keys] of Object.entries(KEYS)) {
    const [key, ...others] = keys.filter((candidate) => (values[candidate] ?? null) !== null);
    if (key === undefined) continue;
    for (const other of others) notes.push(ignored(other, `"${key}" says the same`));
    const parsed = SCHEMAS[name as keyof typeof KEYS].safeParse(values[key]);
    if (parsed.success && parsed.data === "") continue;
    if (parsed.success) settled[name] = parsed.data;
    else notes.push(error(lineOf(key), `"${key}" in the front matter`, `${parsed.error.issues[0]?.message}`));
  }
  const known = new Set<string>(Object.values(KEYS).flat());
  for (const key of Object.keys(values)) {
    if (!known.has(key)) notes.push(ignored(key));
  }
  return { frontMatter: settled as FrontMatter, notes };
}

function error(line: number, what: string, treatment: string): Note {
  return { severity: "error", line, message: what, hint: treatment };
}
