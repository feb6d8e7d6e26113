// The front matter of a report file: YAML between two `---` lines. Everything in it is optional.
import { LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import type { TextDiagnostic } from "#domain/diagnostic.ts";
import { LABELS, parsePrintedLabel } from "#domain/scope.ts";
import { lineAt } from "#text/line-at.ts";
import { BIDI_CONTROLS, collapseSpace } from "#text/unicode.ts";
import { parsePublished } from "./published-date.ts";
import { ALL, setName } from "./report-set.ts";

const text = z
  .union([z.string(), z.number()], "must be text; put it in quotation marks")
  .transform((value) => collapseSpace(String(value)));
const names = z
  .union([z.array(text), text], "must be a name or a list of names")
  .transform((value) => (Array.isArray(value) ? value : [value]).filter((name) => name !== ""));
const date = text.transform((value, context) => {
  const published = parsePublished(value);
  if (published !== undefined) return published;
  context.addIssue({ code: "custom", message: 'must be a date such as 2021-11 or "October 1986"' });
  return z.NEVER;
});
const url = text.refine((value) => /^https?:\/\/[^\s<>"]+$/u.test(value), "must be an http or https address");
const tlp = text.transform((value, context) => {
  const label = parsePrintedLabel(value);
  if (label !== undefined) return label;
  context.addIssue({ code: "custom", message: `must be one of ${LABELS.join(", ")}` });
  return z.NEVER;
});
const sets = z
  .union([z.array(text), text], "must be a name or a list of names")
  .transform((value) => (Array.isArray(value) ? value : value.split(",")).map(setName))
  .refine(
    (given) => given.every((name) => name !== "" && name !== ALL),
    `must be names with letters; "${ALL}" means all sets`,
  );

const FIELDS = z.object({
  title: text.exactOptional(),
  authors: names.default([]),
  publisher: text.exactOptional(),
  published: date.exactOptional(),
  language: text.exactOptional(),
  url: url.exactOptional(),
  tlp: tlp.exactOptional(),
  sets: sets.exactOptional(),
  note: text.exactOptional(),
  ocr: z.boolean("must be true or false").exactOptional(),
});

export type FrontMatter = Readonly<z.infer<typeof FIELDS>>;

// The keys that owners use for a field; the first is the one that `docs/knowledge.md` names.
const KEYS: Readonly<Record<keyof FrontMatter, readonly string[]>> = {
  title: ["title"],
  authors: ["authors", "author"],
  publisher: ["publisher"],
  published: ["published", "published_at", "date"],
  language: ["language", "lang"],
  url: ["url", "source_url"],
  tlp: ["tlp"],
  sets: ["sets", "set"],
  note: ["note", "source"],
  ocr: ["ocr"],
};

type ParsedFrontMatter = Readonly<{ frontMatter: FrontMatter; diagnostics: readonly TextDiagnostic[] }>;

/** A file split into its front matter and `body`, the text after it, which begins on line `firstLine` of the file. */
export type SplitFile = ParsedFrontMatter & Readonly<{ body: string; firstLine: number }>;

const BIDI_CONTROL = new RegExp(`[${BIDI_CONTROLS}]`, "u");
const FENCED = /^---[^\S\n]*\n(?<yaml>[\s\S]*?)^(?:---|\.\.\.)[^\S\n]*(?:\n|$)/mu;
const NO_FIELDS: FrontMatter = { authors: [] };

/**
 * `source` has Unix line ends. Front matter that cannot be read is an error, because a citation must not be a guess.
 */
export function parseFrontMatter(source: string): SplitFile {
  const whole: SplitFile = { frontMatter: NO_FIELDS, diagnostics: [], body: source, firstLine: 1 };
  if (!/^---[^\S\n]*\n/u.test(source)) return whole;
  const match = FENCED.exec(source);
  const yaml = match?.groups?.yaml;
  if (match === null || yaml === undefined) {
    // Without a key on the next line the dashes are a horizontal rule at the top of the text.
    const isOpen = /^---[^\S\n]*\n\s*[\w-]+:/u.test(source);
    if (!isOpen) return whole;
    return {
      ...whole,
      diagnostics: [error(1, "front matter that is not closed", 'end it with a line "---"')],
    };
  }
  const { frontMatter, diagnostics } = parseYaml(yaml);
  return {
    frontMatter,
    body: source.slice(match[0].length),
    firstLine: match[0].split("\n").length,
    diagnostics: [...diagnostics, ...bidiWarnings(yaml)],
  };
}

/** Direction controls could make an author or a title read differently from its spelling. */
function bidiWarnings(yaml: string): readonly TextDiagnostic[] {
  const index = yaml.search(BIDI_CONTROL);
  if (index === -1) return [];
  const line = lineAt(yaml, index) + 1;
  const message = "control character that changes the reading direction, in the front matter";
  return [{ severity: "warning", line, message, hint: "not shown; remove it" }];
}

const MAX_BYTES = 16 * 1024;
// Against exponential growth ("billion laughs"); front matter needs no YAML aliases at all.
const MAX_YAML_ALIASES = 20;

function parseYaml(yaml: string): ParsedFrontMatter {
  const fail = (line: number, message: string, hint: string): ParsedFrontMatter => ({
    frontMatter: NO_FIELDS,
    diagnostics: [error(line, message, hint)],
  });
  if (Buffer.byteLength(yaml) > MAX_BYTES)
    return fail(1, `front matter over ${MAX_BYTES / 1024} KB`, "shorten it");
  const lines = new LineCounter();
  const document = parseDocument(yaml, { schema: "core", lineCounter: lines, logLevel: "silent" });
  const [syntaxError] = document.errors;
  if (syntaxError !== undefined) {
    const line = lines.linePos(syntaxError.pos[0]).line + 1;
    const message = `front matter that is not YAML: ${syntaxError.message.split("\n")[0]}`;
    return fail(line, message, "correct it; put a value that contains a colon in quotes");
  }
  const values = toValues(() => document.toJS({ maxAliasCount: MAX_YAML_ALIASES }));
  if (values === undefined)
    return fail(2, "front matter that is not a list of `key: value` lines", "write `title: …`");
  return parseFields(values, (key) => yaml.split("\n").findIndex((line) => line.startsWith(`${key}:`)) + 2);
}

type YamlValues = Readonly<Record<string, unknown>>;

/** Undefined when there are too many YAML aliases (`read` throws), or no keys (a single word, a list). */
function toValues(read: () => unknown): YamlValues | undefined {
  try {
    const value = read() ?? {};
    return typeof value === "object" && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value))
      : undefined;
  } catch {
    return undefined;
  }
}

/** Fields with an error are left out; the others are still needed to look for problems in the rest of the file. */
function parseFields(values: YamlValues, lineOf: (key: string) => number): ParsedFrontMatter {
  const given = Object.entries(KEYS).flatMap(([field, keys]) => {
    const [key, ...others] = keys.filter((candidate) => (values[candidate] ?? null) !== null);
    return key === undefined ? [] : [{ field, key, others }];
  });
  const valuesOf = (fields: typeof given) =>
    Object.fromEntries(fields.map(({ field, key }) => [field, values[key]]));
  const issues = FIELDS.safeParse(valuesOf(given)).error?.issues ?? [];
  const errors = new Map(issues.map(({ path: [field], message }) => [field, message]));
  const fields = FIELDS.parse(valuesOf(given.filter(({ field }) => !errors.has(field))));
  const ignored = (key: string, reason?: string): TextDiagnostic => ({
    severity: "note",
    line: lineOf(key),
    message: `key "${key}" in the front matter`,
    hint: reason === undefined ? "ignored" : `ignored: ${reason}`,
  });
  const problems = given.flatMap(({ field, key, others }) => {
    const message = errors.get(field);
    return [
      ...others.map((other) => ignored(other, `"${key}" says the same`)),
      ...(message === undefined ? [] : [error(lineOf(key), `"${key}" in the front matter`, message)]),
    ];
  });
  const known = new Set(Object.values(KEYS).flat());
  const unknown = Object.keys(values).filter((key) => !known.has(key));
  return {
    frontMatter: withoutEmpty(fields),
    diagnostics: [...problems, ...unknown.map((key) => ignored(key))],
  };
}

function withoutEmpty(fields: FrontMatter): FrontMatter {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== "")) as FrontMatter;
}

function error(line: number, message: string, hint: string): TextDiagnostic {
  return { severity: "error", line, message, hint };
}
