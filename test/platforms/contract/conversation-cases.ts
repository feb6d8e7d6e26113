// Mentions, direct messages, threads and message shortcuts.
import { expect } from "vitest";
import { commandTable } from "#bot/commands/index.ts";
import { type Case, expectAnswer, QUESTION, replyTo, viewAt } from "./case.ts";

export const conversationCases: readonly Case[] = [
  {
    title: "a direct message is answered, and goes on where it is",
    async run(harness) {
      const view = await replyTo(harness, () => harness.direct(QUESTION));
      await expectAnswer(view);
      expect(view).toMatchObject({ place: "direct" });
      expect(view.under).toBeUndefined();
    },
  },
  {
    title: "a greeting gets sample questions, never a citation",
    async run(harness) {
      const view = await replyTo(harness, () => harness.direct("hello"));
      expect(view.quotes).toEqual([]);
      expect(view.words).toContain("What does the report say about");
    },
  },
  {
    title: "thanks get a reaction and no message",
    needs: ["reaction", "mention"],
    async run(harness) {
      const [reactions, views] = [harness.reactions(), harness.views().length];
      harness.mention("thank you!");
      await harness.until(() => harness.reactions() > reactions);
      expect(harness.views().length).toBe(views);
    },
  },
  {
    title: "a mention is answered in public, at the message that asked",
    needs: ["mention"],
    async run(harness) {
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
    async run(harness) {
      const under = harness.mention("hello").message ?? "";
      await harness.until(() => viewAt(harness, -1).under === under);
      const view = await replyTo(harness, () => harness.mention(QUESTION, { under }));
      expect(view.under).toBe(under);
    },
  },
  {
    title: "a mention without a question shows help",
    needs: ["mention"],
    async run(harness) {
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
    async run(harness) {
      const label = commandTable.find(({ shortcut }) => shortcut !== undefined)?.shortcut ?? "";
      const view = await replyTo(harness, () => harness.shortcut(label, QUESTION, { by: "ben" }));
      await expectAnswer(view);
      expect(view).toMatchObject({ onlyFor: "ben", place: "team" });
    },
  },
];
