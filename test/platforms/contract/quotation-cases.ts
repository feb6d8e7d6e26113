// Checking quotations, citing, and the status.
import { expect } from "vitest";
import { type Case, paragraph, replyTo } from "./case.ts";

const REAL = "Iran would fear intervention by Turkey in support of Azerbaijan";
const FALSE = "the conflict is likely to erupt into an overt military clash";

/** Without the marks for what was cut, the words are those of a paragraph of the first report. */
async function isFromReport(quote: string): Promise<boolean> {
  const words = quote.replace(/^\[\u2026\] | \[\u2026\]$/gu, "");
  const texts = await Promise.all(Array.from({ length: 17 }, (_, i) => paragraph(i + 1)));
  return texts.some((text) => text.includes(words));
}

export const quotationCases: readonly Case[] = [
  {
    title: "a real quotation is called exact, marked in its paragraph, with its report",
    async run(harness) {
      const view = await replyTo(harness, () => harness.command("verify", { text: REAL }));
      expect(view.words).toMatch(/^Exact\./u);
      expect(view.quotes).toEqual([await paragraph(17)]);
      expect(view.marked).toEqual([REAL]);
      expect(view.words).toContain("Implications, para. 17 of 17");
    },
  },
  {
    title: "with other punctuation a quotation is called the same words, and both are shown",
    async run(harness) {
      const text = REAL.replace(" by", ", by");
      const view = await replyTo(harness, () => harness.command("verify", { text }));
      expect(view.words).toMatch(/^Same words\./u);
      expect(view.words).toContain(text);
      expect(view.quotes).toEqual([await paragraph(17)]);
    },
  },
  {
    title: "an altered quotation is shown beside the report, and what it does to the sense is called out",
    async run(harness) {
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
    async run(harness) {
      const text = "the quick brown fox jumps over the lazy dog";
      const view = await replyTo(harness, () => harness.command("verify", { text }));
      expect(view.words).toMatch(/^Not in "Iran-Azerbaijan/u);
      expect(view.quotes).toEqual([]);
    },
  },
  {
    title: "a message shortcut checks every quotation of its message, for the asker alone",
    needs: ["shortcut", "private"],
    async run(harness) {
      const text = `He writes "${REAL}", and then:\n> ${FALSE}\nI doubt it.`;
      const view = await replyTo(harness, () => harness.shortcut("Check quotations", text, { by: "ben" }));
      expect(view.words).toMatch(/^2 quotations: 1 exact, 1 altered\./u);
      expect(view).toMatchObject({ onlyFor: "ben", place: "team", pings: 0, links: [] });
    },
  },
  {
    title: "an overview quotes several paragraphs, each word for word, and More shows those that are left",
    async run(harness) {
      const view = await replyTo(harness, () => harness.command("ask", { question: "bottom line?" }));
      expect(view.words).toMatch(
        /^I quote, I don't summarise\. The author's own judgements: 5 of 8 paragraphs\./u,
      );
      expect(view.quotes).toHaveLength(5);
      for (const quote of view.quotes) expect(await isFromReport(quote)).toBe(true);
      const next = await replyTo(harness, () => harness.click(view, "More"));
      expect(next.words).toContain("6 to 8 of 8 paragraphs.");
      expect(next.quotes).toHaveLength(3);
      expect(next.buttons).not.toContain("More");
    },
  },
  {
    title: "a list has every place, and its next page is there after a restart",
    needs: ["restart"],
    async run(harness) {
      const view = await replyTo(harness, () =>
        harness.command("ask", { question: "every mention of Turkey" }),
      );
      expect(view.words).toMatch(/^I quote, I don't summarise\. 5 of 6 paragraphs\./u);
      await harness.stop();
      await harness.start();
      const next = await replyTo(harness, () => harness.click(view, "More"));
      expect(next.words).toContain("6 to 6 of 6 paragraphs.");
      expect(next.quotes).toHaveLength(1);
    },
  },
  {
    title: "a citation comes as note, short form, Markdown footnote and BibTeX",
    async run(harness) {
      const { words } = await replyTo(harness, () => harness.command("cite", { reference: "12-13" }));
      expect(words).toContain("(The Cambridge Security Initiative, November 2021), paras. 12-13 (");
      expect(words).toContain("Baffa, Iran-Azerbaijan, paras. 12-13 (wbk7zmpf to ncbwpk66).");
      expect(words).toContain("[^baffa2021-12-13]: Richard C. Baffa,");
      expect(words).toContain("@techreport{baffa2021, author = {Richard C. Baffa},");
    },
  },
  {
    title: "a slip in the name of a section is met with the name",
    async run(harness) {
      const view = await replyTo(harness, () => harness.command("cite", { reference: "Implicatons" }));
      expect(view.words).toContain('Did you mean "Implications"?');
    },
  },
  {
    title:
      "the status tells what is loaded, how long and how old it is, and nothing of a report that is hidden",
    async run(harness) {
      const { words } = await replyTo(harness, () => harness.command("ibid", { topic: "status" }));
      expect(words).toMatch(/Iran-Azerbaijan: .* \u00B7 17 paragraphs \u00B7 November 2021/u);
      expect(words).toMatch(/^1 report is loaded\./u);
    },
  },
];
