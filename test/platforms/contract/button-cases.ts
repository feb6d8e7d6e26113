// Buttons, also those on old messages.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { ANSWERED_BY, type Case, expectAnswer, paragraph, QUESTION, replyTo } from "./case.ts";

const MINUTES_IN_30_DAYS = 30 * 24 * 60;

export const buttonCases: readonly Case[] = [
  {
    title: "Context shows the paragraphs before and after, for whoever clicks",
    async run(harness) {
      const answer = await replyTo(harness, () => harness.command("ask", { question: QUESTION }));
      const view = await replyTo(harness, () => harness.click(answer, "Context"));
      expect(view.quotes).toEqual([await paragraph(3), await paragraph(4), await paragraph(5)]);
      expect(view.onlyFor).toBe(answer.onlyFor);
    },
  },
  {
    title: "Context under a public answer is shown to whoever clicks, and the answer stays",
    needs: ["mention", "private"],
    async run(harness) {
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
    async run(harness) {
      const answer = await replyTo(harness, () => harness.command("ask", { question: QUESTION }));
      const view = await replyTo(harness, () => harness.click(answer, "Cite"));
      expect(view.words).toContain('Richard C. Baffa, "Iran-Azerbaijan: Escalation Unlikely');
      expect(view.words).toContain("Paragraph numbers are Ibid's own count.");
    },
  },
  {
    title: "a pointer shows the paragraph that it names",
    async run(harness) {
      const choices = await replyTo(harness, () => harness.command("cite", { reference: "Implications" }));
      const label = choices.buttons.find((button) => /^para\. \d+/u.test(button)) ?? "";
      const view = await replyTo(harness, () => harness.click(choices, label));
      expect(view.quotes).toEqual([await paragraph(Number(/\d+/u.exec(label)?.[0]))]);
    },
  },
  {
    title: "Share posts the same answer for everyone, with its citation and the plain name of who shared it",
    needs: ["private"],
    async run(harness) {
      const answer = await replyTo(harness, () => harness.command("ask", { question: QUESTION }));
      const shared = await replyTo(harness, () => harness.click(answer, "Share to channel"));
      await expectAnswer(shared);
      expect(shared.words).toContain("Shared by ada.");
      expect(shared.onlyFor).toBeUndefined();
    },
  },
  {
    title: "Share posts an answer once: a second click by the same person is answered in private",
    needs: ["private"],
    async run(harness) {
      const answer = await replyTo(harness, () => harness.command("ask", { question: QUESTION }));
      await replyTo(harness, () => harness.click(answer, "Share to channel"));
      const refused = await replyTo(harness, () => harness.click(answer, "Share to channel"));
      expect(refused.words).toContain("You have already shared this answer");
      expect(refused.onlyFor).toBe("ada");
      const again = await replyTo(harness, () => harness.command("ask", { question: QUESTION }));
      const shared = await replyTo(harness, () => harness.click(again, "Share to channel"));
      expect(shared.onlyFor).toBeUndefined();
    },
  },
  {
    title: "Delete takes a public answer away for its asker, and tells anybody else that only the asker may",
    needs: ["mention", "private"],
    async run(harness) {
      const answer = await replyTo(harness, () => harness.mention(QUESTION));
      const current = () => harness.views().find(({ id }) => id === answer.id);
      const refused = await replyTo(harness, () => harness.click(answer, "Delete", "ben"));
      expect(refused).toMatchObject({
        onlyFor: "ben",
        words: expect.stringContaining("Only the person who asked"),
      });
      expect(current()).toMatchObject({ deleted: false });
      harness.click(answer, "Delete");
      await harness.until(() => current()?.deleted === true);
    },
  },
  {
    title: "Earlier and Later lead through the report",
    async run(harness) {
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
    async run(harness, knowledge) {
      const file = join(knowledge, "iran-azerbaijan-2021.md");
      const before = readFileSync(file, "utf8");
      const save = async (text: string) => {
        const reloads = () => harness.log().filter(({ event }) => event === "knowledge.reloaded").length;
        const reloadsBefore = reloads();
        writeFileSync(file, text);
        await harness.until(() => reloads() > reloadsBefore);
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
    async run(harness) {
      const answer = await replyTo(harness, () => harness.command("ask", { question: QUESTION }));
      harness.age(MINUTES_IN_30_DAYS);
      await harness.stop();
      await harness.start();
      const view = await replyTo(harness, () => harness.click(answer, "Context"));
      expect(view.quotes).toHaveLength(3);
    },
  },
];
