// The searchable form of a library. The only file that knows MiniSearch.
import MiniSearch from "minisearch";
import { type Library, type Paragraph, paragraphsOf, type Report, type Span } from "#domain/report.ts";
import { type Aliases, compileAliases } from "./aliases.ts";
import type { KnownWord, Vocabulary } from "./spelling.ts";
import { contentTerms, type Term } from "./terms.ts";

/** What a stretch of text can be matched by. */
export type TermSet = Readonly<{
  /** Stems and alias keys. */
  names: ReadonlySet<string>;
  /** The stems' first letters. */
  beginnings: ReadonlySet<string>;
}>;

/** A sentence with its content terms; `keys` names the alias group of each term. */
export type IndexedSentence = Readonly<{
  span: Span;
  terms: readonly Term[];
  keys: readonly (string | undefined)[];
  has: TermSet;
}>;

export type IndexedParagraph = Readonly<{
  paragraph: Paragraph;
  /** Title and section heading. */
  heading: TermSet;
  sentences: readonly IndexedSentence[];
  /** The whole paragraph with its headings. */
  has: TermSet;
}>;

type Candidate = Readonly<{ entry: IndexedParagraph; bm25: number }>;

export type ParagraphIndex = Readonly<{
  entries: readonly IndexedParagraph[];
  aliases: Aliases;
  /** In how many paragraphs (or pieces) a stem or alias key occurs. */
  documentFrequency(term: string): number;
  /** Inverse document frequency as BM25 has it; an unknown term counts like the rarest. */
  idf(term: string): number;
  /** The content words of the paragraphs by their folded form. */
  vocabulary: Vocabulary;
  /** The best paragraphs for weighted terms by BM25, best first. */
  search(weights: ReadonlyMap<string, number>, limit: number): Promise<readonly Candidate[]>;
}>;

// Beyond this length a paragraph is scored in pieces: BM25's length norm would bury it.
const PIECE_CHARACTERS = 1400;

// Optimum on eight tuning collections; plateau ±.002 for k .9-1.6 and b .6-.75.
const BM25 = { k: 1.2, b: 0.7, d: 0 };

export function createIndex(library: Library): ParagraphIndex {
  const aliases = compileAliases(library.aliases);
  const entries = library.reports.flatMap((report) =>
    paragraphsOf(report).map((paragraph) => indexParagraph(report, paragraph, aliases)),
  );
  const engine = new MiniSearch<{ id: number; terms: string }>({
    fields: ["terms"],
    tokenize: (joined) => joined.split(" "),
    processTerm: (term) => term,
  });
  const owners: number[] = [];
  const frequencies = new Map<string, number>();
  const vocabulary = new Map<string, KnownWord>();
  entries.forEach((entry, owner) => {
    countWords(entry, vocabulary);
    for (const piece of piecesOf(entry)) {
      for (const term of new Set(piece)) frequencies.set(term, (frequencies.get(term) ?? 0) + 1);
      engine.add({ id: owners.length, terms: piece.join(" ") });
      owners.push(owner);
    }
  });
  const idf = (term: string) => inverseFrequency(frequencies.get(term) ?? 1, owners.length);
  return {
    entries,
    aliases,
    vocabulary,
    idf,
    documentFrequency: (term) => frequencies.get(term) ?? 0,
    search: async (weights, limit) => bestParagraphs(engine, { weights, limit, owners, entries }),
  };
}

function inverseFrequency(frequency: number, count: number): number {
  return Math.log(1 + (count - frequency + 0.5) / (frequency + 0.5));
}

function indexParagraph(report: Report, paragraph: Paragraph, aliases: Aliases): IndexedParagraph {
  const sentences = paragraph.sentences.map((span) => {
    const terms = contentTerms(paragraph.text.slice(span.start, span.end));
    const keys = aliases(terms);
    return { span, terms, keys, has: termSet(namesOf(terms, keys)) };
  });
  const title = contentTerms(`${report.title} . ${paragraph.section}`);
  const heading = termSet(namesOf(title, aliases(title)));
  const has = termSet([...heading.names, ...sentences.flatMap((sentence) => [...sentence.has.names])]);
  return { paragraph, heading, sentences, has };
}

function namesOf(terms: readonly Term[], keys: readonly (string | undefined)[]): string[] {
  return [...terms.map(({ stem }) => stem), ...keys.filter((key) => key !== undefined)];
}

function termSet(names: readonly string[]): TermSet {
  return { names: new Set(names), beginnings: new Set(names.map(beginningOf)) };
}

const BEGINNING = 4;

/** The first letters of a stem; a shorter stem, which says too little, stands for itself. */
export function beginningOf(stem: string): string {
  return stem.slice(0, BEGINNING);
}

function countWords(entry: IndexedParagraph, vocabulary: Map<string, KnownWord>): void {
  for (const { span, terms } of entry.sentences) {
    for (const { surface, start, end, marked } of terms) {
      const seen = vocabulary.get(surface);
      const printed = seen?.printed ?? entry.paragraph.text.slice(span.start + start, span.start + end);
      const name = marked && (seen?.name ?? true);
      vocabulary.set(surface, { count: (seen?.count ?? 0) + 1, printed, name });
    }
  }
}

/** Terms of a paragraph, heading included, in pieces cut at sentence ends. */
function piecesOf(entry: IndexedParagraph): string[][] {
  const pieces: string[][] = [];
  let start = Number.NEGATIVE_INFINITY;
  for (const { span, terms, keys } of entry.sentences) {
    if (span.end - start > PIECE_CHARACTERS) {
      pieces.push([...entry.heading.names]);
      start = span.start;
    }
    const piece = pieces.at(-1);
    for (const { stem } of terms) piece?.push(stem);
    for (const key of keys) if (key !== undefined) piece?.push(key);
  }
  return pieces;
}

type Search = Readonly<{
  weights: ReadonlyMap<string, number>;
  limit: number;
  owners: readonly number[];
  entries: readonly IndexedParagraph[];
}>;

function bestParagraphs(engine: MiniSearch, { weights, limit, owners, entries }: Search): Candidate[] {
  const results = engine.search([...weights.keys()].join(" "), {
    bm25: BM25,
    boostTerm: (term) => weights.get(term) ?? 0,
  });
  const best = new Map<number, number>();
  for (const { id, score, queryTerms } of results) {
    const owner = owners[id] ?? -1;
    // MiniSearch multiplies the score by the number of matched question words; BM25 does not.
    const bm25 = score / queryTerms.length;
    if (bm25 > (best.get(owner) ?? 0)) best.set(owner, bm25);
  }
  return [...best]
    .sort(([a, x], [b, y]) => y - x || a - b)
    .slice(0, limit)
    .flatMap(([owner, bm25]) => {
      const entry = entries[owner];
      return entry === undefined ? [] : [{ entry, bm25 }];
    });
}
