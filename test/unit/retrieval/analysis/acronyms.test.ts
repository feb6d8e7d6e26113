// Acronyms are those that the report itself expands.
import { expect, test } from "vitest";
import { ONE_SLICE } from "#domain/time-slices.ts";
import { parseReport } from "#reports/parse/parse-report.ts";
import { findAcronyms } from "#retrieval/analysis/acronyms.ts";
import { createRetriever } from "#retrieval/retriever.ts";

test.each([
  [
    "the Joint Comprehensive Plan of Action (JCPOA) was signed",
    [["JCPOA", "Joint Comprehensive Plan of Action"]],
  ],
  ["the solid rocket boosters (SRBs) were recovered", [["SRB", "solid rocket boosters"]]],
  ["NPS (National Park Service) staff", [["NPS", "National Park Service"]]],
  ["the Islamic Revolutionary Guard Corps (I.R.G.C.) spoke", [["IRGC", "Islamic Revolutionary Guard Corps"]]],
  ["IRGC (Islamic Revolutionary Guard Corps) men", [["IRGC", "Islamic Revolutionary Guard Corps"]]],
  ["the Bureau of Land Management (BLM) and the BLM", [["BLM", "Bureau of Land Management"]]],
  // A word that is no joiner may not be skipped.
  ["the National big Park Service (NPS) staff", []],
  ["a treaty (which Iran signed) holds", []],
  ["the committee (UN) met", []],
  ["NPS (National Weather Service) staff", []],
  ["plan A (see below)", []],
])("%s: %j", async (text, groups) => {
  expect(await findAcronyms([text], ONE_SLICE)).toEqual(groups);
});

test("the first expansion of an acronym counts", async () => {
  const texts = ["National Park Service (NPS)", "Net Promoter Score (NPS)"];
  expect(await findAcronyms(texts, ONE_SLICE)).toEqual([["NPS", "National Park Service"]]);
});

test("an acronym finds the paragraph that spells it out, and the other way round", async () => {
  const { report } = parseReport(
    "parks.md",
    "---\ntitle: Parks\n---\n\nThe National Park Service (NPS) keeps the parks.\n\nThe NPS closed nine trails in May.\n\nThe National Park Service hired forty rangers.",
  );
  if (report === undefined) throw new Error("a test report must be sound");
  const { ask } = await createRetriever({ reports: [report], aliases: [] });
  expect(await ask("how many rangers did the NPS hire?")).toMatchObject({ citation: { ordinal: 3 } });
  expect(await ask("which trails did the National Park Service close?")).toMatchObject({
    citation: { ordinal: 2 },
  });
});
