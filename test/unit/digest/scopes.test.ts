// A digest shows what its channel may see, at every attempt to post it.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createChannelScopes } from "#access/channel-scopes.ts";
import { orderLibrary } from "#app/digest.ts";
import { paragraphsOf } from "#domain/report.ts";
import { recordQuestions } from "#store/question.ts";
import { openStore } from "#store/store.ts";
import { libraryOf } from "#test/support/bot-fixture.ts";
import {
  BEFORE,
  CHANNEL,
  createFixture,
  HOUR,
  MINUTE,
  pass,
  settings,
  switchOn,
} from "#test/support/digest-fixture.ts";
import { silentLog } from "#test/support/log.ts";

const report = (tlp: string, year: number, text: string) =>
  `---\ntitle: On ${text}\ntlp: ${tlp}\npublished: ${year}\n---\n\n${text} sleep in winter.`;

const LIBRARY = libraryOf({
  "a.md": report("CLEAR", 2025, "Otters"),
  "b.md": report("GREEN", 2024, "Beavers"),
  "c.md": report("GREEN", 2023, "Badgers"),
});

async function dailyWithQuestions() {
  const fixture = createFixture(BEFORE);
  fixture.library = LIBRARY;
  const process = await fixture.start();
  await switchOn(fixture, process, settings("09:00"));
  const [code = ""] = LIBRARY.reports.slice(1).flatMap((one) => paragraphsOf(one).map((each) => each.code));
  await recordQuestions(process.database, [{ ...CHANNEL, askedAt: fixture.now + 1, answered: true, code }]);
  const narrowTo = (ceiling: "TLP:CLEAR" | "TLP:GREEN") =>
    createChannelScopes(process.database, silentLog).set({
      ...CHANNEL,
      ...{ sets: "all", ceiling, outsiders: false, changedBy: "U9", changedAt: new Date(fixture.now) },
    });
  const posted = () => fixture.fakePlatform.posts.map(({ message }) => JSON.stringify(message));
  return { fixture, process, narrowTo, posted };
}

test("a post names the paragraph that was quoted most, if the channel may see it", async () => {
  const { fixture, process, posted } = await dailyWithQuestions();
  await pass(fixture, process, 2 * HOUR);
  expect(posted()).toEqual([expect.stringMatching(/Otters.*quoted most: .*Beavers/su)]);
});

test("a post that waits names nothing any more that the channel may no longer see", async () => {
  const { fixture, process, narrowTo, posted } = await dailyWithQuestions();
  fixture.fakePlatform.faults.push({ limited: 30 * 60 });
  await pass(fixture, process, HOUR + MINUTE);
  expect(posted()).toEqual([]);
  await narrowTo("TLP:CLEAR");
  await pass(fixture, process, HOUR);
  expect(posted()).toEqual([expect.stringContaining("Otters")]);
  expect(posted()[0]).toContain("1 question here since the last digest");
  expect(posted()[0]).not.toContain("Beavers");
});

test("a narrower scope takes effect with the next post, a wider one shows what was hidden", async () => {
  const { fixture, process, narrowTo, posted } = await dailyWithQuestions();
  await narrowTo("TLP:CLEAR");
  await pass(fixture, process, 49 * HOUR);
  const narrow = posted();
  expect(narrow.map((message) => message.includes("Otters"))).toEqual(
    [true, false, false].slice(0, narrow.length),
  );
  expect(narrow.join()).not.toMatch(/Beavers|Badgers/u);
  await narrowTo("TLP:GREEN");
  await pass(fixture, process, 48 * HOUR);
  const wide = posted().slice(narrow.length).join();
  expect(wide).toMatch(/Beavers.*Badgers/su);
});

test("a hidden report that is added or changes does not alter the order of the others", async () => {
  const { database, close } = await openStore(mkdtempSync(join(tmpdir(), "ibid-order-")));
  const visible = { sets: "all", ceiling: "TLP:CLEAR" } as const;
  const open = { "b.md": report("CLEAR", 2021, "Otters"), "d.md": report("CLEAR", 2020, "Beavers") };
  const orders: (readonly string[])[] = [];
  for (const secret of [{}, { "a.md": "Badgers" }, { "a.md": "Foxes", "c.md": "Hares" }, {}]) {
    const hidden = Object.entries(secret).map(([file, text]) => [file, report("RED", 2026, text)]);
    const library = libraryOf({ ...open, ...Object.fromEntries(hidden) });
    const { readingIn } = await orderLibrary({ library: () => library, database });
    orders.push(
      readingIn(visible)
        .order(undefined)
        .map(({ text }) => text),
    );
  }
  const expected = ["Otters sleep in winter.", "Beavers sleep in winter."];
  expect(orders).toEqual([expected, expected, expected, expected]);
  await close();
});
