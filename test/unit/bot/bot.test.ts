import { expect, test } from "vitest";
import type { Command } from "#bot/command.ts";
import { commandTable } from "#bot/commands/index.ts";
import { failureMessage } from "#bot/messages/failure.ts";
import { sampleQuestions } from "#bot/messages/library.ts";
import { ClosedError, ExpiredError, LimitedError, UnconfirmedError } from "#domain/errors.ts";
import { buildExcerpt, excerptText } from "#domain/excerpt.ts";
import { loadFolder } from "#reports/folder.ts";
import { createRetriever } from "#retrieval/retriever.ts";
import { createFixture, invocation, messageFor, wordsOf } from "#test/support/bot-fixture.ts";

const fixture = await createFixture();
const ask = async (question: string, via: "command" | "mention" = "command") =>
  messageFor(fixture, invocation("ask", { question }, via));

test("an answer is the whole paragraph with one sentence marked, and its source", async () => {
  const message = await ask("What would be a red line for Iran's parliament?");
  const quote = message.blocks.find(({ kind }) => kind === "quote");
  expect(quote?.kind === "quote" && quote.runs.filter(({ mark }) => mark === "match")).toHaveLength(1);
  expect(quote?.kind === "quote" && quote.runs.map(({ text }) => text).join("")).toBe(
    quote?.kind === "quote" && quote.excerpt.paragraph.text,
  );
  expect(message.summary).toMatch(/^Baffa, Iran-Azerbaijan, para\. 4: Iran's parliament/u);
  expect(wordsOf(message)).toContain(
    "(The Cambridge Security Initiative, November 2021; 5 years old) · Tehran's Concerns, para. 4 of 17",
  );
});

test("a refusal names the report and the words it never mentions; in public it is one sentence", async () => {
  const question = "Who won the football world cup?";
  expect(wordsOf(await ask(question))).toMatch(
    /^Not in "Iran-Azerbaijan: .*"\. It never mentions .*"football"/u,
  );
  const inPublic = await ask(question, "mention");
  expect(wordsOf(inPublic)).toBe(
    'Not in "Iran-Azerbaijan: Escalation Unlikely, but Tensions to Continue".\n[Delete]',
  );
  expect(inPublic.audience).toBe("channel");
});

test.each(["hello", "what can you do?", "", "???"])(
  "the reply to %j is one line and sample questions, never a citation",
  async (question) => {
    const message = await ask(question);
    expect(message.blocks.some(({ kind }) => kind === "quote" || kind === "source")).toBe(false);
    expect(wordsOf(message)).toContain('"What does the report say about Tehran\'s Concerns?"');
  },
);

test("the sample questions are answered", async () => {
  const { library } = await loadFolder("knowledge");
  const retriever = await createRetriever(library);
  const samples = sampleQuestions(library);
  expect(samples).toHaveLength(2);
  for (const sample of samples)
    expect(await retriever.ask(sample)).toMatchObject({ kind: "quotation", wording: "answer" });
});

test("thanks get a reaction, not a message", async () => {
  expect(await fixture.handle(invocation("ask", { question: "thanks!" }))).toBe("acknowledge");
});

test("cite finds a paragraph by number, code and section", async () => {
  for (const reference of ["12", "para. 12", "#12"]) {
    const message = await messageFor(fixture, invocation("cite", { reference }));
    expect(wordsOf(message)).toContain("intended to be used as a lever to pressure Baku");
    expect(wordsOf(message)).toContain("Richard C. Baffa,");
    expect(wordsOf(message)).toContain("Paragraph numbers are Ibid's own count.");
  }
  const answer = await messageFor(fixture, invocation("cite", { reference: "12" }));
  const [action] = answer.blocks.flatMap((block) => (block.kind === "actions" ? block.actions : []));
  expect(
    wordsOf(await messageFor(fixture, invocation("cite", { reference: action?.args.reference ?? "" }))),
  ).toBe(wordsOf(answer));
  expect(wordsOf(await messageFor(fixture, invocation("cite", { reference: "implications" })))).toMatch(
    /^4 paragraphs match/u,
  );
});

test("for an ambiguous number the choices are listed by report", async () => {
  const two = await createFixture({ "a.md": "# A\n\nOne.\n\nTwo.", "b.md": "# B\n\nUno.\n\nDos." });
  const message = await messageFor(two, invocation("cite", { reference: "2" }));
  expect(wordsOf(message)).toBe("2 paragraphs match:\nA [para. 2]\nB [para. 2]");
  expect(wordsOf(await messageFor(two, invocation("cite", { reference: "2", report: "b" })))).toContain(
    "Dos.",
  );
});

test.each([
  [
    "cite",
    { reference: "99" },
    'There is no paragraph, code or section "99". Loaded: iran-azerbaijan-2021, para. 1 to 17 (sections "',
  ],
  ["cite", { reference: "" }, "Name a paragraph: its number, code or section."],
  ["ask", { question: "war?", report: "otters" }, 'No report matches "otters". Try in:iran-azerbaijan-2021.'],
  ["nonsense", {}, 'There is no command "nonsense".'],
])("for %s %j the reply says how to correct it", async (command, args, line) => {
  const message = await messageFor(fixture, invocation(command, args));
  expect(wordsOf(message)).toContain(line);
  expect(message.audience).toBe("asker");
});

test("context shows the paragraphs before and after", async () => {
  const message = await messageFor(fixture, invocation("context", { reference: "4" }));
  expect(message.blocks.filter(({ kind }) => kind === "quote")).toHaveLength(3);
  expect(message.summary).toContain("paras. 3-5");
});

test("a question over 500 characters is cut at a word, with a note", async () => {
  const message = await ask(`What would be a red line for Iran's parliament? ${"and so on ".repeat(2000)}`);
  expect(wordsOf(message)).toContain("Only the first 500 characters of the question were read.");
  expect(wordsOf(message)).toContain("para. 4 of 17");
});

test("a message without text, which a shortcut is used on, is called that", async () => {
  for (const text of ["", " \n"]) {
    const message = await messageFor(fixture, invocation("ask", { question: text }, "shortcut"));
    expect(wordsOf(message)).toBe("That message has no text.");
  }
});

test.each([
  [new ClosedError(""), "Invite it, or allow it to post if it is already a member, and ask again."],
  [new LimitedError(""), "The platform accepts no more posts there for now"],
  [new ExpiredError(""), "Ibid could not answer you in time"],
  [new UnconfirmedError(""), "If you don't see it, please ask again."],
  [new Error(""), "Something went wrong"],
])("after a %s the asker is told what to do, with the id that is in the log", (error, words) => {
  const told = wordsOf(failureMessage(error, "7f3a"));
  expect(told).toContain(words);
  expect(told).toContain("Log entry: 7f3a");
});

const broken = (run: Command["run"]): Command => ({
  name: "break",
  description: "",
  usage: "",
  options: [],
  run,
});

test("when a command fails the asker gets the id that is in the log, and the log has no question", async () => {
  const failing = await createFixture(undefined, [
    broken(async () => {
      throw new Error("disk on fire");
    }),
  ]);
  const message = await messageFor(failing, invocation("break", { question: "a secret question" }));
  expect(wordsOf(message)).toBe("Something went wrong. Please ask again. (Log entry: 7f3a)");
  expect(failing.logged).toMatchObject([{ event: "invocation.failed", id: "7f3a", command: "break" }]);
  expect(JSON.stringify(failing.logged)).not.toContain("secret");
});

test("a quotation that is not in the report word for word is never sent", async () => {
  const { library } = await loadFolder("knowledge");
  const paragraph = library.reports[0]?.sections[1]?.paragraphs[0];
  if (paragraph === undefined) throw new Error("the first report has a second section");
  const altered = buildExcerpt({ ...paragraph, text: paragraph.text.replace("wary", "fond") });
  const empty = { ...buildExcerpt(paragraph), start: 10, end: 5 };
  const right = buildExcerpt(paragraph);
  for (const [excerpt, shown] of [
    [altered, excerptText(altered)],
    [empty, excerptText(empty)],
    [right, `Not: ${paragraph.text}`],
  ] as const) {
    const blocks = [{ kind: "quote", excerpt, runs: [{ text: shown }] }] as const;
    const misquoting = await createFixture(undefined, [
      broken(async () => ({ reply: { audience: "channel", summary: "", blocks } })),
    ]);
    expect(wordsOf(await messageFor(misquoting, invocation("break", {})))).toContain("Log entry: 7f3a");
  }
});

test("help lists every command that people can type", async () => {
  const words = wordsOf(await messageFor(fixture, invocation("ibid", {})));
  for (const { name, button } of commandTable) expect(words.includes(`/${name}`)).toBe(button !== true);
});

test("every description has at most 100 characters", () => {
  for (const { description, options } of commandTable)
    for (const words of [description, ...options.map((option) => option.description)])
      expect(words.length).toBeLessThanOrEqual(100);
});
