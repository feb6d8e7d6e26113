import { expect, test } from "vitest";
import type { Paragraph } from "#domain/report.ts";
import { ONE_SLICE } from "#domain/time-slices.ts";
import { createAliasMatcher } from "#retrieval/analysis/alias-matcher.ts";
import { createForwardIndex } from "#retrieval/index/forward-index.ts";
import { invert } from "#retrieval/index/inverted-index.ts";
import { buildParagraph, buildReport } from "#test/support/report-builder.ts";

/** By stem or alias key: doc and frequency of each posting. */
async function postingsOf(paragraphs: readonly Paragraph[], { title = "", aliases = [] as string[][] } = {}) {
  const matchAliases = await createAliasMatcher(aliases, ONE_SLICE);
  const report = buildReport([], { title });
  const forward = await createForwardIndex(report, paragraphs, { matchAliases, slices: ONE_SLICE });
  const postings = await invert(forward, paragraphs, ONE_SLICE);
  const { offsets, docIds, termFreqs } = postings;
  const byTerm = forward.stems.map((stem, id) => {
    const [from, to] = [offsets[id] ?? 0, offsets[id + 1] ?? 0];
    return [stem, Array.from(docIds.subarray(from, to), (doc, i) => [doc, termFreqs[from + i]])] as const;
  });
  return { ...postings, byTerm: Object.fromEntries(byTerm) };
}

test("each doc of a term is listed in order, with the frequency", async () => {
  const { byTerm, docLengths, paragraphOf } = await postingsOf([
    buildParagraph(["Iran warned Baku.", "Iran warned."]),
    buildParagraph(["Baku."]),
    buildParagraph(["The otters of Baku."]),
  ]);
  expect(byTerm).toEqual({
    iran: [[0, 2]],
    warn: [[0, 2]],
    baku: [
      [0, 1],
      [1, 1],
      [2, 1],
    ],
    otter: [[2, 1]],
  });
  expect([...docLengths]).toEqual([3, 1, 2]);
  expect([...paragraphOf]).toEqual([0, 1, 2]);
});

test("docs stay in numerical order beyond ten", async () => {
  const { byTerm } = await postingsOf(Array.from({ length: 12 }, () => buildParagraph(["Baku."])));
  expect(byTerm.baku?.map(([doc]) => doc)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
});

test("title, section heading and alias keys are searched with the paragraph", async () => {
  const { byTerm } = await postingsOf(
    [buildParagraph(["The Islamic Republic warned."], { section: "Concerns" })],
    {
      title: "Otters",
      aliases: [["Iran", "Islamic Republic"]],
    },
  );
  expect(byTerm).toEqual({
    otter: [[0, 1]],
    concern: [[0, 1]],
    islam: [[0, 1]],
    republ: [[0, 1]],
    "@iran": [[0, 2]],
    warn: [[0, 1]],
  });
});

test("a paragraph of more than 3,000 characters is several docs, cut between sentences, each with the heading", async () => {
  const sentence = `${"quiet ".repeat(165)}river.`;
  const { byTerm, paragraphOf } = await postingsOf([
    buildParagraph(Array(5).fill(sentence), { section: "Otters" }),
    buildParagraph(["Baku."]),
  ]);
  expect([...paragraphOf]).toEqual([0, 0, 1]);
  expect(byTerm.river).toEqual([
    [0, 3],
    [1, 2],
  ]);
  expect(byTerm.otter).toEqual([
    [0, 1],
    [1, 1],
  ]);
});

test("nothing to index gives no postings", async () => {
  const { offsets, docIds } = await postingsOf([]);
  expect([...offsets]).toEqual([0]);
  expect(docIds).toHaveLength(0);
});
