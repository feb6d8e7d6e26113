// Checks quotations generated from the report in knowledge/: a small version of `npm run tool:evaluate -- --quotes`.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { loadFolder } from "#reports/folder.ts";
import { parseReport } from "#reports/parse/parse-report.ts";
import { judgeQuotation } from "#test/tools/evaluate/quote-figures.ts";
import {
  createHaystack,
  createRandom,
  makeAltered,
  makeEllipsis,
  makeExact,
  makeForeign,
  makePunctuation,
} from "#test/tools/evaluate/quotes.ts";
import { createVerify } from "#verification/verify.ts";

const { library } = await loadFolder("knowledge");
const verify = createVerify(library);
const loaded = createHaystack(library.reports);
const [report] = library.reports;
const { report: licence } = parseReport("licence.txt", readFileSync("LICENSE", "utf8"));
if (report === undefined || licence === undefined) throw new Error("both are there");
const random = createRandom(7);

const made = {
  exact: makeExact(report, 100, random),
  punctuation: makePunctuation(report, 100, random),
  altered: makeAltered(report, 100, random, loaded),
  ellipsis: makeEllipsis(report, 40, random),
  foreign: makeForeign(licence, 100, random, loaded),
};

test.each(Object.entries(made))(
  "every %s quotation gets the right verdict and its own paragraph",
  async (kind, all) => {
    expect(all.length).toBeGreaterThanOrEqual(40);
    const judged = await Promise.all(all.map((quotation) => judgeQuotation(quotation, verify)));
    expect(judged.filter(({ right }) => !right).map(({ made: { text } }) => text)).toEqual([]);
    if (kind !== "foreign") expect(judged.filter(({ rightPlace }) => !rightPlace)).toEqual([]);
  },
);

test("all five kinds of alteration are among them", () => {
  const kinds = new Set(made.altered.map(({ alteration }) => alteration));
  expect([...kinds].sort()).toEqual(["hedge", "name", "negation", "number", "synonym"]);
});
