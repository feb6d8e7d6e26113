// The parts of a report in which its author sums up or judges.
import type { Selection, SelectionEntry } from "#domain/answer.ts";
import { oncePer } from "#domain/once-per.ts";
import { type Paragraph, paragraphsOf, type Report } from "#domain/report.ts";
import { tokenize } from "#retrieval/analysis/tokenizer.ts";
import { isEstimative, isJudgementSection } from "#text/estimative.ts";

export type WholeKind = "overview" | "judgements";

/**
 * What a report says as a whole: how it begins (an overview only), its sections of judgements, then the other paragraphs with a
 * sentence in the wording of a judgement. Where nothing of this is found, it is the report's first paragraph. `heading`: the word
 * by which the asker calls the judgements, such as "finding"; where sections are called so, they alone are taken.
 */
export function selectWhole(report: Report, kind: WholeKind, heading?: string): Selection {
  const parts = partsOf(report);
  const named =
    heading === undefined ? [] : parts.sections.filter(({ section }) => isCalled(section, heading));
  const { opening } = parts;
  const first = kind === "overview" ? opening : [];
  const picked = named.length > 0 ? named : [...new Set([...first, ...parts.sections, ...parts.estimates])];
  return {
    kind: "selection",
    of: kind,
    entries: (picked.length > 0 ? picked : opening).map((paragraph) =>
      entryOf(paragraph, kind === "overview" && paragraph === opening[0]),
    ),
    whole: { report: report.id, ...(heading === undefined ? {} : { heading }) },
    hasJudgements: named.length + parts.sections.length + parts.estimates.length > 0,
    isCalledSo: heading === undefined || named.length > 0,
    corrections: [],
  };
}

type Parts = Readonly<{
  /** The first whole paragraph; empty for a report without paragraphs. */
  opening: readonly Paragraph[];
  /** Of sections in which authors judge. */
  sections: readonly Paragraph[];
  /** Others with a sentence that is worded as a judgement. */
  estimates: readonly Paragraph[];
}>;

// A shorter one may be a name, a date or an address, which come before the text.
const MIN_OPENING_WORDS = 12;
// In lists of names and in headings most words have a capital letter.
const MIN_SMALL_WORDS = 0.5;

const partsOf = oncePer((report: Report): Parts => {
  const paragraphs = paragraphsOf(report);
  const opening = paragraphs.find(isWhole) ?? paragraphs[0];
  const [sections, others] = [true, false].map((wanted) =>
    paragraphs.filter(({ section }) => isJudgementSection(section) === wanted),
  );
  return {
    opening: opening === undefined ? [] : [opening],
    sections: sections ?? [],
    estimates: (others ?? []).filter((paragraph) => estimateIn(paragraph) !== undefined),
  };
});

/** It has a sentence of running text. */
function isWhole({ text, sentences }: Paragraph): boolean {
  return sentences.some(({ start, end }) => {
    const words = text.slice(start, end).split(" ");
    const small = words.filter((word) => /^\p{Ll}/u.test(word)).length;
    return words.length >= MIN_OPENING_WORDS && small / words.length >= MIN_SMALL_WORDS;
  });
}

function estimateIn({ text, sentences }: Paragraph) {
  return sentences.find(({ start, end }) => isEstimative(text.slice(start, end)));
}

/** `isOpening`: the reader wants to know what the report is about, which its first sentence tells. */
function entryOf(paragraph: Paragraph, isOpening: boolean): SelectionEntry {
  const [first] = paragraph.sentences;
  const sentence = isOpening ? first : (estimateIn(paragraph) ?? first);
  return { report: paragraph.report, paragraph, ...(sentence === undefined ? {} : { sentence }) };
}

function isCalled(section: string, heading: string): boolean {
  const stems = new Set(tokenize(heading).map(({ stem }) => stem));
  return tokenize(section).some(({ stem }) => stems.has(stem));
}
