// The words of some paragraphs in reading order, as flat arrays. Re-ranking reads its candidates from here, without touching
// a string. Words and stems have ids of this index, from 0 in the order of first occurrence.
import type { Paragraph, Report } from "#domain/report.ts";
import type { TimeSlices } from "#domain/time-slices.ts";
import { findAddresses } from "#retrieval/analysis/addresses.ts";
import type { AliasMatcher } from "#retrieval/analysis/alias-matcher.ts";
import { annotateSentence, annotateWords } from "#retrieval/analysis/annotations.ts";
import { isContentWord, type Term, tokenize } from "#retrieval/analysis/tokenizer.ts";
import { createIds } from "./term-dictionary.ts";

/** Where an array is called `...Offsets`, entry i is where i begins and entry i + 1 where it ends. */
export type ForwardIndex = Readonly<{
  /** By word id: the folded word ("invading"). */
  words: readonly string[];
  /** By word id: the word as first printed. */
  printedForms: readonly string[];
  /** By word id: how often it occurs. */
  wordCounts: Uint32Array;
  /** By word id: 1 when it always begins with a capital letter. */
  wordIsName: Uint8Array;
  /** By word id: 1 when it occurs outside of addresses and file names too. */
  wordIsProse: Uint8Array;
  /** By word id: the id of its stem. */
  stemOfWord: Uint32Array;
  /** By stem id: the stem ("invad") or an alias key ("@iran"). */
  stems: readonly string[];
  /** The word ids of all content words, sentence by sentence. */
  tokens: Uint32Array;
  /** By token: the annotations of the word, as bits of annotations.ts. */
  tokenAnnotations: Uint8Array;
  /** By token: 1 + the stem id of its alias key, 0 where it has none. Empty when no token has one. */
  tokenAliasKeys: Uint32Array;
  /** By sentence: its first token. */
  sentenceOffsets: Uint32Array;
  sentenceAnnotations: Uint8Array;
  /** By paragraph: its first sentence. */
  paragraphOffsets: Uint32Array;
  /** By paragraph: its heading, which is the report's title and the section's heading together. */
  headingOfParagraph: Uint32Array;
  /** By heading: its first entry in `headingStems`. */
  headingOffsets: Uint32Array;
  /** The distinct stems and alias keys of each heading. */
  headingStems: Uint32Array;
}>;

type Analysis = Readonly<{ matchAliases: AliasMatcher; slices: TimeSlices }>;

/** Analyses paragraphs of one report. */
export async function createForwardIndex(
  report: Report,
  paragraphs: readonly Paragraph[],
  { matchAliases, slices }: Analysis,
): Promise<ForwardIndex> {
  const lexicon = createLexicon();
  const arrays = createArrays();
  const headings = createIds();
  const build = { matchAliases, lexicon, arrays };
  for (const { section, sentences, text } of paragraphs) {
    const isNew = !headings.ids.has(section);
    arrays.headingOfParagraph.push(headings.idOf(section));
    if (isNew) addHeading(`${report.title} . ${section}`, build);
    for (const { start, end } of sentences) {
      if (slices.isOver()) await slices.next();
      addSentence(text.slice(start, end), build);
    }
    arrays.closeParagraph();
  }
  return { ...lexicon.close(), ...arrays.close() };
}

type Build = Readonly<{
  matchAliases: AliasMatcher;
  lexicon: ReturnType<typeof createLexicon>;
  arrays: ReturnType<typeof createArrays>;
}>;

function addSentence(sentence: string, { matchAliases, lexicon, arrays }: Build): void {
  const all = tokenize(sentence);
  const annotations = annotateWords(all);
  const content = all.filter(isContentWord);
  const aliasKeys = matchAliases(content);
  const isInAddress = findAddresses(sentence);
  let i = 0;
  all.forEach((term, position) => {
    if (term !== content[i]) return;
    const key = aliasKeys[i++];
    arrays.tokens.push(lexicon.addWord(term, sentence, !isInAddress(term)));
    arrays.tokenAnnotations.push(annotations[position] as number);
    arrays.tokenAliasKeys.push(key === undefined ? 0 : 1 + lexicon.stemIdOf(key));
  });
  arrays.closeSentence(annotateSentence(all, sentence));
}

function addHeading(heading: string, { matchAliases, lexicon, arrays }: Build): void {
  const terms = tokenize(heading).filter(isContentWord);
  const keys = matchAliases(terms).filter((key) => key !== undefined);
  arrays.addHeading([...new Set([...terms.map(({ stem }) => stem), ...keys])].map(lexicon.stemIdOf));
}

function createLexicon() {
  const stems = createIds();
  const words = createIds();
  const printedForms: string[] = [];
  const wordCounts: number[] = [];
  const wordIsName: number[] = [];
  const wordIsProse: number[] = [];
  const stemOfWord: number[] = [];
  return {
    stemIdOf: stems.idOf,
    addWord({ folded, stem, capitalized, start, end }: Term, text: string, isProse: boolean): number {
      const word = words.idOf(folded);
      if (word === wordCounts.length) {
        wordCounts.push(0);
        wordIsName.push(1);
        wordIsProse.push(0);
        stemOfWord.push(stems.idOf(stem));
        printedForms.push(text.slice(start, end));
      }
      wordCounts[word] = (wordCounts[word] as number) + 1;
      if (!capitalized) wordIsName[word] = 0;
      if (isProse) wordIsProse[word] = 1;
      return word;
    },
    close: () => ({
      words: words.strings,
      printedForms,
      wordCounts: Uint32Array.from(wordCounts),
      wordIsName: Uint8Array.from(wordIsName),
      wordIsProse: Uint8Array.from(wordIsProse),
      stemOfWord: Uint32Array.from(stemOfWord),
      stems: stems.strings,
    }),
  };
}

function createArrays() {
  const tokens: number[] = [];
  const tokenAnnotations: number[] = [];
  const tokenAliasKeys: number[] = [];
  const sentenceOffsets = [0];
  const sentenceAnnotations: number[] = [];
  const paragraphOffsets = [0];
  const headingOfParagraph: number[] = [];
  const headingOffsets = [0];
  const headingStems: number[] = [];
  return {
    tokens,
    tokenAnnotations,
    tokenAliasKeys,
    headingOfParagraph,
    addHeading(stemIds: readonly number[]): void {
      for (const stem of stemIds) headingStems.push(stem);
      headingOffsets.push(headingStems.length);
    },
    closeSentence(annotations: number): void {
      sentenceAnnotations.push(annotations);
      sentenceOffsets.push(tokens.length);
    },
    closeParagraph: () => paragraphOffsets.push(sentenceAnnotations.length),
    close: () => ({
      tokens: Uint32Array.from(tokens),
      tokenAnnotations: Uint8Array.from(tokenAnnotations),
      tokenAliasKeys: Uint32Array.from(tokenAliasKeys.some((key) => key > 0) ? tokenAliasKeys : []),
      sentenceOffsets: Uint32Array.from(sentenceOffsets),
      sentenceAnnotations: Uint8Array.from(sentenceAnnotations),
      paragraphOffsets: Uint32Array.from(paragraphOffsets),
      headingOfParagraph: Uint32Array.from(headingOfParagraph),
      headingOffsets: Uint32Array.from(headingOffsets),
      headingStems: Uint32Array.from(headingStems),
    }),
  };
}
