// /ibid scope, over a real store and the real decision.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { createAccess } from "#access/access.ts";
import { createChannelScopes } from "#access/channel-scopes.ts";
import { createKnowledge, createKnowledgeScopes } from "#app/knowledge.ts";
import { createBot } from "#bot/bot.ts";
import { commandTable } from "#bot/commands/index.ts";
import type { Exposure, Invocation } from "#domain/platform.ts";
import { openStore } from "#store/store.ts";
import { invocation, libraryOf, wordsOf } from "#test/support/bot-fixture.ts";
import { createTestLog } from "#test/support/log.ts";

const report = (tlp: string, title: string) =>
  `---\ntitle: ${title}\ntlp: ${tlp}\n---\n\n${title} sleep in winter, the ministry says.`;

const LIBRARY = libraryOf({
  "iran/a.md": report("CLEAR", "Otters"),
  "energy/b.md": report("AMBER", "Beavers"),
  "secret/c.md": report("RED", "Badgers"),
});
const diagnostics = [
  { severity: "error", file: "secret/d.md", line: 2, message: "a broken label", hint: "mend it" },
] as const;

const ADMIN: Partial<Invocation> = { asker: { id: "U9", name: "Eve", mayManage: false } };
const MANAGER: Partial<Invocation> = { asker: { id: "U1", name: "Ada", mayManage: true } };
const SERVER_MANAGER: Partial<Invocation> = {
  asker: { id: "U2", name: "Bo", mayManage: false, mayAdminister: true },
};

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

type Setup = Readonly<{ admins?: readonly string[]; readers?: Exposure }>;

async function setUp({ admins = ["U9"], readers = { kind: "internal" } }: Setup = {}) {
  const { database, close } = await openStore(mkdtempSync(join(tmpdir(), "ibid-scope-")));
  closing.push(close);
  const exposure = { now: readers };
  const log = createTestLog([]);
  const channelScopes = createChannelScopes(database, log);
  const knowledge = createKnowledgeScopes(LIBRARY, (library) => createKnowledge(library));
  const { handle } = createBot({
    liveLibrary: { current: () => knowledge, status: () => ({ diagnostics, loadedAt: new Date(0) }) },
    access: createAccess({
      scopes: channelScopes,
      exposureIn: () => ({
        channel: async () => exposure.now,
        person: async () => ({ kind: "internal" }),
      }),
      defaults: { sets: "all", ceiling: "TLP:AMBER+STRICT" },
    }),
    channelScopes,
    commands: commandTable,
    prefix: "",
    digest: { zone: "UTC", admins },
    log,
    now: () => new Date("2026-11-24T12:00:00Z"),
    newId: () => "7f3a",
  });
  const run = async (command: string, args: Invocation["args"], from: Partial<Invocation> = {}) => {
    const reply = await handle({ ...invocation(command, args), ...from });
    if (typeof reply === "string") throw new Error(`expected a message, got ${reply}`);
    return { words: wordsOf(reply), audience: reply.audience };
  };
  const scope = async (line: string, from?: Partial<Invocation>) =>
    (await run("ibid", { topic: "scope", scope: line }, from)).words;
  const titles = async () => (await run("reports", {})).words.match(/Otters|Beavers|Badgers/gu) ?? [];
  return { run, scope, titles, exposure, channelScopes };
}

test("everybody is told what the channel sees; without a setting, the defaults", async () => {
  const { scope } = await setUp();
  expect(await scope("")).toBe(
    "Here Ibid sees all sets up to TLP:AMBER+STRICT: 2 reports.\nThis is the default.",
  );
});

test("an administrator sets a channel; from the next question on it sees that, and after a reset the defaults", async () => {
  const { scope, titles } = await setUp();
  expect(await titles()).toEqual(["Otters", "Beavers"]);
  expect(await scope("set iran up to green", ADMIN)).toBe(
    "From the next question on Ibid sees iran up to TLP:GREEN: 1 report.\nSet by U9 on 2026-11-24.",
  );
  expect(await titles()).toEqual(["Otters"]);
  expect(await scope("", MANAGER)).toContain("Here Ibid sees iran up to TLP:GREEN: 1 report.");
  await scope("set all up to TLP:RED", ADMIN);
  expect(await titles()).toEqual(["Otters", "Beavers", "Badgers"]);
  expect(await scope("reset", ADMIN)).toContain("up to TLP:AMBER+STRICT: 2 reports.");
  expect(await titles()).toEqual(["Otters", "Beavers"]);
});

test.each(["set all up to red", "reset"])("nobody but an administrator may %s", async (line) => {
  const { scope, titles, channelScopes } = await setUp();
  await scope("set iran", ADMIN);
  expect(await scope(line, MANAGER)).toContain("Only an administrator of this bot");
  expect(await titles()).toEqual(["Otters"]);
  expect(await channelScopes.find({ platform: "test", channel: "C1" })).toMatchObject({ sets: ["iran"] });
});

