// Reports what looks wrong or unusual in the text itself. The text is never changed.
import type { TextDiagnostic } from "#domain/diagnostic.ts";
import { BIDI_CONTROLS } from "#text/unicode.ts";
import type { SourceBlock } from "./markdown.ts";

/** A check of one block's text. */
type LintRule = Readonly<{ message: string; hint: string; matches: (text: string) => boolean }>;

const KEPT = "kept as printed";
const BIDI_CONTROL = new RegExp(`[${BIDI_CONTROLS}]`, "u");

const RULES: readonly LintRule[] = [
  {
    message: "word with a hyphen left over from the end of a line",
    hint: `${KEPT}; a search without the hyphen finds it`,
    matches: (text) => /\p{L}- (?!(?:and|or|to|nor)\b)\p{Ll}/u.test(text),
  },
  {
    message: "word with spaces between its letters",
    hint: KEPT,
    matches: (text) => /(?<![\p{L}'\u2019.])(?![aAIO] )\p{L} \p{Ll}{1,3}(?!\p{L})/u.test(text),
  },
  { message: "footnote mark without a footnote", hint: KEPT, matches: (text) => /\[\^\w+\]/u.test(text) },
  {
    message: "footnote mark without a space before the next word",
    hint: KEPT,
    matches: (text) => /\[\d{1,3}\]\p{L}/u.test(text),
  },
  {
    message: "words that say that something is superseded",
    hint: `${KEPT}; make sure that the old text is not taken for the current one`,
    matches: (text) => /\bsupersede[sd]?\b/iu.test(text),
  },
  {
    message: "unpaired quotation mark",
    hint: `${KEPT}; none is added or changed`,
    matches: hasUnpairedQuotes,
  },
  {
    message: "unpaired bracket",
    hint: KEPT,
    matches: (text) => count(text, /[[(]/gu) !== count(text, /[\])]/gu) && !/^\(?\w{1,3}\)/u.test(text),
  },
  { message: "private or unreadable character", hint: KEPT, matches: (text) => /[\p{Co}\uFFFD]/u.test(text) },
  {
    message: "control character that changes the reading direction",
    hint: `${KEPT}; not shown`,
    matches: (text) => BIDI_CONTROL.test(text),
  },
  {
    message: "markup that was not understood",
    hint: KEPT,
    matches: (text) => /\]\(|<\/?[a-z]+[ >]|\{[:%{]/u.test(text),
  },
];

export function lint(blocks: readonly SourceBlock[]): readonly TextDiagnostic[] {
  const notes = blocks.flatMap(({ text, line }) =>
    RULES.filter(({ matches }) => matches(text)).map(
      ({ message, hint }): TextDiagnostic => ({ severity: "note", line, message, hint }),
    ),
  );
  return [...notes, ...findRepeated(blocks), ...findSharedMarks(blocks), ...findVersions(blocks)];
}

function hasUnpairedQuotes(text: string): boolean {
  const curly = count(text, /\u201C/gu) !== count(text, /\u201D/gu);
  return curly || count(text, /"/gu) % 2 === 1;
}

function count(text: string, pattern: RegExp): number {
  return (text.match(pattern) ?? []).length;
}

// Shorter texts, such as the cells of a table, repeat without any meaning.
const MIN_REPEATED_LENGTH = 40;

/** Paragraphs with the same text: they share one code. */
function findRepeated(blocks: readonly SourceBlock[]): readonly TextDiagnostic[] {
  const firstLines = new Map<string, number>();
  return blocks.flatMap(({ kind, text, line }): TextDiagnostic[] => {
    if (kind === "heading" || text.length < MIN_REPEATED_LENGTH) return [];
    const first = firstLines.get(text);
    if (first === undefined) {
      firstLines.set(text, line);
      return [];
    }
    const message = `same text as line ${first}`;
    return [{ severity: "note", line, message, hint: "both are kept and share one code" }];
  });
}

const FOOTNOTE_MARK = /\[(?<mark>\d{1,3})\]/gu;

/** A footnote mark in several places may be a scanning error: a single "I" or digit in brackets was read as a mark. */
function findSharedMarks(blocks: readonly SourceBlock[]): readonly TextDiagnostic[] {
  const marksIn = (text: string) => [...text.matchAll(FOOTNOTE_MARK)].map(({ groups }) => groups?.mark);
  const uses = new Map<string | undefined, number>();
  for (const mark of blocks.flatMap(({ text }) => marksIn(text))) uses.set(mark, (uses.get(mark) ?? 0) + 1);
  return blocks
    .filter(({ text }) => marksIn(text).some((mark) => (uses.get(mark) ?? 0) > 1))
    .map(({ line }) => ({
      severity: "note",
      line,
      message: "footnote mark that is used in several places",
      hint: `${KEPT}; a scan may have read a word as a mark`,
    }));
}

/** Headings of several versions: the file has old guidance beside new, and Ibid quotes both. */
function findVersions(blocks: readonly SourceBlock[]): readonly TextDiagnostic[] {
  const VERSION = /\bv(?:ersion )?(?<version>\d+)\b/iu;
  const versioned = blocks.flatMap(({ kind, text, line }) => {
    const version = kind === "heading" ? VERSION.exec(text)?.groups?.version : undefined;
    return version === undefined ? [] : [{ text, line, version }];
  });
  if (new Set(versioned.map(({ version }) => version)).size < 2) return [];
  return versioned.map(({ text, line }) => ({
    severity: "warning",
    line,
    message: `one of several versions in one report: "${text}"`,
    hint: "all are quoted; the section in the citation shows which",
  }));
}
