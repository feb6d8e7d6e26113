// The words of a run of paragraphs in reading order, as flat arrays: re-ranking reads twenty paragraphs a question from
// here without touching a string. Words and stems are numbered from 0 in the order in which they first occur.
import type { Paragraph, Report } from "#domain/report.ts";
import type { Aliases } from "#retrieval/analysis/alias-matcher.ts";
import { annotateSentence, annotateWords } from "#retrieval/analysis/annotations.ts";
import { isContentWord, type Term, tokenize } from "#retrieval/analysis/tokenizer.ts";

export type ForwardIndex = Readonly<{
  /** Folded forms ("invading"), each with its most telling printed form. */
  words: readonly string[];
  printed: readonly string[];
  /** Per word: how often it occurs, and 1 when it always begins with a capital. */
  wordCounts: Uint32Array;
  wordIsName: Uint8Array;
  /** Per word the number of its stem. */
  stemOf: Uint32Array;
  /** Stems ("invad") and keys of alias groups ("@iran"). */
  stems: readonly string[];
  /** Content words of all sentences, and what they show (bits of sentence-signs.ts). */
  tokens: Uint32Array;
  tokenAnnotations: Uint8Array;
  /** Per token 1 + the number of its alias key, 0 where it has none; empty when no token has one. */
  tokenKeys: Uint32Array;
  /** Per sentence its first token; one more entry closes the last. */
  sentenceStart: Uint32Array;
  sentenceAnnotations: Uint8Array;
  /** Per paragraph its first sentence; one more entry closes the last. */
  paragraphStart: Uint32Array;
  /** Title and section heading: per paragraph the number of its heading, per heading its distinct stems and keys. */
  headingOf: Uint32Array;
  headingStart: Uint32Array;
  headingStems: Uint32Array;
}>;

/** Analyses paragraphs of one report. */
export function createForwardIndex(
  report: Report,
  paragraphs: readonly Paragraph[],
  aliases: Aliases,
): ForwardIndex {
  const lexicon = createLexicon();
  const text = createTextArrays();
  const headings = new Map<string, number>();
  for (const { section, sentences, text: printed } of paragraphs) {
    const heading = headings.get(section) ?? headings.size;
    if (heading === headings.size) {
      headings.set(section, heading);
      text.addHeading(headingStems(`${report.title} . ${section}`, aliases, lexicon));
    }
    text.headingOf.push(heading);
    for (const { start, end } of sentences)
      addSentence(printed.slice(start, end), { aliases, lexicon, text });
    text.closeParagraph();
  }
  return { ...lexicon.close(), ...text.close() };
}

type Building = Readonly<{
  aliases: Aliases;
  lexicon: ReturnType<typeof createLexicon>;
  text: ReturnType<typeof createTextArrays>;
}>;

function addSentence(printed: string, { aliases, lexicon, text }: Building): void {
  const all = tokenize(printed);
  const signs = annotateWords(all);
  const content = all.filter(isContentWord);
  const keys = aliases(content);
  let at = 0;
  all.forEach((term, position) => {
    if (!isContentWord(term)) return;
    const key = keys[at++];
    text.tokens.push(lexicon.addWord(term, printed));
    text.tokenAnnotations.push(signs[position] ?? 0);
    text.tokenKeys.push(key === undefined ? 0 : 1 + lexicon.stem(key));
  });
  text.closeSentence(annotateSentence(all, printed));
}

function headingStems(heading: string, aliases: Aliases, lexicon: Building["lexicon"]): number[] {
  const terms = tokenize(heading).filter(isContentWord);
  const keys = aliases(terms).filter((key) => key !== undefined);
  return [...new Set([...terms.map(({ stem }) => stem), ...keys])].map(lexicon.stem);
}

function createLexicon() {
  const stems = createNumbering();
  const surfaces = createNumbering();
  const printedForms: string[] = [];
  const counts: number[] = [];
  const names: number[] = [];
  const stemOf: number[] = [];
  return {
    stem: stems.numberOf,
    addWord({ folded: surface, stem, capitalized: marked, start, end }: Term, text: string): number {
      const word = surfaces.numberOf(surface);
      if (word === counts.length) {
        counts.push(0);
        names.push(1);
        stemOf.push(stems.numberOf(stem));
        printedForms.push(text.slice(start, end));
      }
      counts[word] = (counts[word] ?? 0) + 1;
      if (!marked) names[word] = 0;
      return word;
    },
    close: () => ({
      words: surfaces.names,
      printed: printedForms,
      wordCounts: Uint32Array.from(counts),
      wordIsName: Uint8Array.from(names),
      stemOf: Uint32Array.from(stemOf),
      stems: stems.names,
    }),
  };
}

/** Numbers strings from 0 in the order in which they come. */
export function createNumbering() {
  const numbers = new Map<string, number>();
  const names: string[] = [];
  return {
    names,
    numbers,
    numberOf(name: string): number {
      const known = numbers.get(name);
      if (known !== undefined) return known;
      numbers.set(name, names.length);
      return names.push(name) - 1;
    },
  };
}

function createTextArrays() {
  const tokens: number[] = [];
  const tokenAnnotations: number[] = [];
  const tokenKeys: number[] = [];
  const sentenceStart = [0];
  const signs: number[] = [];
  const paragraphStart = [0];
  const headingOf: number[] = [];
  const headingStart = [0];
  const headings: number[] = [];
  return {
    tokens,
    tokenAnnotations,
    tokenKeys,
    headingOf,
    addHeading(stems: readonly number[]): void {
      for (const stem of stems) headings.push(stem);
      headingStart.push(headings.length);
    },
    closeSentence(bits: number): void {
      signs.push(bits);
      sentenceStart.push(tokens.length);
    },
    closeParagraph: () => paragraphStart.push(signs.length),
    close: () => ({
      tokens: Uint32Array.from(tokens),
      tokenAnnotations: Uint8Array.from(tokenAnnotations),
      tokenKeys: Uint32Array.from(tokenKeys.some((key) => key > 0) ? tokenKeys : []),
      sentenceStart: Uint32Array.from(sentenceStart),
      sentenceAnnotations: Uint8Array.from(signs),
      paragraphStart: Uint32Array.from(paragraphStart),
      headingOf: Uint32Array.from(headingOf),
      headingStart: Uint32Array.from(headingStart),
      headingStems: Uint32Array.from(headings),
    }),
  };
}
