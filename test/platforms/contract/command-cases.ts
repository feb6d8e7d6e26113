// Commands: who gets the answer, and what it contains.
import { expect } from "vitest";
import { commandTable } from "#bot/commands/index.ts";
import { type Case, ERROR_ID, expectAnswer, paragraph, QUESTION, replyTo } from "./case.ts";

export const commandCases: readonly Case[] = [
  {
    title:
      "a command is answered with the report's paragraph, word for word, the sentence marked, the source cited",
    async run(harness) {
      await expectAnswer(await replyTo(harness, () => harness.command("ask", { question: QUESTION })));
    },
  },
  {
    title: "a command in a channel is answered for the asker alone",
    needs: ["private"],
    async run(harness) {
      const view = await replyTo(harness, () =>
        harness.command("ask", { question: QUESTION }, { by: "ben" }),
      );
      expect(view).toMatchObject({ onlyFor: "ben", place: "team" });
    },
  },
  {
    title: "a command works in a channel that the bot is not in, and its answer can be shared there",
    needs: ["outside"],
    async run(harness) {
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
    async run(harness) {
      for (const { name, button } of commandTable) {
        if (button === true) continue;
        const view = await replyTo(harness, () => harness.command(name, {}));
        expect(view.words, name).not.toBe("");
        expect(view.words, name).not.toMatch(ERROR_ID);
      }
    },
  },
  {
    title:
      "a command can be asked of one report, and a report that does not exist is told with those that do",
    async run(harness) {
      const ask = (report: string) => () => harness.command("ask", { question: QUESTION, report });
      await expectAnswer(await replyTo(harness, ask("iran-azerbaijan-2021")));
      expect((await replyTo(harness, ask("otters"))).words).toContain("Try in:iran-azerbaijan-2021.");
    },
  },
  {
    title: "a question that the reports do not answer is answered so, without a quotation",
    async run(harness) {
      const question = "Who won the world cup of football?";
      const view = await replyTo(harness, () => harness.command("ask", { question }));
      expect(view.words).toMatch(/^Not in "Iran-Azerbaijan/u);
      expect(view.quotes).toEqual([]);
    },
  },
  {
    title: "a paragraph is cited by its number",
    async run(harness) {
      const view = await replyTo(harness, () => harness.command("cite", { reference: "12" }));
      expect(view.quotes).toEqual([await paragraph(12)]);
      expect(view.words).toContain("Richard C. Baffa,");
    },
  },
  {
    title: "what is typed can neither call anybody nor lead anywhere",
    async run(harness) {
      const hostile =
        "<!channel> @everyone <@U1> <@&1> <#C1> [x](https://evil.test) <https://evil.test|x> `*_~ flurb";
      for (const args of [{ question: hostile }, { question: QUESTION, report: hostile }]) {
        const view = await replyTo(harness, () => harness.command("ask", args));
        expect({ links: view.links, pings: view.pings }).toEqual({ links: [], pings: 0 });
      }
    },
  },
];
