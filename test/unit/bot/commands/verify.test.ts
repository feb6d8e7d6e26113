import { expect, test } from "vitest";
import { createFixture, invocation, messageFor, wordsOf } from "#test/support/bot-fixture.ts";

const fixture = await createFixture();
const verify = (text: string) => messageFor(fixture, invocation("verify", { text }, "shortcut"));
const marked = (message: Awaited<ReturnType<typeof verify>>, kind: "quote" | "text") =>
  message.blocks.flatMap((block) =>
    block.kind === kind ? block.runs.filter(({ mark }) => mark === "match").map(({ text }) => text) : [],
  );

test("exact words are shown in their paragraph, marked, with the report that they are from", async () => {
  const message = await verify("Iran would fear intervention by Turkey in support of Azerbaijan");
  expect(wordsOf(message)).toMatch(/^Exact\./u);
  expect(wordsOf(message)).toContain("Implications, para. 17 of 17");
  expect(marked(message, "quote")).toEqual([
    "Iran would fear intervention by Turkey in support of Azerbaijan",
  ]);
  expect(message.summary).toBe("Baffa, Iran-Azerbaijan, para. 17: exact");
  expect(message.audience).toBe("asker");
});

test("words with other punctuation are shown as written and as printed", async () => {
  const message = await verify("Iran would fear intervention \u2014 by Turkey, in support of Azerbaijan");
  expect(wordsOf(message)).toMatch(/^Same words\. Punctuation, case or spacing differs\./u);
  expect(wordsOf(message)).toContain("Your quotation: Iran would fear intervention \u2014 by Turkey,");
  expect(wordsOf(message)).toContain("Iran would fear intervention by Turkey in support");
});

test("the differences are named and marked on both sides, a missing negation before a changed word", async () => {
  const message = await verify("We surely will tolerate geopolitical change and map change in the Caucasus");
  expect(wordsOf(message)).toMatch(
    /^Altered\. Negation: "not" is left out\. Hedge: the report has "certainly" where the quotation has "surely"\./u,
  );
  expect(marked(message, "quote")).toEqual(["certainly", "not"]);
  expect(marked(message, "text")).toEqual(["surely"]);
});

test("a text with several quotations gets a verdict for each; its other words are not checked", async () => {
  const message = await verify(
    'Baffa writes "Iran would fear intervention by Turkey" and \u201Cis likely to erupt into an overt military clash\u201D; others, \u00ABthe quick brown fox jumps over the lazy dog\u00BB. A "red line" too.',
  );
  expect(message.summary).toBe("3 quotations: 1 exact, 1 altered, 1 not in the reports");
  expect(wordsOf(message)).toContain('Negation: the report has "unlikely" where the quotation has "likely".');
  expect(wordsOf(message)).toContain(
    'Not in "Iran-Azerbaijan: Escalation Unlikely, but Tensions to Continue":',
  );
});

test("a passage that contains a quotation is checked as a whole", async () => {
  const passage =
    'Foreign Minister Hossein Amir-Abdollahian echoed this sentiment, noting, "We certainly will not tolerate geopolitical change and map change in the Caucasus..."';
  expect((await verify(passage)).summary).toMatch(/exact$/u);
  expect((await verify(passage.replace("echoed", "rejected"))).summary).toMatch(/altered$/u);
  expect((await verify(`I read: ${passage.slice(passage.indexOf('"'))} and wondered`)).summary).toMatch(
    /exact$/u,
  );
});

test("a block quotation of several lines is one quotation", async () => {
  const message = await verify(
    "As he says:\n&gt; Iran would fear intervention\n&gt; by Turkey in support of Azerbaijan\nI doubt it.",
  );
  expect(message.summary).toBe("Baffa, Iran-Azerbaijan, para. 17: exact");
});

test("of many quotations the first three are shown with the report, the others with their verdict", async () => {
  const message = await verify(
    Array.from({ length: 9 }, () => '"Iran would fear intervention by Turkey"').join(" "),
  );
  expect(message.blocks.filter(({ kind }) => kind === "quote")).toHaveLength(3);
  expect(wordsOf(message).match(/para\. 17: exact/gu)).toHaveLength(6);
});

test("only 4,000 characters of a text are checked, and the reply says so", async () => {
  const message = await verify(`"Iran would fear intervention by Turkey" ${"and so on ".repeat(900)}`);
  expect(wordsOf(message)).toMatch(/^Only the first 4000 characters of the text were read\./u);
  expect(wordsOf(message)).toContain("Exact.");
});

test("of more than 40 quotations the first 40 are checked, and the reply says so", async () => {
  const quotations = (count: number) =>
    Array.from({ length: count }, (_, i) => `"${i} red border lines"`).join(" ");
  const message = await verify(quotations(50));
  expect(wordsOf(message)).toMatch(/^Only the first 40 of 50 quotations were checked\.\n40 quotations: /u);
  expect(wordsOf(await verify(quotations(40)))).toMatch(/^40 quotations: /u);
  expect(wordsOf(await verify(quotations(300)))).toMatch(
    /^Only the first 4000 characters of the text were read\.\nOnly the first 40 of 1\d\d quotations were checked\./u,
  );
});

test.each([
  [" \n ", "That message has no text."],
  ["red line", 'Too short to check: "red line" (at least 4 words or 20 characters).'],
])("for %j the reply says how to correct it", async (text, line) => {
  expect(wordsOf(await verify(text))).toContain(line);
});

test("the handling label comes before the words, and every place is named", async () => {
  const words = "Otters eat crayfish at night.";
  const several = await createFixture({
    "a.md": `---\ntitle: A\ntlp: TLP:AMBER\n---\n\n${words}`,
    "b.md": `# B\n\n${words}`,
    "c.md": "# C\n\nBeavers.",
  });
  const message = await messageFor(several, invocation("verify", { text: "otters eat crayfish at night" }));
  expect(wordsOf(message)).toContain(`TLP:AMBER\n${words}\n"A"`);
  expect(wordsOf(message)).toContain("Also: [B, para. 1]");
});

test("of many places some are named and the others counted", async () => {
  const words = "Otters eat crayfish at night.";
  const files = [..."abcdef"].map((name) => [`${name}.md`, `# Report ${name}\n\n${words}`]);
  const several = await createFixture(Object.fromEntries(files));
  const shown = wordsOf(await messageFor(several, invocation("verify", { text: words })));
  expect(shown).toContain(
    "Also: [Report b, para. 1] [Report c, para. 1] [Report d, para. 1]\nAnd 2 more places.",
  );
});
