// Buttons, after a restart of the process and changes of the report.
import { expect, test } from "vitest";
import { contextAction, shareAction } from "#bot/messages/blocks.ts";
import { buildExcerpt } from "#domain/excerpt.ts";
import type { Action, Message } from "#domain/message.ts";
import { paragraphsOf } from "#domain/report.ts";
import { decodeAction, encodeAction, MAX_ACTION_LENGTH } from "#platforms/shared/action.ts";
import { parseReport } from "#reports/parse/parse-report.ts";
import { createFixture, type Fixture, invocation, messageFor, wordsOf } from "#test/support/bot-fixture.ts";

const OTTERS =
  "Otters eat crayfish.\n\nOtters sleep by day.\n\nOtters live at rivers.\n\nOtters swim.\n\nOtters whistle.";
const BEAVERS = "Beavers build dams.\n\nBeavers sleep by night.";
const posted = { "otters.md": `# Otters\n\n${OTTERS}`, "beavers.md": `# Beavers\n\n${BEAVERS}` };
const first = await createFixture(posted);

/** The button of a message, as it comes back from the platform. */
function click(message: Message, label: string): Action {
  const actions = message.blocks.flatMap((block) => (block.kind === "actions" ? block.actions : []));
  const action = actions.find((candidate) => candidate.label === label);
  const carried = action && decodeAction(encodeAction(action));
  if (carried === undefined) throw new Error(`no button "${label}"`);
  return { label, ...carried };
}

const press = (fixture: Fixture, { command, args }: Action) =>
  messageFor(fixture, invocation(command, args, "button"));
const cited = (text: string) => messageFor(first, invocation("verify", { text }));

test("a button works in a process that never posted it", async () => {
  const message = await cited("Otters live at rivers.");
  const later = await createFixture(posted);
  const context = await press(later, click(message, "Context"));
  expect(wordsOf(context)).toContain(
    "Otters sleep by day.\npara. 2 of 5\nOtters live at rivers.\npara. 3 of 5\nOtters swim.",
  );
  expect(wordsOf(context)).not.toContain("changed");
});

test("when the paragraph has moved within the report the button finds it", async () => {
  const moved = await createFixture({ ...posted, "otters.md": `# Otters\n\nA new beginning.\n\n${OTTERS}` });
  const context = await press(moved, click(await cited("Otters live at rivers."), "Context"));
  expect(wordsOf(context)).toContain("Otters live at rivers.\npara. 4 of 6");
  expect(wordsOf(context)).not.toContain("changed");
});

test("when the words have changed it says so and shows the paragraph at the same place of the report", async () => {
  const changed = await createFixture({
    ...posted,
    "otters.md": `# Otters\n\n${OTTERS.replace("rivers", "the sea")}`,
  });
  const message = await cited("Otters live at rivers.");
  for (const label of ["Context", "Cite"]) {
    const shown = await press(changed, click(message, label));
    expect(wordsOf(shown)).toMatch(
      /^The text has changed since this was posted\. This paragraph is in its place now\./u,
    );
    expect(wordsOf(shown)).toContain("Otters live at the sea.");
  }
});

test("when there is no paragraph at that place any more the nearest is shown", async () => {
  const shorter = await createFixture({ ...posted, "otters.md": "# Otters\n\nOtters eat fish." });
  const shown = await press(shorter, click(await cited("Otters live at rivers."), "Cite"));
  expect(wordsOf(shown)).toContain("and its paragraph is gone; this is the nearest one.\nOtters eat fish.");
});

test("when the report is gone it says so", async () => {
  const without = await createFixture({ "beavers.md": posted["beavers.md"] });
  const shown = await press(without, click(await cited("Otters live at rivers."), "Context"));
  expect(wordsOf(shown)).toBe("The text has changed since this was posted: its report is no longer loaded.");
});

test("an answer whose words have changed is not shared", async () => {
  const ask = await messageFor(first, invocation("ask", { question: "Where do otters live?" }));
  const share = click(ask, "Share to channel");
  expect((await press(first, share)).audience).toBe("channel");
  const changed = await createFixture({
    ...posted,
    "otters.md": `# Otters\n\n${OTTERS.replace("rivers", "the sea")}`,
  });
  const refused = await press(changed, share);
  expect(wordsOf(refused)).toContain("so it was not shared");
  expect(refused.audience).toBe("asker");
});

test("Earlier and Later page through a whole report, even through a paragraph too long for one page", async () => {
  const long = Array.from(
    { length: 150 },
    (_, index) => `Sentence number ${index} says something about otters.`,
  ).join(" ");
  const parts = ["Opening words stand here.", "Second words stand here.", long, "Closing words stand here."];
  const fixture = await createFixture({ "a.md": `# A\n\n${parts.join("\n\n")}` });
  let page = await messageFor(fixture, invocation("context", { reference: "1" }, "button"));
  let read = wordsOf(page);
  for (let turned = 0; wordsOf(page).includes("[Later]"); turned++) {
    if (turned > 20) throw new Error("it never ends");
    page = await press(fixture, click(page, "Later"));
    read += wordsOf(page);
  }
  for (let index = 0; index < 150; index++) expect(read).toContain(`Sentence number ${index} says`);
  expect(read).toContain("Closing words stand here.");
  while (wordsOf(page).includes("[Earlier]")) page = await press(fixture, click(page, "Earlier"));
  expect(wordsOf(page)).toContain("Opening words stand here.");
});

test("Context of a long paragraph opens the page with the marked words", async () => {
  const long = Array.from(
    { length: 150 },
    (_, index) => `Sentence number ${index} says something about otters.`,
  ).join(" ");
  const fixture = await createFixture({ "a.md": `# A\n\n${long}` });
  const message = await messageFor(
    fixture,
    invocation("verify", { text: "Sentence number 99 says something" }),
  );
  expect(wordsOf(await press(fixture, click(message, "Context")))).toContain("Sentence number 99 says");
});

test("section headings are shown above their paragraphs", async () => {
  const fixture = await createFixture({ "a.md": "# A\n\n## Food\n\nFish.\n\n## Sleep\n\nBy day." });
  const words = wordsOf(await messageFor(fixture, invocation("context", { reference: "1" }, "button")));
  expect(words).toBe('Food\nFish.\npara. 1 of 2\nSleep\nBy day.\npara. 2 of 2\n"A"');
});

test("the longest button has at most 100 characters, however long the name of the report is", () => {
  const sentences = Array.from({ length: 400 }, (_, index) => `This is sentence ${index}.`).join(" ");
  const { report } = parseReport(
    `${"\u7B2C\u4E00/".repeat(6)}${"long-name-".repeat(12)}.md`,
    `# T\n\n${sentences}`,
  );
  const paragraph = report && { ...paragraphsOf(report)[0]!, ordinal: 99_999 };
  if (paragraph === undefined) throw new Error("must be readable");
  const last = paragraph.sentences.at(-1);
  for (const action of [
    contextAction(paragraph, last),
    shareAction(buildExcerpt(paragraph, last), "closest"),
  ])
    expect(encodeAction(action).length).toBeLessThanOrEqual(MAX_ACTION_LENGTH);
});
