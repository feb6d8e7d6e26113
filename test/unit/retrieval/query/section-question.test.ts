// Which questions name a section and nothing else.

import { expect, test } from "vitest";
import { ONE_SLICE } from "#domain/time-slices.ts";
import { parseReport } from "#reports/parse/parse-report.ts";
import { tokenize } from "#retrieval/analysis/tokenizer.ts";
import { createSectionFinder } from "#retrieval/query/section-question.ts";

const SOURCE = `# Rivers

Otters live here.

## Key Implications

The first paragraph.

The second paragraph.

## The Dams

They are old.

## Dams

They are new.
`;

const { report } = parseReport("rivers.md", SOURCE);
if (report === undefined) throw new Error("a test report must be sound");
const findSection = await createSectionFinder({ reports: [report], aliases: [] }, ONE_SLICE);

test.each([
  ["What does the report say about the key implications?", "The first paragraph."],
  ["key implications", "The first paragraph."],
  ["the implications that are key", "The first paragraph."],
  ["Summarise the section on the dams", "They are old."],
  ["what are the implications?", undefined],
  ["what are the key implications for otters?", undefined],
  ["what does the report say?", undefined],
  ["", undefined],
])("%j: %s", (question, expected) => {
  expect(findSection(tokenize(question))?.text).toBe(expected);
});
