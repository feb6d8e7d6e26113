import { expect, test } from "vitest";
import { createTimeSlices } from "#domain/time-slices.ts";
import { libraryOf } from "#test/support/library.ts";
import { createQuotationIndexCache } from "#verification/quotation-index.ts";
import { createVerify } from "#verification/verify.ts";
import { verifyText } from "#verification/verify-text.ts";

const verify = createVerify(
  libraryOf(["Otters eat crayfish at night.", "He called it \u201Ca red line\u201D and left the room."]),
);

/** What came of the text, and what was checked for it. */
async function check(text: string, max = 40) {
  const checked: string[] = [];
  const { checks, total } = await verifyText(text, max, (quotation) => {
    checked.push(quotation);
    return verify(quotation);
  });
  return { verdicts: checks.map(({ verdict }) => verdict), total, checked };
}

test("equal quotations of one text are checked once and all have a verdict", async () => {
  const text = '"Otters eat crayfish at night" and "badgers sleep all day long". '.repeat(10);
  const { verdicts, total, checked } = await check(text);
  expect(verdicts).toEqual(Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? "exact" : "not-in-reports")));
  expect(total).toBe(20);
  // And the text as a whole, which may be a passage of a report.
  expect(checked).toEqual([text.trim(), "Otters eat crayfish at night", "badgers sleep all day long"]);
});

test("of very many quotations the first are checked and all are counted", async () => {
  const quotations = Array.from({ length: 220 }, (_, i) => `"otters eat ${i} crayfish"`);
  const { verdicts, total, checked } = await check(quotations.join(" "));
  expect([verdicts.length, total, checked.length]).toEqual([40, 220, 41]);
  const inLines = await check(quotations.map((quotation) => `> ${quotation}`).join("\n\n"));
  expect([inLines.verdicts.length, inLines.total, inLines.checked.length]).toEqual([40, 220, 40]);
});

test("words in quotation marks that are too short to check do not take the place of a quotation", async () => {
  const { verdicts, total } = await check(`${'a "red" line, '.repeat(60)}"Otters eat crayfish at night"`);
  expect([verdicts, total]).toEqual([["exact"], 1]);
});

test("of very many paragraphs without quotations the first are checked", async () => {
  const paragraphs = Array.from({ length: 100 }, (_, i) => `otters eat ${i} crayfish`);
  const { verdicts, total, checked } = await check(paragraphs.join("\n\n"));
  expect([verdicts.length, total, checked.length]).toEqual([40, 100, 40]);
});

test("very many paragraphs with short words in quotation marks are not all read", async () => {
  const paragraphs = Array.from({ length: 300 }, (_, i) => `otters "eat" ${i} crayfish`);
  const { verdicts, total, checked } = await check(paragraphs.join("\n\n"));
  expect([verdicts.length, total, checked.length]).toEqual([40, 300, 40]);
});

test("a passage of a report counts as one quotation, whatever it quotes itself", async () => {
  const { verdicts, total } = await check("He called it \u201Ca red line\u201D and left the room.");
  expect([verdicts, total]).toEqual([["exact"], 1]);
});

test.each([
  ["red line", ["too-short"], 1],
  ['"red line"', ["too-short"], 1],
  ["", [], 0],
])("of %j the verdicts are %j", async (text, verdicts, total) => {
  expect(await check(text)).toMatchObject({ verdicts, total });
});

test("a text with many quotations is checked in slices, with the same outcome", async () => {
  const paragraphs = Array.from(
    { length: 1200 },
    (_, i) => `The otters of pond ${i} eat the crayfish of pond ${i + 1}.`,
  );
  const library = libraryOf(paragraphs);
  const text = paragraphs.map((words, i) => `"${words.replace("crayfish", `${i} crayfish`)}"`).join(" ");
  let now = 0;
  let turnsTaken = 0;
  const { isOver, next } = createTimeSlices(() => now++);
  const slices = { isOver, next: () => next().then(() => void turnsTaken++) };
  const inTurns = createVerify(library, createQuotationIndexCache(slices));
  await inTurns("The first check indexes the reports.");
  turnsTaken = 0;
  const checked = await verifyText(text, 40, inTurns);
  expect(checked).toEqual(await verifyText(text, 40, createVerify(library)));
  // A slice ends after 25 looks at the clock. Each quotation is looked for in three segments, then for close words in three.
  expect(turnsTaken).toBeGreaterThan((40 * 6) / 26);
});
