// The process that `npm start` starts, against an imitation of Discord by others: what a person does, step by step. The
// imitation is large, so it is a package of its own, which `.ci/run` installs.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { paragraph, QUESTION } from "#test/platforms/contract/case.ts";
import type { Twin, TwinMessage } from "#test/platforms/twin/interface.ts";
import { readMessage } from "#test/support/fakes/discord/reading.ts";
import type { Json } from "#test/support/fakes/discord/state.ts";
import { childEnvironment, type Process, startProcess } from "#test/support/fakes/process.ts";

const FOLDER = "test/platforms/twin";
const isInstalled = existsSync(`${FOLDER}/node_modules`);
if (!isInstalled) process.stderr.write(`skipped: npm ci in ${FOLDER} has not been run\n`);

const DEFERRED = 5;
const DEFERRED_UPDATE = 6;
const PRIVATE = 64;

describe.skipIf(!isInstalled)("on an imitation of Discord by others,", () => {
  let twin: Twin;
  let ibid: Process;

  beforeAll(async () => {
    // Not a literal, for its types are there only once it is installed.
    const file = `#${FOLDER}/twin.ts`;
    const { openTwin }: { openTwin(): Promise<Twin> } = await import(file);
    twin = await openTwin();
    ibid = await startProcess(environment());
  });
  afterAll(() => twin.stop());

  const environment = () => ({ DISCORD_TOKEN: twin.token, DISCORD_API_URL: twin.url });

  const botMessages = async () => (await twin.messages()).filter(({ author }) => author.id === twin.bot);

  /** What the person does, how the bot acknowledged it, and the bot's next `count` messages. */
  async function after(act: () => Promise<string>, count = 1) {
    const known = new Set((await botMessages()).map(({ id }) => id));
    const id = await act();
    const fresh = async () => (await botMessages()).filter((message) => !known.has(message.id));
    await vi.waitUntil(async () => (await fresh()).length >= count, { timeout: 50_000, interval: 20 });
    return { id, callback: await twin.callback(id), replies: (await fresh()).map(viewOf) };
  }

  async function click(message: TwinMessage, label: string) {
    const buttons = (message.components ?? []).flatMap((row) => ("components" in row ? row.components : []));
    const button = (buttons as Json[]).find((one) => one.label === label);
    return await after(() => twin.click(message.id, String(button?.custom_id)));
  }

  test("`ibid register` registers every command and menu", async () => {
    const args = ["src/main.ts", "register"];
    const { stdout } = await promisify(execFile)(process.execPath, args, {
      env: childEnvironment(environment()),
    });
    const names = (await twin.commands()).map(({ name }) => name);
    expect(stdout).toBe(`everywhere: ${names.length} commands\n`);
    expect(names).toEqual(expect.arrayContaining(["ask", "cite", "digest", "Check quotations"]));
  });

  test("/ask is deferred for the asker alone, and answered in place of the deferral", async () => {
    const { callback, replies } = await after(() => twin.command("ask", { question: QUESTION }));
    expect(callback).toMatchObject({ type: DEFERRED, data: JSON.stringify({ flags: PRIVATE }) });
    expect(replies).toEqual([expect.objectContaining({ quotes: [await paragraph(4)] })]);
  });

  test("Context follows up with the paragraphs around, for whoever clicks", async () => {
    const {
      replies: [answer],
    } = await after(() => twin.command("ask", { question: QUESTION }));
    const { callback, replies } = await click(answer!.message, "Context");
    expect(callback?.type).toBe(DEFERRED_UPDATE);
    expect(replies).toMatchObject([
      { isPrivate: true, quotes: [await paragraph(3), await paragraph(4), await paragraph(5)] },
    ]);
  });

  test("Cite follows up with the citation, for whoever clicks", async () => {
    const {
      replies: [answer],
    } = await after(() => twin.command("ask", { question: QUESTION }));
    const { replies } = await click(answer!.message, "Cite");
    expect(replies).toMatchObject([{ isPrivate: true, words: expect.stringContaining("Richard C. Baffa") }]);
  });

  test("Share follows up with the answer, for everybody", async () => {
    const {
      replies: [answer],
    } = await after(() => twin.command("ask", { question: QUESTION }));
    const { replies } = await click(answer!.message, "Share to channel");
    expect(replies).toMatchObject([{ isPrivate: false, quotes: [await paragraph(4)] }]);
    expect(replies[0]?.words).toContain("Shared by ada.");
  });

  test("a mention is answered by a reply to it", async () => {
    const { id, replies } = await after(() => twin.say(`<@${twin.bot}> ${QUESTION}`));
    expect(replies).toMatchObject([
      { message: { message_reference: { message_id: id } }, quotes: [await paragraph(4)] },
    ]);
  });

  test("thanks get a reaction", async () => {
    const id = await twin.say(`<@${twin.bot}> thanks`);
    const reacted = async () => (await twin.reactions()).some(({ messageId }) => messageId === id);
    await vi.waitUntil(reacted, { timeout: 50_000, interval: 20 });
  });

  test("/cite shows the paragraph, and for one that does not exist says how many there are", async () => {
    const found = await after(() => twin.command("cite", { reference: "17" }));
    expect(found.replies).toMatchObject([{ quotes: [await paragraph(17)] }]);
    const missing = await after(() => twin.command("cite", { reference: "99" }));
    expect(missing.replies).toMatchObject([{ quotes: [], words: expect.stringContaining("17") }]);
  });

  test("a question that no report answers is refused, and an altered quotation called one", async () => {
    const refused = await after(() => twin.command("ask", { question: "Who won the football cup in 2019?" }));
    expect(refused.replies).toMatchObject([{ quotes: [], words: expect.stringMatching(/^Not in /u) }]);
    const text = (await paragraph(17)).replace("unlikely", "likely");
    const altered = await after(() => twin.command("verify", { text }));
    expect(altered.replies).toMatchObject([{ words: expect.stringMatching(/^Altered\./u) }]);
  });

  test("a digest is switched on, and posts a paragraph to the channel", async () => {
    const on = await after(() => twin.command("digest", { action: "on", time: "09:00" }), 2);
    expect(on.replies.map(({ words }) => words).join("\n")).toContain("The digest is on");
    const now = await after(() => twin.command("digest", { action: "now" }), 2);
    const paragraphs = await Promise.all(Array.from({ length: 17 }, (_, index) => paragraph(index + 1)));
    const posted = now.replies.filter(({ quotes }) => quotes.length > 0);
    expect(posted).toMatchObject([{ isPrivate: false, quotes: [expect.toBeOneOf(paragraphs)] }]);
  });

  test("it stops at once, and nothing went wrong", async () => {
    expect(await ibid.stop()).toBe(0);
    // One of the reports that such a process has may not be seen by anybody.
    expect(ibid.log.filter(({ level }) => level !== "info").map(({ event }) => event)).toEqual([
      "knowledge.hidden",
    ]);
    expect(ibid.complaints).toEqual([]);
  });
});

function viewOf(message: TwinMessage) {
  const { content, components = [], flags = 0 } = message;
  const { words, quotes } = readMessage({ content, components: components as Json[] });
  return { message, words, quotes, isPrivate: (flags & PRIVATE) !== 0 };
}
