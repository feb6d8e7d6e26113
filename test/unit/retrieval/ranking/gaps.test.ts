// What the question has and the marked sentence lacks.
import { expect, test } from "vitest";
import { measureGaps } from "#retrieval/ranking/gaps.ts";
import { matchCase } from "./ranking-fixture.ts";

const TEXT = "Iran fears drones. Israel sold four. They crossed the border in March.";

test.each([
  ["drones Iran", 0, { inSentence: 0, nearby: 0, names: 0, numbers: 0 }],
  ["drones Israel", 0, { inSentence: 1 / 2, nearby: 0, names: 0, numbers: 0 }],
  ["drones border", 0, { inSentence: 1 / 2, nearby: 1 / 2, names: 0, numbers: 0 }],
  ["drones in Vienna", 0, { inSentence: 1 / 2, nearby: 1 / 2, names: 1, numbers: 0 }],
  ["drones of 1997 or 1998 and 1999", 0, { inSentence: 3 / 4, nearby: 3 / 4, names: 0, numbers: 2 }],
  ["heading drones", 0, { inSentence: 1 / 2, nearby: 0, names: 0, numbers: 0 }],
])("of %j sentence %d lacks %j", async (question, sentence, expected) => {
  const { matches } = await matchCase({ question, text: TEXT, heading: "Heading" });
  const gaps = measureGaps(matches, sentence);
  expect(gaps.inSentence).toBeCloseTo(expected.inSentence);
  expect(gaps.nearby).toBeCloseTo(expected.nearby);
  expect(gaps).toMatchObject({ names: expected.names, numbers: expected.numbers });
});
