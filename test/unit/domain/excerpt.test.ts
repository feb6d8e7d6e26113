import fc from "fast-check";
import { expect, test } from "vitest";
import {
  buildExcerpt,
  excerptText,
  isVerbatim,
  MAX_EXCERPT_CHARACTERS,
  splitIntoExcerpts,
} from "#domain/excerpt.ts";
import { type Paragraph, paragraphsOf, type Span } from "#domain/report.ts";
import { libraryOf, paragraphOf as textParagraph } from "#test/support/library.ts";

function paragraphOf(sentences: readonly string[]): Paragraph {
  const spans: Span[] = [];
  let text = "";
  for (const sentence of sentences) {
    const start = text === "" ? 0 : text.length + 1;
    text = text === "" ? sentence : `${text} ${sentence}`;
    spans.push({ start, end: text.length });
  }
  return textParagraph(text, { sentences: spans });
}

const sentence = fc.integer({ min: 1, max: 400 }).map((length) => `${"w".repeat(length)}.`);
const paragraphs = fc.array(sentence, { minLength: 1, maxLength: 30 }).map(paragraphOf);

test("an excerpt is whole sentences around the marked one, within the limit", () => {
  fc.assert(
    fc.property(paragraphs, fc.nat(), (paragraph, pick) => {
      const marked = paragraph.sentences[pick % paragraph.sentences.length];
      const excerpt = buildExcerpt(paragraph, marked);
      expect(paragraph.sentences.some(({ start }) => start === excerpt.start)).toBe(true);
      expect(paragraph.sentences.some(({ end }) => end === excerpt.end)).toBe(true);
      expect(excerpt.start).toBeLessThanOrEqual(marked?.start ?? 0);
      expect(excerpt.end).toBeGreaterThanOrEqual(marked?.end ?? 0);
      expect(excerptText(excerpt).length).toBeLessThanOrEqual(MAX_EXCERPT_CHARACTERS);
      if (paragraph.text.length <= MAX_EXCERPT_CHARACTERS) expect(excerptText(excerpt)).toBe(paragraph.text);
    }),
  );
});

test("a single sentence over the limit is shown whole rather than cut", () => {
  const long = `It is not ${"very ".repeat(600)}likely.`;
  const paragraph = paragraphOf(["Short.", long, "Short too."]);
  expect(excerptText(buildExcerpt(paragraph, paragraph.sentences[1]))).toBe(long);
});

test("the sentence after the marked one takes precedence over the one before it", () => {
  const paragraph = paragraphOf([`A${"a".repeat(900)}.`, "The claim.", `However ${"b".repeat(900)}.`]);
  expect(excerptText(buildExcerpt(paragraph, paragraph.sentences[1]))).toMatch(/^The claim\. However/u);
});

test.each([
  ["the whole of it when it fits", 100, ["A. B. C. D."]],
  ["as many sentences as fit", 5, ["A. B.", "C. D."]],
  ["a sentence each when no two fit", 3, ["A.", "B.", "C.", "D."]],
  ["a longer sentence whole", 1, ["A.", "B.", "C.", "D."]],
])("a paragraph is split into excerpts: %s", (_, max, excerpts) => {
  const paragraph = paragraphOf(["A.", "B.", "C.", "D."]);
  expect(splitIntoExcerpts(paragraph, max).map(excerptText)).toEqual(excerpts);
});

test("the excerpts of a paragraph hold every sentence once, in order, within the limit", () => {
  fc.assert(
    fc.property(paragraphs, (paragraph) => {
      const excerpts = splitIntoExcerpts(paragraph);
      expect(excerpts.map(excerptText).join(" ")).toBe(paragraph.text);
      for (const excerpt of excerpts)
        expect(excerptText(excerpt).length).toBeLessThanOrEqual(MAX_EXCERPT_CHARACTERS);
    }),
  );
});

test("an excerpt of words that no loaded report has is not verbatim", () => {
  const library = libraryOf(["It is unlikely."]);
  const [paragraph] = library.reports.flatMap(paragraphsOf);
  if (paragraph === undefined) throw new Error("it has one");
  expect(isVerbatim(buildExcerpt(paragraph), library)).toBe(true);
  expect(isVerbatim(buildExcerpt({ ...paragraph, text: "It is likely." }), library)).toBe(false);
  expect(isVerbatim(buildExcerpt({ ...paragraph, code: "other" }), library)).toBe(false);
  expect(isVerbatim(buildExcerpt({ ...paragraph, report: "other" }), library)).toBe(false);
  expect(isVerbatim({ paragraph, start: 0, end: 0 }, library)).toBe(false);
  expect(isVerbatim({ paragraph, start: 0, end: 2, sentence: { start: 0, end: 15 } }, library)).toBe(false);
});
