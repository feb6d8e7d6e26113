import { expect, test, vi } from "vitest";
import { alsoIn, matchOf } from "#domain/quotation-check.ts";
import { libraryOf } from "#test/support/library.ts";
import { createVerify } from "#verification/verify.ts";

const PRINTED = "The ministers\u2019 council, it was said, closed the border.";

/** The check of the words in a library that has them in so many paragraphs, and how often a regular expression was run. */
async function checkIn(paragraphs: number, words: string) {
  const verify = createVerify(libraryOf(Array.from({ length: paragraphs }, () => PRINTED)));
  await verify("The first check indexes the reports.");
  const exec = vi.spyOn(RegExp.prototype, "exec");
  const check = await verify(words);
  const steps = exec.mock.calls.length;
  exec.mockRestore();
  return { check, steps };
}

test("words with other punctuation in a thousand paragraphs are mapped to the printed text in one of them", async () => {
  const words = "the ministers' council it was said closed the border";
  const [few, many] = [await checkIn(2, words), await checkIn(1000, words)];
  expect(many.check.verdict).toBe("same-words");
  expect(matchOf(many.check)).toMatchObject({ paragraph: { ordinal: 1 }, span: { start: 0, end: 54 } });
  expect(alsoIn(many.check)).toHaveLength(999);
  expect(few.steps).toBeGreaterThan(0);
  expect(many.steps).toBe(few.steps);
});

test("the paragraphs of a long report are found in reading order, those with a place more than once as often", async () => {
  const texts = Array.from({ length: 1300 }, (_, i) =>
    i % 100 === 7
      ? `${i}: otters eat crayfish at night. ${"Otters eat crayfish at night! ".repeat(i % 2)}`
      : "Beavers.",
  );
  const verify = createVerify(libraryOf(texts, ["Otters eat crayfish at night."]));
  const check = await verify("otters eat crayfish at night");
  expect(check.verdict).toBe("exact");
  const ordinals = [matchOf(check)?.paragraph, ...alsoIn(check)].map((paragraph) => paragraph?.code);
  expect(ordinals).toEqual(
    [8, 108, 208, 308, 408, 508, 608, 708, 808, 908, 1008, 1108, 1208].map((i) => `r1-${i}`),
  );
  const same = await verify("OTTERS eat crayfish at night");
  expect(same.verdict).toBe("same-words");
  expect(alsoIn(same)).toHaveLength(13 + 13);
  expect(alsoIn(same).at(-1)?.report).toBe("r2");
});

test("an ellipsis is found exactly where a paragraph has the parts with other punctuation as well", async () => {
  const verify = createVerify(
    libraryOf(["THE BORDER is closed. The border is closed and the river is frozen."]),
  );
  const check = await verify("The border is closed \u2026 river is frozen");
  expect(check.verdict).toBe("exact");
  expect(matchOf(check)?.span).toEqual({ start: 22, end: 66 });
});
