// What a question asks for: its content terms with their weights, misspelt words corrected, aliases recognised.
import type { Correction } from "#domain/answer.ts";
import { contentTerms, isContentWord, type Term, tokenize } from "#retrieval/analysis/tokenizer.ts";
import { readWords } from "#retrieval/data/word-lists.ts";
import type { LibraryIndex } from "#retrieval/index/library-index.ts";
import { type AnswerType, answerTypeOf, isQuestionForm, OFFICE } from "./answer-type.ts";
import { joinCompounds, partsOf } from "./compounds.ts";
import { measureOf } from "./measure-question.ts";
import { asksForOffice, asksWho, officesFor } from "./office-question.ts";
import { correctSpelling } from "./spelling.ts";
import { synonymsOf } from "./synonyms.ts";

/** One content term of the question. */
type QueryTerm = Readonly<{
  stem: string;
  folded: string;
  /** As typed. */
  original: string;
  /** The reports contain this very word. */
  indexed: boolean;
  /** The reports contain the term, another name of it, or a title or unit that answers to it. */
  indexedOrAlias: boolean;
  /** Key of the alias group that the term belongs to, where the reports contain one of its names. */
  aliasGroup: string | undefined;
  /** Stems of the synonyms that the reports contain. */
  synonyms: readonly string[];
  /**
   * Whether synonyms match the term. They do if the reports lack the word itself, or if the question asks for a
   * judgement, because judgements are worded in many ways ("war", "conflict", "clash"), for the holder of an office or
   * for a measure.
   * Otherwise they only hint at it.
   * Letting them always match, at half strength, was tried: two more questions about the report in `knowledge` were
   * answered right, but on 400 questions of squad the share of right answers fell by .007.
   */
  expand: boolean;
  /** Factor on the term's idf, from 0 to 1. 1 is full weight; words that only phrase the question get less. */
  damping: number;
  /** Share of the question's weight, by how rare the term is in the reports; all add up to 1. */
  weight: number;
  isNumber: boolean;
  /** Begins with a capital though it does not begin the question. */
  isName: boolean;
}>;

export type Query = Readonly<{
  text: string;
  terms: readonly QueryTerm[];
  type: AnswerType;
  /** It is a list of key words, not a question. */
  isKeywords: boolean;
  /** The stem of the word for what is to be counted, where the question asks how many there are. */
  counted?: string;
  corrections: readonly Correction[];
  /** Sum of the terms' damped idf, of which `QueryTerm.weight` is a share. */
  totalWeight: number;
}>;

// A question with more distinct words is probably a pasted text. Only its first words count, to bound the work.
export const MAX_TERMS = 64;
// Each correction searches much of the vocabulary.
const MAX_CORRECTIONS = 8;

/**
 * The damping of a word, by its stem: from 0 to 1, where 1 is full weight. Words that only phrase the question get
 * less.
 */
export type DampingOf = (stem: string) => number;

type Analysis = Readonly<{
  index: LibraryIndex;
  dampingOf: DampingOf;
  /** The words of the question, if the caller has them already. */
  tokens?: readonly Term[];
}>;

export async function analyseQuestion(
  question: string,
  { index, dampingOf, tokens = tokenize(question) }: Analysis,
): Promise<Query> {
  const worded = answerTypeOf(question);
  const type = worded.kind === "name" && asksForOffice(question, tokens) ? OFFICE : worded;
  const { terms, corrections } = await correctTerms(contentOf(joinCompounds(tokens, index), type), {
    question,
    index,
  });
  const isKeywords = !isQuestionForm(question);
  const dampings = isKeywords ? [] : dampingsOf(terms, dampingOf);
  const weighted = addIndexFacts(terms, { index, type, dampings, answersTo: answersIn(question) });
  const totalWeight = weighted.reduce((sum, { damping, idf }) => sum + damping * idf, 0);
  const counted = countedIn(tokens);
  return {
    text: question,
    corrections,
    totalWeight,
    isKeywords,
    ...(counted === undefined ? {} : { counted }),
    type,
    terms: weighted.map(({ term, idf, ...facts }) => {
      const isNumber = /^\p{N}/u.test(term.folded);
      const isInside = /\p{L}/u.test(question.slice(0, term.start));
      return {
        ...facts,
        stem: term.stem,
        folded: term.folded,
        original: question.slice(term.start, term.end),
        weight: (facts.damping * idf) / totalWeight,
        isNumber,
        isName: term.capitalized && !isNumber && isInside,
      };
    }),
  };
}

