// People from outside the organisation, and channels that they read: one sentence, and nothing of the reports.
import { expect } from "vitest";
import { commandTable } from "#bot/commands/index.ts";
import { refusalLine } from "#bot/messages/scope.ts";
import type { Event, Harness, Setting } from "#test/platforms/harness.ts";
import { type Case, expectAnswer, QUESTION, replyTo } from "./case.ts";

const REFUSAL = refusalLine({ kind: "refused", why: "outside" });
const SHORTCUT = commandTable.find(({ shortcut }) => shortcut !== undefined)?.shortcut ?? "";

async function expectRefused(harness: Harness, setting: Setting, ways: readonly (() => Event)[]) {
  for (const act of ways) {
    const view = await replyTo(harness, act);
    expect(view).toMatchObject({ words: REFUSAL, quotes: [], buttons: [], onlyFor: setting.by ?? "ada" });
  }
}

const inChannel = (harness: Harness, setting: Setting): readonly (() => Event)[] => [
  () => harness.command("ask", { question: QUESTION }, setting),
  () => harness.command("reports", {}, setting),
  () => harness.command("ibid", {}, setting),
  () => harness.command("digest", { action: "preview" }, setting),
  () => harness.shortcut(SHORTCUT, QUESTION, setting),
  () => harness.mention(QUESTION, setting),
  () => harness.mention("hello", setting),
  () => harness.mention("thanks", setting),
];

export const accessCases: readonly Case[] = [
  {
    title: "where people from outside read along, every way in gets one sentence, and nothing of the reports",
    needs: ["external", "mention", "shortcut", "whisper"],
    async run(harness) {
      const setting: Setting = { place: "external" };
      await expectRefused(harness, setting, inChannel(harness, setting));
    },
  },
  {
    title:
      "a person from outside gets the same sentence everywhere, and the others in the channel are answered",
    needs: ["external", "mention", "shortcut", "whisper"],
    async run(harness) {
      const answer = await replyTo(harness, () => harness.mention(QUESTION));
      const setting: Setting = { by: "eve" };
      await expectRefused(harness, setting, [
        ...inChannel(harness, setting),
        () => harness.click(answer, "Context", "eve"),
        () => harness.click(answer, "Cite", "eve"),
      ]);
      const direct = await replyTo(harness, () => harness.direct(QUESTION, setting));
      expect(direct).toMatchObject({ words: REFUSAL, quotes: [], buttons: [], place: "direct" });
      await expectAnswer(await replyTo(harness, () => harness.mention(QUESTION)));
    },
  },
];
