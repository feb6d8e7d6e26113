// What people type reaches commands bounded, and is read in a number of steps that grows no faster than its length.
import { expect, test } from "vitest";
import { createKnowledge } from "#app/knowledge.ts";
import { createBot } from "#bot/bot.ts";
import { type Args, type Command, type Knowledge, parseArgs } from "#bot/command.ts";
import { commandTable } from "#bot/commands/index.ts";
import { findParagraphs, findRange, findScope } from "#bot/reference.ts";
import { simplify } from "#bot/report-index.ts";
import { loadFolder } from "#reports/folder.ts";
import { createFixture, invocation } from "#test/support/bot-fixture.ts";
import { hostileTexts } from "#test/support/hostile-patterns.ts";
import { silentLog } from "#test/support/log.ts";
import { openAccess, unscoped } from "#test/support/open-access.ts";

const { library } = await loadFolder("knowledge");

test("no command sees an argument of over 500 characters or with white space at its ends, but the two that say what they cut", async () => {
  const seen = new Map<string, Args[]>();
  const commands = commandTable.map((command): Command => {
    const run: Command["run"] = async ({ args }) => {
      seen.set(command.name, [...(seen.get(command.name) ?? []), args]);
      return { reply: "acknowledge" };
    };
    return { ...command, run };
  });
  const { handle } = await createFixture(undefined, commands);
  for (const { name, options } of commandTable)
    for (const [, text] of hostileTexts(40_000))
      for (const via of ["command", "shortcut"] as const)
        await handle(
          invocation(name, Object.fromEntries(options.map((option) => [option.name, ` ${text} `])), via),
        );
  for (const { name, options } of commandTable) {
    expect(seen.get(name)).toHaveLength(46);
    for (const option of options) {
      const values = (seen.get(name) ?? []).map((args) => args[option.name] ?? "");
      const longest = Math.max(...values.map((value) => value.length));
      const isCutByCommand = ["ask question", "verify text"].includes(`${name} ${option.name}`);
      expect(longest, `${name} ${option.name}`).toBeLessThanOrEqual(isCutByCommand ? 8_000 : 500);
      if (!isCutByCommand) expect(values.filter((value) => value !== value.trimStart())).toEqual([]);
    }
  }
});

test("of a long text a question is searched for 500 characters and quotations for 4,000", async () => {
  const lengths: Record<string, number> = { ask: 0, verify: 0 };
  const real = await createKnowledge(library);
  const measure = (name: string, text: string) => {
    lengths[name] = Math.max(lengths[name] ?? 0, text.length);
  };
  const knowledge: Knowledge = {
    ...real,
    smallTalk: (question) => {
      measure("ask", question);
      return "help";
    },
    verifyText: async (text) => {
      measure("verify", text);
      return { checks: [{ verdict: "too-short", quotation: "red line" }], total: 1 };
    },
  };
  const { handle } = createBot({
    access: openAccess,
    liveLibrary: {
      current: () => unscoped(knowledge),
      status: () => ({ diagnostics: [], loadedAt: new Date(0) }),
    },
    commands: commandTable,
    prefix: "",
    digest: { zone: "UTC", admins: [] },
    log: silentLog,
    now: () => new Date(0),
    newId: () => "7f3a",
  });
  for (const [, text] of hostileTexts(40_000)) {
    await handle(invocation("ask", { question: ` ${text}` }, "shortcut"));
    await handle(invocation("verify", { text: ` ${text}` }, "shortcut"));
  }
  expect(lengths).toEqual({ ask: 500, verify: 4000 });
});

const ignoreErrors = (read: () => unknown) => {
  try {
    read();
  } catch {
    // A UsageError: the text is no reference.
  }
};

const readers: readonly (readonly [string, (text: string) => unknown])[] = [
  ...commandTable.map((command) => [`/${command.name}`, (text: string) => parseArgs(command, text)] as const),
  ["a reference", (text) => findParagraphs(text, library.reports)],
  ["a range", (text) => findRange(text, library.reports)],
  ["the name of a report", (text) => findScope(text, library)],
];

// Measured: up to 7 times as long with patterns that do not backtrack, over 2,000 times with two that did.
test.each(readers)(
  "reading %s from 40,000 hostile characters takes less than a hundred times as long as a pass over them",
  (_, read) => {
    const texts = hostileTexts(40_000).map(([, text]) => text);
    const measure = (work: (text: string) => unknown) => {
      const startedAt = performance.now();
      for (const text of texts) ignoreErrors(() => work(text));
      return performance.now() - startedAt;
    };
    const rounds = Array.from({ length: 5 }, () => [measure(read), measure(simplify)] as const);
    const reading = Math.min(...rounds.map(([time]) => time));
    const passing = Math.min(...rounds.map(([, time]) => time));
    expect(reading / passing).toBeLessThan(100);
  },
);
