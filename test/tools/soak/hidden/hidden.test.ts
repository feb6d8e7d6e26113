// The short form of `npm run tool:soak -- hidden`.
import { expect, test } from "vitest";
import { narrow } from "#access/scope.ts";
import { loadFolder } from "#reports/folder.ts";
import { compare } from "./compare.ts";
import { FILES, VIEWS, writeFolder } from "./reports.ts";

const QUESTIONS = [
  ...["answer", "closest", "field", "not-found", "which-report", "reports", "greeting", "thanks", "help"],
  ...["overview", "list"],
];
const QUOTATIONS = ["exact", "same-words", "altered", "not-in-reports", "too-short"];
const OTHERS = ["done", "usage", "suggestion"];

test("nothing that leaves the bot, and no work that it counts, tells whether hidden reports are loaded", async () => {
  const { differences, errors, outcomes, posts } = await compare({ cases: 300, seed: 1 });
  expect(differences).toEqual([]);
  expect(errors).toEqual([]);
  expect(posts).toBeGreaterThan(10);
  expect(Object.keys(outcomes)).toEqual(expect.arrayContaining([...QUESTIONS, ...QUOTATIONS, ...OTHERS]));
});

test("each view has the reports that are written down for it", async () => {
  const { library } = await loadFolder(writeFolder());
  const seen = VIEWS.map(({ scope }) => narrow(library, scope).reports.map(({ file }) => file));
  const written = VIEWS.map((_, view) =>
    FILES.filter(({ seenIn }) => seenIn.includes(view)).map(({ file }) => file),
  );
  expect(seen).toEqual(written.map((files) => files.toSorted(byName)));
});

/** Folders and files are loaded in this order. */
function byName(one: string, other: string): number {
  return one < other ? -1 : 1;
}
