// What a question asks for: its content terms, weighed, mistyped words mended, other names recognised.
import type { Correction } from "#domain/answer.ts";
import { contentTerms, isContentWord, type Term, tokenize } from "#retrieval/analysis/tokenizer.ts";
import type { LibraryIndex } from "#retrieval/index/library-index.ts";
import { type AnswerType, answerTypeOf, isQuestionForm } from "./answer-type.ts";
import { correctSpelling } from "./spelling.ts";
import { relatedTo } from "./synonyms.ts";

/** One content term of the question. */
type QueryTerm = Readonly<{
  stem: string;
  surface: string;
  /** Alias group that the term belongs to. */
  key?: string;
  /** Stems of words of the reports that may stand for it. */
  related: readonly string[];
  /**
   * Related words meet the term: the reports lack the word itself, or a judgement is asked for, which has many wordings
   * ("war", "conflict", "clash"). Otherwise they only hint.
   */
  wide: boolean;
  /** What its idf is multiplied by: below 1 for a word that asks rather than names. */
  factor: number;
  /** Share of the question's weight, by how rare the term is in the reports; all shares add up to 1. */
  share: number;
  /** The reports hold this very word. */
  own: boolean;
  /** The reports hold the term or another name of it. */
  known: boolean;
  /** As typed. */
  typed: string;
  /** A figure; a word that begins with a capital though it does not begin the question. */
  isNumber: boolean;
  isName: boolean;
}>;

export type Query = Readonly<{
  text: string;
  terms: readonly QueryTerm[];
  type: AnswerType;
  /** Not a question but a list of key words. */
  isKeywords: boolean;
  corrections: readonly Correction[];
  /** Sum of the terms' weights: what the shares are shares of. */
  mass: number;
}>;

// A question with more distinct words than this is a paste; the first ones decide, and the work stays bounded.
export const MAX_TERMS = 64;
// Mending looks at much of the vocabulary once a word.
const MAX_MENDED = 8;

/** What the weight of a word (by its stem) is multiplied by: below 1 for words that ask rather than name. */
export type AskingFactor = (stem: string) => number;

/** `typed` are the words of the question. */
export async function analyseQuestion(
  question: string,
  index: LibraryIndex,
  askingFactor: AskingFactor,
  typed = tokenize(question),
): Promise<Query> {
  const type = answerTypeOf(question);
  const { terms, corrections } = await correctTerms(termsOf(typed, type), { question, index });
  const keys = index.matchAliases(terms);
  const isKeywords = !isQuestionForm(question);
  const factors = isKeywords ? [] : factorsOf(terms, askingFactor);
  const weighed = terms.map((term, at) => {
    const key = keys[at];
    const own = index.documentFrequency(term.stem) > 0;
    const named = key !== undefined && index.documentFrequency(key) > 0;
    const factor = factors[at] ?? 1;
    const weight = factor * index.idf(named && !own ? key : term.stem);
    const related = relatedTo(term.stem).filter((stem) => index.documentFrequency(stem) > 0);
    const wide = !(own || named) || type.kind === "estimate";
    return { term, related, wide, own, known: own || named, factor, weight, ...(named ? { key } : {}) };
  });
  const mass = weighed.reduce((sum, { weight }) => sum + weight, 0);
  return {
    text: question,
    corrections,
    mass,
    isKeywords,
    type,
    terms: weighed.map(({ term, weight, ...rest }) => ({
      ...rest,
      stem: term.stem,
      surface: term.folded,
      typed: question.slice(term.start, term.end),
      share: weight / mass,
      isNumber: /^\p{N}/u.test(term.folded),
      isName:
        term.capitalized && !/^\p{N}/u.test(term.folded) && /\p{L}/u.test(question.slice(0, term.start)),
    })),
  };
}

// What asks for a judgement does not name what is judged.
const ASKS_ESTIMATE = new Set(
  "likely likelihood probable probability possible chance chances odds prospect prospects going".split(" "),
);

/** The content terms, without the words that only ask for a judgement where others are left. */
function termsOf(typed: readonly Term[], { kind }: AnswerType): Term[] {
  const all = distinct(typed.filter(isContentWord));
  const naming = kind === "estimate" ? all.filter(({ folded: surface }) => !ASKS_ESTIMATE.has(surface)) : all;
  return naming.length === 0 ? all : naming;
}

/** Words that ask weigh little, unless the question has no others. */
function factorsOf(terms: readonly Term[], askingFactor: AskingFactor): readonly number[] {
  const factors = terms.map(({ stem }) => askingFactor(stem));
  const most = Math.max(0, ...factors);
  return factors.map((factor) => factor / Math.max(most, Number.EPSILON));
}

function distinct(terms: readonly Term[]): Term[] {
  return [...new Map(terms.map((term) => [term.stem, term])).values()].slice(0, MAX_TERMS);
}

// It takes a while to load and most questions do without; asking for a module that is loaded takes a while too.
let loaded: Promise<typeof import("./dictionary.ts")> | undefined;
function wordList(): Promise<typeof import("./dictionary.ts")> {
  loaded ??= import("./dictionary.ts");
  return loaded;
}

type Asked = Readonly<{ question: string; index: LibraryIndex }>;
type Corrected = Readonly<{ terms: readonly Term[]; corrections: readonly Correction[] }>;

async function correctTerms(terms: readonly Term[], { question, index }: Asked): Promise<Corrected> {
  const isKnown = (term: Term) =>
    index.documentFrequency(term.stem) > 0 || index.matchAliases([term])[0] !== undefined;
  if (terms.every(isKnown)) return { terms, corrections: [] };
  const { isEnglish } = await wordList();
  const corrections: Correction[] = [];
  const mended = terms.map((term) => {
    if (isKnown(term) || isEnglish(term.folded) || corrections.length >= MAX_MENDED) return term;
    const meant = correctSpelling(term.folded, index.vocabulary);
    const read = meant === undefined ? undefined : contentTerms(meant.printed)[0];
    if (meant === undefined || read === undefined) return term;
    corrections.push({ from: question.slice(term.start, term.end), to: meant.printed });
    return { ...read, start: term.start, end: term.end, capitalized: term.capitalized };
  });
  return { terms: mended, corrections };
}
