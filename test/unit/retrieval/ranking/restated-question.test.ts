// Paragraphs that repeat a question and say nothing new: headings, captions, questions.
import { expect, test } from "vitest";
import { parseReport } from "#reports/parse/parse-report.ts";
import { createRetriever } from "#retrieval/retriever.ts";

const SOURCE = `# Inquiry

Could the fire have been caused by sabotage or by lightning? Findings

The commission is convinced that there is no evidence of sabotage or lightning, and that a worn cable started the fire in the engine room.

The crew of the ship had repaired the pumps and the cable in the harbour during the winter before the journey began.

Annex 4: The Halon system

The steam whistle was silent.
`;

const { report } = parseReport("inquiry.md", SOURCE);
if (report === undefined) throw new Error("a test report must be sound");
const retriever = await createRetriever({ reports: [report], aliases: [] });

test("a paragraph that only asks the same question comes after the one that answers it", async () => {
  const outcome = await retriever.ask("Was the fire caused by sabotage or lightning?");
  expect(outcome).toMatchObject({ kind: "quotation", citation: { ordinal: 2 } });
});

test("a heading alone is at most the closest paragraph, never worded as an answer", async () => {
  expect(await retriever.ask("What is the Halon system?")).toMatchObject({
    wording: "closest",
    citation: { ordinal: 4 },
  });
});

test("a statement says something however short it is", async () => {
  expect(await retriever.ask("Was the steam whistle silent?")).toMatchObject({
    wording: "answer",
    citation: { ordinal: 5 },
  });
});