test("without IBID_ADMINS whoever manages the channel is no administrator, whoever may administer the server is", async () => {
  const { scope } = await setUp({ admins: [] });
  for (const from of [MANAGER, ADMIN])
    expect(await scope("set iran", from)).toContain("its operator lists them in IBID_ADMINS");
  expect(await scope("set iran", SERVER_MANAGER)).toContain("Ibid sees iran");
});

test.each([
  ["set oman", "There is no report in the set oman. There are: energy, iran, secret;"],
  ["set iran oman", "There is no report in the set oman."],
  ["set all up to purple", "Usage: /ibid scope set"],
  ["set all iran", "Usage: /ibid scope set"],
  ["set", "There is no report in the set set."],
])("%j is refused, and nothing is set", async (line, reason) => {
  const { scope, channelScopes } = await setUp();
  expect(await scope(line, ADMIN)).toContain(reason);
  expect(await channelScopes.find({ platform: "test", channel: "C1" })).toBeUndefined();
});

test("a direct message has the defaults, and cannot be set", async () => {
  const { scope } = await setUp();
  const direct = { ...ADMIN, channel: { id: "C1", kind: "direct" }, via: "direct" } as const;
  await scope("set all up to red", ADMIN);
  expect(await scope("set all up to red", direct)).toContain("In direct messages the defaults apply.");
  expect(await scope("", direct)).toContain("up to TLP:AMBER+STRICT: 2 reports.");
});

test("where outsiders read along nothing is told, until an administrator opens the channel with a ceiling", async () => {
  const { scope, run, titles, exposure } = await setUp({ readers: { kind: "external" } });
  const refusal = (await run("reports", {})).words;
  expect(refusal).toContain("answers only members of its own organisation");
  expect(await scope("", MANAGER)).toBe(refusal);
  expect(await scope("set iran up to clear", MANAGER)).toBe(refusal);
  expect((await run("ibid", { topic: "status" }, ADMIN)).words).toBe(refusal);
  expect(await scope("set all", ADMIN)).toContain("name the highest label");
  expect((await run("reports", {})).words).toBe(refusal);
  expect(await scope("set all up to clear", ADMIN)).toContain(
    "People from outside your organisation may see it",
  );
  expect(await titles()).toEqual(["Otters"]);
  // Once open, it stays so: outsiders may come back.
  exposure.now = { kind: "internal" };
  expect(await scope("set all", ADMIN)).toContain("name the highest label");
  await scope("reset", ADMIN);
  exposure.now = { kind: "external" };
  expect((await run("reports", {})).words).toBe(refusal);
});

test("guests may be let in beforehand, and a narrow label is pointed out", async () => {
  const { scope, titles, exposure } = await setUp();
  expect(await scope("set all with guests", ADMIN)).toContain("name the highest label");
  expect(await scope("set all up to red with guests", ADMIN)).toContain(
    "By its label, TLP:RED is not for people outside your organisation.",
  );
  exposure.now = { kind: "external" };
  expect(await titles()).toEqual(["Otters", "Beavers", "Badgers"]);
});

test("errors of files are told to administrators in private, never where a channel reads along", async () => {
  const { run } = await setUp();
  const status = { topic: "status" };
  expect((await run("ibid", status, ADMIN)).words).toContain("secret/d.md");
  const others: Partial<Invocation>[] = [
    MANAGER,
    { ...ADMIN, via: "mention" },
    { ...SERVER_MANAGER, via: "mention" },
  ];
  for (const from of others) {
    const { words } = await run("ibid", status, from);
    expect(words).toContain("2 reports are loaded.");
    expect(words).not.toMatch(/secret|Last reload/u);
  }
});

test.each<[string, Invocation["args"], string]>([
  ["ask", { question: "Why do otters sleep?" }, "Not in the 0 loaded reports."],
  ["ask", { question: "Why do otters sleep?", report: "iran-a" }, 'No report matches "iran-a".'],
  ["cite", { reference: "3" }, 'There is no paragraph, code or section "3". No report is loaded.'],
  ["cite", { reference: "3-4" }, 'There is no paragraph, code or section "3-4". No report is loaded.'],
  ["context", { reference: "k3v9qabc", ordinal: "1", source: "abc" }, "its report is no longer loaded"],
  ["verify", { text: "Otters sleep in winter, the ministry says." }, "Not in the 0 loaded reports"],
  ["reports", {}, "No report is loaded."],
  ["ibid", { topic: "status" }, "No report is loaded."],
  ["ibid", {}, "/cite"],
  ["digest", { action: "preview" }, "every paragraph has been shown"],
])("where there is no report to see, %s %j says so", async (command, args, words) => {
  const { run, scope } = await setUp();
  await scope("set energy up to clear", ADMIN);
  const reply = await run(command, args);
  expect(reply.words).toContain(words);
  expect(reply.words).not.toMatch(/Not in \.|There (?:is|are) \.|did not work/u);
});
