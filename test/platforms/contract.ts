// What every platform owes the people who use it, clause by clause. A platform declares what it cannot do; all else holds.
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commandTable } from "#bot/commands/index.ts";
import { type Library, paragraphsOf } from "#domain/report.ts";
import { loadFolder } from "#reports/folder.ts";
import type { Capability, Event, Fault, Harness, View } from "./harness.ts";

export type Contractor = Readonly<{
  name: string;
  cannot: readonly Capability[];
  /** Starts the process on the reports in a folder, which the contract changes, against the platform's test server. */
  open(knowledge: string): Promise<Harness>;
}>;

type Case = Readonly<{
  title: string;
  needs?: readonly Capability[];
  prove(harness: Harness, knowledge: string): Promise<void>;
}>;

export const QUESTION = "What would be a red line for Iran's parliament?";
const ANSWERED_BY = 4;
const SENTENCE =
  /^Iran's parliament indicated that any change in the borders would be a red line; .*Caucasus\.\.\."$/u;
const CITATION = /Baffa, "Iran-Azerbaijan: .*" \(The Cambridge Security Initiative, .*para\. 4 of 17/u;
const TOLD = /logged as ([0-9a-f]{4})/u;
const PATIENCE = 180_000;

/** The project's reports, in a folder that a test may change. */
function copyKnowledge(): string {
  const folder = mkdtempSync(join(tmpdir(), "knowledge-"));
  cpSync("knowledge", folder, { recursive: true });
  return folder;
}

export function describeContract({ name, cannot, open }: Contractor): void {
  const knowledge = copyKnowledge();
  describe(`${name} keeps the contract:`, () => {
    let harness: Harness;
    beforeAll(async () => {
      harness = await open(knowledge);
    }, PATIENCE);
    afterAll(() => harness?.close(), PATIENCE);
    for (const { title, needs = [], prove } of cases)
      test.skipIf(needs.some((capability) => cannot.includes(capability)))(
        title,
        { timeout: PATIENCE },
        async () => {
          await prove(harness, knowledge);
          expect(harness.violations(), "calls that the platform would refuse").toEqual([]);
        },
      );
  });
}

/** The next reply after what was done. */
export async function replyTo(harness: Harness, act: () => Event): Promise<View> {
  const before = harness.views().length;
  const event = act();
  await harness.until(() => harness.views().length > before && event.acknowledged());
  return lastOf(harness, before);
}

function lastOf(harness: Harness, at = harness.views().length - 1): View {
  const view = harness.views()[at];
  if (view === undefined) throw new Error("nothing was posted");
  return view;
}

/** What stands more than before once the process has finished everything and stopped. It is started again. */
async function allRepliesTo(harness: Harness, act: () => readonly Event[]): Promise<readonly View[]> {
  const before = harness.views().length;
  const events = act();
  await harness.until(() => events.every((event) => event.acknowledged()));
  const exitCode = await harness.stop();
  await harness.start();
  expect(exitCode).toBe(0);
  return harness.views().slice(before);
}

let library: Promise<Library> | undefined;

async function paragraph(ordinal: number): Promise<string> {
  library ??= loadFolder("knowledge").then((loaded) => loaded.library);
  const [report] = (await library).reports;
  const found = report === undefined ? undefined : paragraphsOf(report)[ordinal - 1];
  if (found === undefined) throw new Error(`the first report has no paragraph ${ordinal}`);
  return found.text;
}

/** The answer to QUESTION as it always stands: quotation, mark, citation, and nothing that calls or leads anywhere. */
export async function expectAnswer(view: View): Promise<void> {
  expect(view.quotes).toEqual([await paragraph(ANSWERED_BY)]);
  expect(view.marked).toEqual([expect.stringMatching(SENTENCE)]);
  expect(view.words).toMatch(CITATION);
  expect({ links: view.links, pings: view.pings }).toEqual({ links: [], pings: 0 });
}

const answers = (views: readonly View[]) => views.filter(({ quotes }) => quotes.length > 0);

/** One answer at most, and where none arrived the asker was told. */
const survives = (fault: Fault) => async (harness: Harness) => {
  const before = harness.views().length;
  // A command is answered for its asker alone: what is for anybody else belongs to the mention.
  const repliesTo = (command: boolean) =>
    harness.views().filter(({ onlyFor }, at) => at >= before && (onlyFor === "ada") === command);
  const acts = [
    () => harness.command("ask", { question: QUESTION }, { by: "ada" }),
    () => harness.mention(QUESTION, { by: "ben" }),
  ];
  const events: Event[] = [];
  const settled = () => events.every((event, at) => event.acknowledged() && repliesTo(at === 0).length > 0);
  for (const act of acts) {
    harness.fault(fault);
    events.push(act());
    // Requests that hang are given up after longer than a stop may take: both are waited for at once.
    if (fault !== "hangs") await harness.until(settled);
  }
  await harness.until(settled);
  await allRepliesTo(harness, () => []);
  for (const replies of [repliesTo(true), repliesTo(false)]) {
    const told = replies.filter(({ words }) => TOLD.test(words));
    expect(answers(replies).length).toBeLessThanOrEqual(1);
    expect(answers(replies).length + told.length).toBeGreaterThan(0);
  }
};

/** The reply to something whose answer the platform refuses for good. */
async function failing(harness: Harness, act: () => Event): Promise<View> {
  harness.fault("refused");
  const view = await replyTo(harness, act);
  const [, id] = TOLD.exec(view.words) ?? [];
  expect(harness.log()).toContainEqual(expect.objectContaining({ event: "invocation.failed", id }));
  return view;
}

const commands: readonly Case[] = [
  {
    title:
      "a command is answered with the report's paragraph, word for word, the sentence marked, the source cited",
    async prove(harness) {
      await expectAnswer(await replyTo(harness, () => harness.command("ask", { question: QUESTION })));
    },
  },
  {
    title: "a command in a channel is answered for the asker alone",
    needs: ["private"],
    async prove(harness) {
      const view = await replyTo(harness, () =>
        harness.command("ask", { question: QUESTION }, { by: "ben" }),
      );
      expect(view).toMatchObject({ onlyFor: "ben", place: "team" });
    },
  },
  {
    title: "a command works in a channel that the bot is not in, and its answer can be shared there",
    needs: ["outside"],
    async prove(harness) {
      const setting = { place: "outside" } as const;
      const view = await replyTo(harness, () => harness.command("ask", { question: QUESTION }, setting));
      expect(view).toMatchObject({ onlyFor: "ada", place: "outside" });
      const shared = await replyTo(harness, () => harness.click(view, "Share to channel"));
      expect(shared).toMatchObject({ place: "outside", quotes: view.quotes });
      expect(shared.onlyFor).toBeUndefined();
    },
  },
  {
    title: "every command that people can type is answered",
    async prove(harness) {
      for (const { name, button } of commandTable) {
        if (button === true) continue;
        const view = await replyTo(harness, () => harness.command(name, {}));
        expect(view.words, name).not.toBe("");
        expect(view.words, name).not.toMatch(TOLD);
      }
    },
  },
  {
    title:
      "a command can be asked of one report, and a report that does not exist is told with those that do",
    async prove(harness) {
      const ask = (report: string) => () => harness.command("ask", { question: QUESTION, report });
      await expectAnswer(await replyTo(harness, ask("iran-azerbaijan-2021")));
      expect((await replyTo(harness, ask("otters"))).words).toContain("There is in:iran-azerbaijan-2021.");
    },
  },
  {
    title: "a question that the reports do not answer is answered so, without a quotation",
    async prove(harness) {
      const question = "Who won the world cup of football?";
      const view = await replyTo(harness, () => harness.command("ask", { question }));
      expect(view.words).toMatch(/^Not in "Iran-Azerbaijan/u);
      expect(view.quotes).toEqual([]);
    },
  },
  {
    title: "a paragraph is cited by its number",
    async prove(harness) {
      const view = await replyTo(harness, () => harness.command("cite", { reference: "12" }));
      expect(view.quotes).toEqual([await paragraph(12)]);
      expect(view.words).toContain("Richard C. Baffa,");
    },
  },
  {
    title: "what is typed can neither call anybody nor lead anywhere",
    async prove(harness) {
      const hostile =
        "<!channel> @everyone <@U1> <@&1> <#C1> [x](https://evil.test) <https://evil.test|x> `*_~ flurb";
      for (const args of [{ question: hostile }, { question: QUESTION, report: hostile }]) {
        const view = await replyTo(harness, () => harness.command("ask", args));
        expect({ links: view.links, pings: view.pings }).toEqual({ links: [], pings: 0 });
      }
    },
  },
];

const REAL = "Iran would fear intervention by Turkey in support of Azerbaijan";
const FALSE = "the conflict is likely to erupt into an overt military clash";

const checks: readonly Case[] = [
  {
    title: "a real quotation is called exact, marked in its paragraph, with its report",
    async prove(harness) {
      const view = await replyTo(harness, () => harness.command("verify", { text: REAL }));
      expect(view.words).toMatch(/^Exact\./u);
      expect(view.quotes).toEqual([await paragraph(17)]);
      expect(view.marked).toEqual([REAL]);
      expect(view.words).toContain("Implications, para. 17 of 17");
    },
  },
  {
    title: "with other punctuation a quotation is called the same words, and both are shown",
    async prove(harness) {
      const text = REAL.replace(" by", ", by");
      const view = await replyTo(harness, () => harness.command("verify", { text }));
      expect(view.words).toMatch(/^Same words\./u);
      expect(view.words).toContain(text);
      expect(view.quotes).toEqual([await paragraph(17)]);
    },
  },
  {
    title: "an altered quotation is shown beside the report, and what it does to the sense is called out",
    async prove(harness) {
      const view = await replyTo(harness, () => harness.command("verify", { text: FALSE }));
      expect(view.words).toMatch(
        /^Altered\. Negation: the report has "unlikely" where the quotation has "likely"\./u,
      );
      expect(view.quotes).toEqual([await paragraph(17)]);
      expect(view.marked).toContain("unlikely");
    },
  },
  {
    title: "what no report says is called so, without a quotation",
    async prove(harness) {
      const text = "the quick brown fox jumps over the lazy dog";
      const view = await replyTo(harness, () => harness.command("verify", { text }));
      expect(view.words).toMatch(/^Not in "Iran-Azerbaijan/u);
      expect(view.quotes).toEqual([]);
    },
  },
  {
    title: "a message shortcut checks every quotation of its message, for the asker alone",
    needs: ["shortcut", "private"],
    async prove(harness) {
      const text = `He writes "${REAL}", and then:\n> ${FALSE}\nI doubt it.`;
      const view = await replyTo(harness, () => harness.shortcut("Check quotations", text, { by: "ben" }));
      expect(view.words).toMatch(/^2 quotations: 1 exact, 1 altered\./u);
      expect(view).toMatchObject({ onlyFor: "ben", place: "team", pings: 0, links: [] });
    },
  },
  {
    title: "a citation comes as note, short form, Markdown footnote and BibTeX",
    async prove(harness) {
      const { words } = await replyTo(harness, () => harness.command("cite", { reference: "12-13" }));
      expect(words).toContain("(The Cambridge Security Initiative, November 2021), paras. 12-13 (");
      expect(words).toContain("Baffa, Iran-Azerbaijan, paras. 12-13 (wbk7zmpf to ncbwpk66).");
      expect(words).toContain("[^baffa2021-12-13]: Richard C. Baffa,");
      expect(words).toContain("@techreport{baffa2021, author = {Richard C. Baffa},");
    },
  },
  {
    title: "a slip in the name of a section is met with the name",
    async prove(harness) {
      const view = await replyTo(harness, () => harness.command("cite", { reference: "Implicatons" }));
      expect(view.words).toContain('Did you mean "Implications"?');
    },
  },
  {
    title: "the status tells what is loaded, how long and how old it is, and when it was read",
    async prove(harness) {
      const { words } = await replyTo(harness, () => harness.command("ibid", { topic: "status" }));
      expect(words).toMatch(/Iran-Azerbaijan: .* \u00B7 17 paragraphs \u00B7 November 2021/u);
      expect(words).toMatch(/Last reload: \d{4}-\d{2}-\d{2} \d{2}:\d{2} UTC\./u);
    },
  },
];

const conversations: readonly Case[] = [
  {
    title: "a direct message is answered, and goes on where it is",
    async prove(harness) {
      const view = await replyTo(harness, () => harness.direct(QUESTION));
      await expectAnswer(view);
      expect(view).toMatchObject({ place: "direct" });
      expect(view.under).toBeUndefined();
    },
  },
  {
    title: "a greeting gets sample questions, never a citation",
    async prove(harness) {
      const view = await replyTo(harness, () => harness.direct("hello"));
      expect(view.quotes).toEqual([]);
      expect(view.words).toContain("What does the report say about");
    },
  },
  {
    title: "thanks get a reaction and no message",
    needs: ["reaction", "mention"],
    async prove(harness) {
      const [reactions, views] = [harness.reactions(), harness.views().length];
      harness.mention("thank you!");
      await harness.until(() => harness.reactions() > reactions);
      expect(harness.views().length).toBe(views);
    },
  },
  {
    title: "a mention is answered in public, at the message that asked",
    needs: ["mention"],
    async prove(harness) {
      let message: string | undefined;
      const view = await replyTo(harness, () => {
        const event = harness.mention(QUESTION);
        message = event.message;
        return event;
      });
      await expectAnswer(view);
      expect(view).toMatchObject({ place: "team", under: message });
      expect(view.onlyFor).toBeUndefined();
    },
  },
  {
    title: "a mention inside a thread is answered in that thread",
    needs: ["mention", "thread"],
    async prove(harness) {
      const under = harness.mention("hello").message ?? "";
      await harness.until(() => lastOf(harness).under === under);
      const view = await replyTo(harness, () => harness.mention(QUESTION, { under }));
      expect(view.under).toBe(under);
    },
  },
  {
    title: "a mention without a question shows help",
    needs: ["mention"],
    async prove(harness) {
      const view = await replyTo(harness, () => harness.mention(""));
      expect(view.quotes).toEqual([]);
      expect(view.words).toContain("Ibid answers questions about the reports");
      for (const { name, button } of commandTable)
        if (button !== true) expect(view.words).toContain(`/${name}`);
    },
  },
  {
    title: "a message shortcut finds its message's text in the reports, for the asker alone",
    needs: ["shortcut", "private"],
    async prove(harness) {
      const label = commandTable.find(({ shortcut }) => shortcut !== undefined)?.shortcut ?? "";
      const view = await replyTo(harness, () => harness.shortcut(label, QUESTION, { by: "ben" }));
      await expectAnswer(view);
      expect(view).toMatchObject({ onlyFor: "ben", place: "team" });
    },
  },
];

const buttons: readonly Case[] = [
  {
    title: "Context shows the paragraphs before and after, for whoever clicks",
    async prove(harness) {
      const answer = await replyTo(harness, () => harness.command("ask", { question: QUESTION }));
      const view = await replyTo(harness, () => harness.click(answer, "Context"));
      expect(view.quotes).toEqual([await paragraph(3), await paragraph(4), await paragraph(5)]);
      expect(view.onlyFor).toBe(answer.onlyFor);
    },
  },
  {
    title: "Context under a public answer is shown to whoever clicks, and the answer stays",
    needs: ["mention", "private"],
    async prove(harness) {
      const answer = await replyTo(harness, () => harness.mention(QUESTION));
      const view = await replyTo(harness, () => harness.click(answer, "Context", "ben"));
      expect(view).toMatchObject({ onlyFor: "ben", place: "team" });
      expect(harness.views().find(({ id }) => id === answer.id)).toMatchObject({
        deleted: false,
        words: answer.words,
      });
    },
  },
  {
    title: "Cite shows the citation, ready to paste",
    async prove(harness) {
      const answer = await replyTo(harness, () => harness.command("ask", { question: QUESTION }));
      const view = await replyTo(harness, () => harness.click(answer, "Cite"));
      expect(view.words).toContain('Richard C. Baffa, "Iran-Azerbaijan: Escalation Unlikely');
      expect(view.words).toContain("Paragraph numbers counted by Ibid.");
    },
  },
  {
    title: "a pointer shows the paragraph that it names",
    async prove(harness) {
      const choices = await replyTo(harness, () => harness.command("cite", { reference: "Implications" }));
      const label = choices.buttons.find((button) => /^para\. \d+/u.test(button)) ?? "";
      const view = await replyTo(harness, () => harness.click(choices, label));
      expect(view.quotes).toEqual([await paragraph(Number(/\d+/u.exec(label)?.[0]))]);
    },
  },
  {
    title: "Share posts the same answer for everyone, with its citation and the plain name of who shared it",
    needs: ["private"],
    async prove(harness) {
      const answer = await replyTo(harness, () => harness.command("ask", { question: QUESTION }));
      const shared = await replyTo(harness, () => harness.click(answer, "Share to channel"));
      await expectAnswer(shared);
      expect(shared.words).toContain("Shared by ada.");
      expect(shared.onlyFor).toBeUndefined();
    },
  },
  {
    title: "Delete takes a public answer away for its asker, and tells anybody else that only the asker may",
    needs: ["mention", "private"],
    async prove(harness) {
      const answer = await replyTo(harness, () => harness.mention(QUESTION));
      const now = () => harness.views().find(({ id }) => id === answer.id);
      const refused = await replyTo(harness, () => harness.click(answer, "Delete", "ben"));
      expect(refused).toMatchObject({
        onlyFor: "ben",
        words: expect.stringContaining("Only the person who asked"),
      });
      expect(now()).toMatchObject({ deleted: false });
      harness.click(answer, "Delete");
      await harness.until(() => now()?.deleted === true);
    },
  },
  {
    title: "Earlier and Later lead through the report",
    async prove(harness) {
      const answer = await replyTo(harness, () => harness.command("ask", { question: QUESTION }));
      const context = await replyTo(harness, () => harness.click(answer, "Context"));
      const later = await replyTo(harness, () => harness.click(context, "Later"));
      expect(later.quotes).toEqual([await paragraph(5), await paragraph(6), await paragraph(7)]);
      const earlier = await replyTo(harness, () => harness.click(later, "Earlier"));
      expect(earlier.quotes).toContain(await paragraph(4));
    },
  },
  {
    title: "a button posted before the report changed and the process restarted shows what stands there now",
    needs: ["restart"],
    async prove(harness, knowledge) {
      const file = join(knowledge, "iran-azerbaijan-2021.md");
      const before = readFileSync(file, "utf8");
      const save = async (text: string) => {
        const reloads = () => harness.log().filter(({ event }) => event === "knowledge.reloaded").length;
        const count = reloads();
        writeFileSync(file, text);
        await harness.until(() => reloads() > count);
      };
      const answer = await replyTo(harness, () => harness.command("ask", { question: QUESTION }));
      const press = (label: string) => replyTo(harness, () => harness.click(answer, label));
      await save(before.replace("would be a red line", "would be a crimson line"));
      try {
        const now = await press("Context");
        expect(now.words).toMatch(/^The text has changed since this was posted\./u);
        expect(now.quotes[1]).toContain("would be a crimson line");
        await harness.stop();
        await harness.start();
        expect((await press("Cite")).words).toMatch(/^The text has changed since this was posted\./u);
      } finally {
        await save(before);
      }
      expect((await press("Cite")).quotes).toEqual([await paragraph(ANSWERED_BY)]);
    },
  },
  {
    title: "buttons work on messages of any age and after a restart",
    needs: ["restart"],
    async prove(harness) {
      const answer = await replyTo(harness, () => harness.command("ask", { question: QUESTION }));
      harness.age(60 * 24 * 30);
      await harness.stop();
      await harness.start();
      const view = await replyTo(harness, () => harness.click(answer, "Context"));
      expect(view.quotes).toHaveLength(3);
    },
  },
];

const habits: readonly Case[] = [
  {
    title: "an event that is delivered four times, before and after a restart, is answered once",
    needs: ["redelivery", "restart"],
    async prove(harness) {
      const before = harness.views().length;
      const act = [
        () => harness.command("ask", { question: QUESTION }),
        () => harness.mention(QUESTION),
        () => harness.direct(QUESTION),
      ];
      const events = act.map((one) => one());
      await harness.until(() => harness.views().length >= before + events.length);
      for (const event of events) event.again();
      await allRepliesTo(harness, () => events.map((event) => event.again()));
      await allRepliesTo(harness, () => events.map((event) => event.again()));
      expect(harness.views().length).toBe(before + events.length);
    },
  },
  {
    title: "messages of the bot itself and of other bots, edits and deletions are left alone",
    needs: ["noise", "restart"],
    async prove(harness) {
      expect(await allRepliesTo(harness, () => harness.noise())).toEqual([]);
    },
  },
  {
    title: "after the connection was cut the next question is answered",
    needs: ["connection"],
    async prove(harness) {
      await harness.cut();
      await expectAnswer(await replyTo(harness, () => harness.command("ask", { question: QUESTION })));
    },
  },
  {
    title: "a rate limit on the answer delays it, and it arrives once",
    needs: ["faults", "restart", "mention"],
    async prove(harness) {
      const before = harness.views().length;
      for (const act of [
        () => harness.command("ask", { question: QUESTION }),
        () => harness.mention(QUESTION),
      ]) {
        harness.fault("limited");
        await expectAnswer(await replyTo(harness, act));
      }
      await allRepliesTo(harness, () => []);
      expect(harness.views()).toHaveLength(before + 2);
    },
  },
  {
    title: "a server error on the answer is survived: told or answered, and never twice",
    needs: ["faults", "restart", "mention", "private"],
    prove: survives("fails"),
  },
  {
    title: "a hang on the answer is survived: told or answered, and never twice",
    needs: ["faults", "restart", "mention", "private"],
    prove: survives("hangs"),
  },
  {
    title: "an answer that was posted although its confirmation was lost is not posted again",
    needs: ["faults", "restart", "mention", "private"],
    prove: survives("lost"),
  },
  {
    title: "when the answer to a command fails the asker is told the error id that the log has, in private",
    needs: ["faults", "private"],
    async prove(harness) {
      const view = await failing(harness, () => harness.command("ask", { question: QUESTION }));
      expect(view.onlyFor).toBe("ada");
    },
  },
  {
    title: "when the answer to a mention fails the asker is told the error id that the log has",
    needs: ["faults", "mention"],
    async prove(harness) {
      await failing(harness, () => harness.mention(QUESTION));
    },
  },
  {
    title: "what only the asker of a mention needs to know is told in private",
    needs: ["faults", "whisper"],
    async prove(harness) {
      const failed = await failing(harness, () => harness.mention(QUESTION));
      expect(failed).toMatchObject({ onlyFor: "ada", place: "team" });
      const usage = await replyTo(harness, () => harness.mention(`${QUESTION} in:otters`));
      expect(usage).toMatchObject({ onlyFor: "ada", place: "team" });
    },
  },
  {
    title: "a stop in mid-answer finishes the answer, and exits with 0",
    needs: ["faults", "restart", "mention"],
    async prove(harness) {
      const before = harness.views().length;
      const acts = [() => harness.command("ask", { question: QUESTION }), () => harness.mention(QUESTION)];
      const events = acts.map((act) => {
        harness.fault("limited");
        return act();
      });
      await harness.until(() => events.every((event) => event.acknowledged()));
      expect(await harness.stop()).toBe(0);
      expect(harness.views()).toHaveLength(before + acts.length);
      for (const at of acts.keys()) await expectAnswer(lastOf(harness, before + at));
      await harness.start();
    },
  },
  {
    title: "the log holds no question and no token",
    async prove(harness) {
      const log = JSON.stringify(harness.log());
      expect(log).not.toContain("red line");
      expect(log).not.toMatch(/xox[a-z]-|xapp-|Bot \w/u);
    },
  },
];

const cases: readonly Case[] = [...commands, ...checks, ...conversations, ...buttons, ...habits];
