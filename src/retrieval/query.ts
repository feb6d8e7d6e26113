// What a question asks for: its content terms, weighed, mistyped words mended, other names recognised.
import type { Mending } from "#domain/answer.ts";
import { type AnswerType, answerTypeOf } from "./answer-type.ts";
import { isEnglish } from "./english.ts";
import type { ParagraphIndex } from "./index.ts";
import { mend } from "./spelling.ts";
import { contentTerms, isAskingWord, type Term } from "./terms.ts";

/** One content term of the question. */
export type QueryTerm = Readonly<{
  stem: string;
  surface: string;
  /** Alias group that the term belongs to. */
  key?: string;
  /** idf, lowered for a word that asks rather than names. */
  weight: number;
  /** Share of the question's weight, by how rare the term is in the reports; all shares add up to 1. */
  share: number;
  /** Asks rather than names. */
  asks: boolean;
  /** The reports hold this very word. */
  own: boolean;
  /** The reports hold the term or another name of it. */
  known: boolean;
  /** As typed. */
  typed: string;
  marked: boolean;
}>;

export type Query = Readonly<{
  text: string;
  terms: readonly QueryTerm[];
  type: AnswerType;
  mendings: readonly Mending[];
  /** Sum of the terms' idf: what the shares are shares of. */
  mass: number;
}>;

// Share of its idf that a word of asking keeps.
export const ASKING = 0.15;
// A question with more distinct words than this is a paste; the first ones decide, and the work stays bounded.
const MOST_TERMS = 64;
// Mending walks the whole vocabulary once a word.
const MOST_MENDED = 8;

export function analyseQuestion(question: string, index: ParagraphIndex): Query {
  const mendings: Mending[] = [];
  const terms = distinct(contentTerms(question)).map((term) => mendTerm(term, { question, index, mendings }));
  const keys = index.aliases(terms);
  const onlyAsks = terms.every(isAskingWord);
  const weighed = terms.map((term, at) => {
    const key = keys[at];
    const own = index.documentFrequency(term.stem) > 0;
    const named = key !== undefined && index.documentFrequency(key) > 0;
    const asks = isAskingWord(term) && !onlyAsks;
    const idf = index.idf(named && !own ? key : term.stem);
    return {
      term,
      own,
      asks,
      known: own || named,
      ...(named ? { key } : {}),
      weight: asks ? ASKING * idf : idf,
    };
  });
  const mass = weighed.reduce((sum, { weight }) => sum + weight, 0);
  return {
    text: question,
    mendings,
    mass,
    type: answerTypeOf(question),
    terms: weighed.map(({ term, weight, ...rest }) => ({
      stem: term.stem,
      surface: term.surface,
      marked: term.marked,
      typed: question.slice(term.start, term.end),
      weight,
      share: weight / mass,
      ...rest,
    })),
  };
}

function distinct(terms: readonly Term[]): Term[] {
  return [...new Map(terms.map((term) => [term.stem, term])).values()].slice(0, MOST_TERMS);
}

type MendingContext = Readonly<{ question: string; index: ParagraphIndex; mendings: Mending[] }>;

function mendTerm(term: Term, { question, index, mendings }: MendingContext): Term {
  const known = index.documentFrequency(term.stem) > 0 || index.aliases([term])[0] !== undefined;
  if (known || isEnglish(term.surface) || mendings.length >= MOST_MENDED) return term;
  const meant = mend(term.surface, index.vocabulary);
  const read = meant === undefined ? undefined : contentTerms(meant.printed)[0];
  if (meant === undefined || read === undefined) return term;
  mendings.push({ typed: question.slice(term.start, term.end), readAs: meant.printed });
  return { ...read, start: term.start, end: term.end, marked: term.marked };
}