/** "slave" of "How many of the slaves survived?" */
function countedIn(tokens: readonly Term[]): string | undefined {
  const many = tokens.findIndex(({ folded }, i) => folded === "many" && tokens[i - 1]?.folded === "how");
  return many < 0 ? undefined : tokens.slice(many + 1).find(isContentWord)?.stem;
}

type IndexFacts = Readonly<{
  index: LibraryIndex;
  type: AnswerType;
  dampings: readonly number[];
  answersTo: AnswersTo;
}>;

/** Stems of the words that answer a word with this stem: titles for "who rules", units for "how long". */
type AnswersTo = (stem: string) => readonly string[];

function answersIn(question: string): AnswersTo {
  if (asksWho(question)) return officesFor;
  const measure = measureOf(question);
  return (stem) => (stem === measure?.stem ? measure.units : []);
}

/** What the index knows of each term. */
function addIndexFacts(terms: readonly Term[], { index, type, dampings, answersTo }: IndexFacts) {
  const groups = index.matchAliases(terms);
  const isIndexed = (name: string) => index.documentFrequency(name) > 0;
  return terms.map((term, i) => {
    const indexed = isIndexed(term.stem);
    const group = groups[i];
    const aliasGroup = group !== undefined && isIndexed(group) ? group : undefined;
    const answers = answersTo(term.stem).filter(isIndexed);
    const indexedOrAlias = indexed || aliasGroup !== undefined || answers.length > 0;
    return {
      term,
      indexed,
      indexedOrAlias,
      aliasGroup,
      synonyms: [...synonymsOf(term.stem).filter(isIndexed), ...answers],
      expand: !indexedOrAlias || type.kind === "estimate" || answers.length > 0,
      damping: dampings[i] ?? 1,
      idf: index.idf(indexed ? term.stem : (aliasGroup ?? term.stem)),
    };
  });
}

// Words that only ask for a judgement, or for a source, and do not say of what.
const ASKING_WORDS: Partial<Record<AnswerType["kind"], ReadonlySet<string>>> = {
  estimate: readWords("estimate-question-words"),
  source: readWords("source-question-words"),
};

/** The content terms. Words that only ask for a judgement or a source are left out, unless there are no others. */
function contentOf(tokens: readonly Term[], { kind }: AnswerType): Term[] {
  const all = distinct(tokens.filter(isContentWord));
  const naming = all.filter(({ folded }) => ASKING_WORDS[kind]?.has(folded) !== true);
  return naming.length === 0 ? all : naming;
}

/**
 * The damping of each term. The highest becomes 1, so that words that only phrase a question count if it has no others.
 */
function dampingsOf(terms: readonly Term[], dampingOf: DampingOf): readonly number[] {
  const dampings = terms.map(({ stem }) => dampingOf(stem));
  const max = Math.max(0, ...dampings);
  return dampings.map((damping) => damping / Math.max(max, Number.EPSILON));
}

function distinct(terms: readonly Term[]): Term[] {
  return [...new Map(terms.map((term) => [term.stem, term])).values()].slice(0, MAX_TERMS);
}

// Loaded when first needed, because loading takes long and most questions do not need it. The promise is kept because
// even the import of a loaded module takes time.
let dictionary: Promise<typeof import("#text/dictionary.ts")> | undefined;
function loadDictionary(): Promise<typeof import("#text/dictionary.ts")> {
  dictionary ??= import("#text/dictionary.ts");
  return dictionary;
}

type Asked = Readonly<{ question: string; index: LibraryIndex }>;
type Corrected = Readonly<{ terms: readonly Term[]; corrections: readonly Correction[] }>;

async function correctTerms(terms: readonly Term[], { question, index }: Asked): Promise<Corrected> {
  const isKnown = (term: Term) =>
    index.documentFrequency(term.stem) > 0 || index.matchAliases([term])[0] !== undefined;
  if (terms.every(isKnown)) return { terms, corrections: [] };
  const { isEnglish } = await loadDictionary();
  const corrections: Correction[] = [];
  const corrected = terms.flatMap((term) => {
    if (isKnown(term)) return term;
    const parts = partsOf(term, index);
    if (parts !== undefined) return parts;
    if (isEnglish(term.folded) || corrections.length >= MAX_CORRECTIONS) return term;
    const known = correctSpelling(term.folded, index.vocabulary);
    const replacement = known === undefined ? undefined : contentTerms(known.printed)[0];
    if (known === undefined || replacement === undefined) return term;
    corrections.push({ from: question.slice(term.start, term.end), to: known.printed });
    return { ...replacement, start: term.start, end: term.end, capitalized: term.capitalized };
  });
  return { terms: distinct(corrected), corrections };
}
