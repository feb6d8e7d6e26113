import { expect, test } from "vitest";
import { createKnowledge, createKnowledgeScopes } from "#app/knowledge.ts";
import type { Knowledge } from "#bot/command.ts";
import type { Library } from "#domain/report.ts";
import type { Scope } from "#domain/scope.ts";
import { libraryOf } from "#test/support/bot-fixture.ts";

const report = (tlp: string, text: string) =>
  `---\ntlp: ${tlp}\n---\n\n# ${text}\n\n${text} sleep in winter.`;

const CLEAR = report("CLEAR", "Otters");
const GREEN = report("GREEN", "Beavers");
const upTo = (ceiling: Scope["ceiling"], sets: Scope["sets"] = "all"): Scope => ({ sets, ceiling });
const all = libraryOf({ "a.md": CLEAR, "b.md": GREEN });

/** Makes what is asked for, and notes for which reports; fails as often as `failures` says. */
function createMaker(failures = 0) {
  const made: string[] = [];
  let left = failures;
  return {
    made,
    async make(library: Library): Promise<Knowledge> {
      made.push(library.reports.map(({ id }) => id).join(" "));
      left -= 1;
      if (left >= 0) throw new Error("the disk is full");
      return createKnowledge(library);
    },
  };
}

test("a scope is made when it is first asked for, once, and scopes with the same reports share it", async () => {
  const { made, make } = createMaker();
  const scopes = createKnowledgeScopes(all, make);
  expect(made).toEqual([]);
  const green = scopes.within(upTo("TLP:GREEN"));
  expect(await Promise.all([scopes.within(upTo("TLP:GREEN")), scopes.within(upTo("TLP:RED"))])).toEqual([
    await green,
    await green,
  ]);
  const clear = await scopes.within(upTo("TLP:CLEAR"));
  expect(clear.library.reports.map(({ id }) => id)).toEqual(["a"]);
  expect(made).toEqual(["a b", "a"]);
});

test("a scope whose reports have not changed is the same after a reload, the others are made again", async () => {
  const { made, make } = createMaker();
  const before = createKnowledgeScopes(all, make);
  const clear = await before.within(upTo("TLP:CLEAR"));
  const green = await before.within(upTo("TLP:GREEN"));
  const [first] = all.reports;
  const [, changed] = libraryOf({ "a.md": CLEAR, "b.md": report("GREEN", "Beavers and others") }).reports;
  if (first === undefined || changed === undefined) throw new Error("there are two reports");
  const after = createKnowledgeScopes({ ...all, reports: [first, changed] }, make, before);
  expect(await after.within(upTo("TLP:CLEAR"))).toBe(clear);
  expect(await after.within(upTo("TLP:GREEN"))).not.toBe(green);
  expect(made).toEqual(["a b", "a", "a b"].toSorted((one, other) => one.length - other.length));
});

test("beyond 64 scopes the one that was asked for longest ago is forgotten", async () => {
  const reports = Object.fromEntries(
    Array.from({ length: 66 }, (_, i) => [`s${i}/a.md`, report("CLEAR", `Otters ${i}`)]),
  );
  const { made, make } = createMaker();
  const scopes = createKnowledgeScopes(libraryOf(reports), make);
  const scopeNumber = (i: number) => scopes.within(upTo("TLP:CLEAR", [`s${i}`]));
  for (let i = 0; i < 64; i++) await scopeNumber(i);
  await scopeNumber(0);
  await scopeNumber(64);
  expect(scopes.made.size).toBe(64);
  expect(made).toHaveLength(65);
  await scopeNumber(0);
  expect(made).toHaveLength(65);
  await scopeNumber(1);
  expect(made).toHaveLength(66);
});

test("what could not be made is tried again by the next question", async () => {
  const { made, make } = createMaker(1);
  const scopes = createKnowledgeScopes(all, make);
  await expect(scopes.within(upTo("TLP:CLEAR"))).rejects.toThrow("the disk is full");
  expect((await scopes.within(upTo("TLP:CLEAR"))).library.reports).toHaveLength(1);
  expect(made).toEqual(["a", "a"]);
});

test("what was being made during a reload and fails after it is tried again, too", async () => {
  const failing = Promise.withResolvers<Knowledge>();
  const before = createKnowledgeScopes(all, () => failing.promise);
  const first = before.within(upTo("TLP:CLEAR"));
  const { make } = createMaker();
  const after = createKnowledgeScopes(all, make, before);
  const second = after.within(upTo("TLP:CLEAR"));
  failing.reject(new Error("the disk is full"));
  await expect(first).rejects.toThrow("the disk is full");
  await expect(second).rejects.toThrow("the disk is full");
  expect((await after.within(upTo("TLP:CLEAR"))).library.reports).toHaveLength(1);
});
