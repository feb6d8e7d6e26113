// Which paragraphs a digest shows, and what it does with reports that have few of them.
import { expect, test } from "vitest";
import { describePlan } from "#cli/digest-plan.ts";
import { unfitnessOf } from "#digest/fitness.ts";
import { createReadingOrder, leftOutOf } from "#digest/select.ts";
import { paragraphsOf } from "#domain/report.ts";
import { libraryOf } from "#test/support/bot-fixture.ts";

const SENTENCE = "The council will close the old quay in the autumn and open a new one in the spring.";

/** The only paragraph of a report with this text. */
function paragraphOf(source: string) {
  const [paragraph] = libraryOf({ "a.md": `# A\n\n${source}` }).reports.flatMap(paragraphsOf);
  if (paragraph === undefined) throw new Error("there is one paragraph");
  return paragraph;
}

const SHORT = "no whole sentence of 12 words";

test.each([
  [SENTENCE, undefined],
  [`Short. ${SENTENCE}`, undefined],
  [`${SENTENCE.slice(0, -1)}.[12]`, undefined],
  [`${SENTENCE.slice(0, -1)}.7`, undefined],
  [`\u201C${SENTENCE}\u201D`, undefined],
  [`- ${SENTENCE}`, undefined],
  ["Sincerely,", SHORT],
  ["Cheryl L. Johnson Clerk of the House", SHORT],
  ["Enclosures", SHORT],
  ["vi. An issuance date.[12]", SHORT],
  ["By the first of January the agencies and their contractors must do all of the following:", SHORT],
  ["https://example.org/one https://example.org/two and so on.", SHORT],
  [
    "U.S. House of Representatives, Office of the Clerk, The Capitol Building, Room H154, Washington, District of Columbia.",
    SHORT,
  ],
  [
    "L R c v l c v C o n c e r t s Pr c i e c t s I employ a d e l t a review concept in d horn prior to r e v i e w.",
    SHORT,
  ],
  [
    "[12] See the letter of the council to the ferry line of May and its answer of the same month.",
    "footnote",
  ],
  ["Ibid., of the letter of the council to the ferry line in May and of its answer of June.", "footnote"],
])("%j: %s", (source, reason) => {
  expect(unfitnessOf(paragraphOf(source))).toBe(reason);
});

test("a footnote of the file is left out whatever it says", () => {
  const [report] = libraryOf({ "a.md": `# A\n\n${SENTENCE}[^1]\n\n[^1]: ${SENTENCE}` }).reports;
  expect(report && leftOutOf(report).map(({ paragraph, reason }) => [paragraph.note, reason])).toEqual([
    ["1", "footnote"],
  ]);
});

test("a report in which no paragraph could stand alone is shown whole", () => {
  const library = libraryOf({ "a.md": "# A\n\nOne.\n\nTwo." });
  expect(createReadingOrder(library)(undefined).map(({ text }) => text)).toEqual(["One.", "Two."]);
});

test("reports take turns, the newest first in each, each with its own judgements first", () => {
  const long = Array.from({ length: 3 }, (_, i) => `${SENTENCE} Part ${i + 1}.`).join("\n\n");
  const library = libraryOf({
    "old.md": `# Old\n\n${long}`,
    "new.md": `# New\n\n${SENTENCE}\n\nThe quay is unlikely to be closed before the end of the year that has just begun.`,
  });
  const changedAt = new Map([
    ["old", 1],
    ["new", 2],
  ]);
  const order = createReadingOrder(library, changedAt)(undefined);
  expect(order.map(({ report, ordinal }) => `${report} ${ordinal}`)).toEqual([
    "new 2",
    "old 1",
    "new 1",
    "old 2",
    "old 3",
  ]);
});

test("the plan lists what is left out, and why", () => {
  const library = libraryOf({ "a.md": `# A\n\n${SENTENCE}\n\nSincerely,` });
  const plan = describePlan({ days: "2" }, { library, zone: "UTC", now: Date.parse("2026-11-26T00:00Z") });
  expect(plan).toMatch(
    /Left out: 1 paragraph\.\n {2}para\. 2 · A {2}\w{8} {2}no whole sentence of 12 words\n/u,
  );
});
