import { expect, test } from "vitest";
import { describePlan } from "#cli/digest-plan.ts";
import {
  advance,
  BEGINNING,
  createReadingOrder,
  type Edition,
  nextEdition,
  planDigest,
} from "#digest/select.ts";
import { DAILY, WEEKDAYS } from "#domain/digest.ts";
import { loadFolder } from "#reports/folder.ts";
import { libraryOf } from "#test/support/bot-fixture.ts";

const { library } = await loadFolder("knowledge");
const ordinalOf = (edition: Edition) =>
  edition.kind === "paragraph" ? edition.paragraph.ordinal : edition.kind;

const from = Date.parse("2026-11-26T00:00Z");
const plan = planDigest(
  createReadingOrder(library)(undefined),
  { time: "09:00", zone: "Europe/London", days: WEEKDAYS },
  { from, until: from + 30 * 24 * 60 * 60 * 1000 },
);

test("thirty days of the first report: 17 paragraphs on weekdays, Implications first, one notice, then silence", () => {
  const shown = plan.map(({ edition }) => ordinalOf(edition));
  expect(shown.slice(0, 4)).toEqual([14, 15, 16, 17]);
  expect(shown).toHaveLength(18);
  expect(new Set(shown).size).toBe(18);
  expect(shown.at(-1)).toBe("all-read");
  expect(plan.every(({ dueAt }) => ![0, 6].includes(new Date(dueAt).getUTCDay()))).toBe(true);
});

test("after the judgement's section come the paragraphs that state a judgement, then the rest in reading order", () => {
  expect(plan.slice(4, 17).map(({ edition }) => ordinalOf(edition))).toEqual([
    1, 7, 8, 12, 2, 3, 4, 5, 6, 9, 10, 11, 13,
  ]);
});

test("the sentence that states the judgement is marked", () => {
  const order = createReadingOrder(
    libraryOf({ "a.md": "# A\n\nThe sky is blue. Rain is unlikely. Sun shines." }),
  );
  const edition = nextEdition(order(undefined), BEGINNING, { repeat: false });
  if (edition.kind !== "paragraph") throw new Error("expected a paragraph");
  const { text } = edition.paragraph;
  expect(text.slice(edition.sentence?.start, edition.sentence?.end).trim()).toBe("Rain is unlikely.");
});

test("a report that is new or changed comes before the others; a changed paragraph is unread", () => {
  const old = libraryOf({ "a.md": "# A\n\nOne.\n\nTwo.", "b.md": "# B\n\nUno." });
  const before = createReadingOrder(
    old,
    new Map([
      ["a", 2],
      ["b", 1],
    ]),
  )(undefined);
  let position = BEGINNING;
  for (let day = 0; day < 3; day++)
    position = advance(position, nextEdition(before, position, { repeat: false }));
  const changed = libraryOf({
    "a.md": "# A\n\nOne.\n\nTwo.",
    "b.md": "# B\n\nUno, changed.",
    "c.md": "# C\n\nNew.",
  });
  const after = createReadingOrder(
    changed,
    new Map([
      ["a", 2],
      ["b", 3],
      ["c", 4],
    ]),
  )(undefined);
  const texts: string[] = [];
  for (let day = 0; day < 4; day++) {
    const edition = nextEdition(after, position, { repeat: false });
    texts.push(edition.kind === "paragraph" ? edition.paragraph.text : edition.kind);
    position = advance(position, edition);
  }
  expect(texts).toEqual(["New.", "Uno, changed.", "all-read", "nothing"]);
});

test("the same words twice are shown once, and repeat starts again by itself", () => {
  const order = createReadingOrder(libraryOf({ "a.md": "# A\n\nOne.\n\nOne.\n\nTwo." }))(undefined);
  const texts: string[] = [];
  let position = BEGINNING;
  for (let day = 0; day < 5; day++) {
    const edition = nextEdition(order, position, { repeat: true });
    texts.push(edition.kind === "paragraph" ? edition.paragraph.text : edition.kind);
    position = advance(position, edition);
  }
  expect(texts).toEqual(["One.", "Two.", "One.", "Two.", "One."]);
});

test("one report is followed alone, and an empty library posts nothing at all", () => {
  const order = createReadingOrder(libraryOf({ "a.md": "# A\n\nOne.", "b.md": "# B\n\nUno." }));
  expect(order("b").map(({ text }) => text)).toEqual(["Uno."]);
  for (const repeat of [true, false])
    expect(nextEdition(order("gone"), BEGINNING, { repeat })).toEqual({ kind: "nothing" });
});

test("a plan by hand and a plan by the command agree", () => {
  const words = describePlan(
    { days: "30", zone: "Europe/London", from: "2026-11-26" },
    { library, zone: "UTC", now: 0 },
  );
  expect(words.split("\n")).toHaveLength(plan.length + 1);
  expect(words).toContain("Thu, 26 Nov 2026, 09:00  Implications, para. 14");
  expect(words).toContain("17 paragraphs in 30 days, times in Europe/London.");
  for (const typed of [{ days: "0" }, { from: "tomorrow" }, { at: "9" }, { zone: "CET" }])
    expect(() => describePlan(typed, { library, zone: "UTC", now: 0 })).toThrow();
});

test("a plan over a year of every day keeps to one post a day", () => {
  const year = planDigest(
    createReadingOrder(library)(undefined),
    { time: "00:30", zone: "America/Havana", days: DAILY },
    { from, until: from + 366 * 24 * 60 * 60 * 1000 },
  );
  expect(year).toHaveLength(18);
});
