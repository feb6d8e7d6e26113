// Oddities of the words themselves: kept as printed, and told to the owner.
import type { Block } from "./markdown.ts";
import type { Note } from "./repair.ts";

type Sign = Readonly<{ what: string; treatment: string; found: (text: string) => boolean }>;

const KEPT = "kept as printed";

const SIGNS: readonly Sign[] = [
  {
    what: "word with a hyphen left from a line end",
    treatment: `${KEPT}; found when searched without it`,
    found: (text) => /\p{L}- (?!(?:and|or|to|nor)\b)\p{Ll}/u.test(text),
  },
  {
    what: "word with its letters spaced out",
    treatment: KEPT,
    found: (text) => /(?<![\p{L}'\u2019.])(?![aAIO] )\p{L} \p{Ll}{1,3}(?!\p{L})/u.test(text),
  },
  { what: "footnote mark without a footnote", treatment: KEPT, found: (text) => /\[\^\w+\]/u.test(text) },
  {
    what: "footnote mark that touches the next word",
    treatment: KEPT,
    found: (text) => /\[\d{1,3}\]\p{L}/u.test(text),
  },
  {
    what: "words that say something is superseded",
    treatment: `${KEPT}; see that the old text is not read as current`,
    found: (text) => /\bsupersede[sd]?\b/iu.test(text),
  },
  {
    what: "quotation mark without its partner",
    treatment: `${KEPT}; none is added or turned`,
    found: isUnpaired,
  },
  {
    what: "bracket without its partner",
    treatment: KEPT,
    found: (text) => count(text, /[[(]/gu) !== count(text, /[\])]/gu) && !/^\(?\w{1,3}\)/u.test(text),
  },
  { what: "private or unreadable character", treatment: KEPT, found: (text) => /[\p{Co}\uFFFD]/u.test(text) },
  {
    what: "mark that turns the reading direction",
    treatment: "kept as printed; not shown",
    found: (text) => /[\u202A-\u202E\u2066-\u2069]/u.test(text),
  },
  {
    what: "markup that was not understood",
    treatment: KEPT,
    found: (text) => /\]\(|<\/?[a-z]+[ >]|\{[:%{]/u.test(text),
  },
];

export function findOddities(blocks: readonly Block[]): readonly Note[] {
  const notes = blocks.flatMap(({ text, line }) =>
    SIGNS.filter(({ found }) => found(text)).map(
      ({ what, treatment }): Note => ({ severity: "note", line, message: what, hint: treatment }),
    ),
  );
  return [...notes, ...repeated(blocks), ...sharedMarks(blocks), ...editions(blocks)];
}

function isUnpaired(text: string): boolean {
  const curly = count(text, /\u201C/gu) !== count(text, /\u201D/gu);
  return curly || count(text, /"/gu) % 2 === 1;
}

function count(text: string, pattern: RegExp): number {
  return (text.match(pattern) ?? []).length;
}

const MIN_REPEATED_LENGTH = 40;

/** Words that stand twice: their code fits both places. */
function repeated(blocks: readonly Block[]): readonly Note[] {
  const first = new Map<string, number>();
  return blocks.flatMap(({ kind, text, line }): Note[] => {
    if (kind === "heading" || text.length < MIN_REPEATED_LENGTH) return [];
    const before = first.get(text);
    if (before === undefined) first.set(text, line);
    return before === undefined
      ? []
      : [
          {
            severity: "note",
            line,
            message: `the same words as on line ${before}`,
            hint: "kept; one code fits both",
          },
        ];
  });
}

const FOOTNOTE_MARK = /\[(?<mark>\d{1,3})\]/gu;

/** A footnote mark in many places: a scan reads a lone "I" or figure as one. */
function sharedMarks(blocks: readonly Block[]): readonly Note[] {
  const marksIn = (text: string) => [...text.matchAll(FOOTNOTE_MARK)].map(({ groups }) => groups?.mark);
  const uses = new Map<string | undefined, number>();
  for (const mark of blocks.flatMap(({ text }) => marksIn(text))) uses.set(mark, (uses.get(mark) ?? 0) + 1);
  return blocks
    .filter(({ text }) => marksIn(text).some((mark) => (uses.get(mark) ?? 0) > 1))
    .map(({ line }) => ({
      severity: "note",
      line,
      message: "footnote mark that stands in several places",
      hint: `${KEPT}; a scan may have read a word as a mark`,
    }));
}

/** Headings of several versions: old and new guidance on one page. */
function editions(blocks: readonly Block[]): readonly Note[] {
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
    hint: "all are quoted; the section in the citation tells which",
  }));
}
