import fc from "fast-check";
import { expect, test } from "vitest";
import { buildExcerpt, isVerbatim, quoted, WHOLE_CHARACTERS } from "#domain/excerpt.ts";
import type { Paragraph, Span } from "#domain/report.ts";

function paragraphOf(sentences: readonly string[]): Paragraph {
  const spans: Span[] = [];
  let text = "";
  for (const sentence of sentences) {
    const start = text === "" ? 0 : text.length + 1;
    text = text === "" ? sentence : `${text} ${sentence}`;
    spans.push({ start, end: text.length });
  }
  return { report: "r", section: "", ordinal: 1, code: "aaaaaaaa", text, sentences: spans, line: 1 };
}

const sentence = fc.integer({ min: 1, max: 400 }).map((length) => `${"w".repeat(length)}.`);
const paragraphs = fc.array(sentence, { minLength: 1, maxLength: 30 }).map(paragraphOf);

test("an excerpt is whole sentences around the marked one, within the bound", () => {
  fc.assert(
    fc.property(paragraphs, fc.nat(), (paragraph, pick) => {
      const marked = paragraph.sentences[pick % paragraph.sentences.length];
      const excerpt = buildExcerpt(paragraph, marked);
      expect(paragraph.sentences.some(({ start }) => start === excerpt.start)).toBe(true);
      expect(paragraph.sentences.some(({ end }) => end === excerpt.end)).toBe(true);
      expect(excerpt.start).toBeLessThanOrEqual(marked?.start ?? 0);
      expect(excerpt.end).toBeGreaterThanOrEqual(marked?.end ?? 0);
      expect(quoted(excerpt).length).toBeLessThanOrEqual(WHOLE_CHARACTERS);
      if (paragraph.text.length <= WHOLE_CHARACTERS) expect(quoted(excerpt)).toBe(paragraph.text);
    }),
  );
});

test("a single sentence over the bound is shown whole rather than cut", () => {
  const long = `It is not ${"very ".repeat(600)}likely.`;
  const paragraph = paragraphOf(["Short.", long, "Short too."]);
  expect(quoted(buildExcerpt(paragraph, paragraph.sentences[1]))).toBe(long);
});

test("the sentence after the marked one is kept before the one in front of it", () => {
  const paragraph = paragraphOf([`A${"a".repeat(900)}.`, "The claim.", `However ${"b".repeat(900)}.`]);
  expect(quoted(buildExcerpt(paragraph, paragraph.sentences[1]))).toMatch(/^The claim\. However/u);
});

test("an excerpt of words that no loaded report holds is not verbatim", () => {
  const paragraph = paragraphOf(["It is unlikely."]);
  const library = {
    aliases: [],
    reports: [
      {
        id: "r",
        title: "R",
        authors: [],
        file: "r.md",
        sections: [{ heading: "", paragraphs: [paragraph] }],
      },
    ],
  };
  expect(isVerbatim(buildExcerpt(paragraph), library)).toBe(true);
  expect(isVerbatim(buildExcerpt({ ...paragraph, text: "It is likely." }), library)).toBe(false);
  expect(isVerbatim({ paragraph, start: 0, end: 0 }, library)).toBe(false);
  expect(isVerbatim({ paragraph, start: 0, end: 2, sentence: { start: 0, end: 15 } }, library)).toBe(false);
});
