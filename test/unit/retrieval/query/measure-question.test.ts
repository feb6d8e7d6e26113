import { expect, test } from "vitest";
import { measureOf } from "#retrieval/query/measure-question.ts";

test.each([
  ["how long is the border?", "long", "km"],
  ["How old was NASA at the time", "old", "year"],
  ["so how far is it", "far", "mile"],
])("%j is answered by units", (question, stem, unit) => {
  expect(measureOf(question)).toMatchObject({ stem, units: expect.arrayContaining([unit]) });
});

test.each(["how many drones fell?", "how did the old man know?", "what was it for so long?"])(
  "%j asks for no measure",
  (question) => {
    expect(measureOf(question)).toBeUndefined();
  },
);
