// Redelivery, failures of the platform, restarts: every question is answered once, and the asker learns of a failure.
import { expect } from "vitest";
import type { Event, Fault, Harness, View } from "#test/platforms/harness.ts";
import { allRepliesTo, type Case, ERROR_ID, expectAnswer, QUESTION, replyTo, viewAt } from "./case.ts";

export const deliveryCases: readonly Case[] = [
  {
    title: "an event that is delivered four times, before and after a restart, is answered once",
    needs: ["redelivery", "restart"],
    async run(harness) {
      const before = harness.views().length;
      const events = [
        harness.command("ask", { question: QUESTION }),
        harness.mention(QUESTION),
        harness.direct(QUESTION),
      ];
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
    async run(harness) {
      expect(await allRepliesTo(harness, () => harness.noise())).toEqual([]);
    },
  },
  {
    title: "after the connection was cut the next question is answered",
    needs: ["connection"],
    async run(harness) {
      await harness.cut();
      await expectAnswer(await replyTo(harness, () => harness.command("ask", { question: QUESTION })));
    },
  },
  {
    title: "a rate limit on the answer delays it, and it arrives once",
    needs: ["faults", "restart", "mention"],
    async run(harness) {
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
    run: survives("fails"),
  },
  {
    title: "a hang on the answer is survived: told or answered, and never twice",
    needs: ["faults", "restart", "mention", "private"],
    run: survives("hangs"),
  },
  {
    title: "an answer that was posted although its confirmation was lost is not posted again",
    needs: ["faults", "restart", "mention", "private"],
    run: survives("lost"),
  },
  {
    title: "when the answer to a command fails the asker is told the error id that the log has, in private",
    needs: ["faults", "private"],
    async run(harness) {
      const view = await failing(harness, () => harness.command("ask", { question: QUESTION }));
      expect(view.onlyFor).toBe("ada");
    },
  },
  {
    title: "when the answer to a mention fails the asker is told the error id that the log has",
    needs: ["faults", "mention"],
    async run(harness) {
      await failing(harness, () => harness.mention(QUESTION));
    },
  },
  {
    title: "what only the asker of a mention needs to know is told in private",
    needs: ["faults", "whisper"],
    async run(harness) {
      const failed = await failing(harness, () => harness.mention(QUESTION));
      expect(failed).toMatchObject({ onlyFor: "ada", place: "team" });
      const usage = await replyTo(harness, () => harness.mention(`${QUESTION} in:otters`));
      expect(usage).toMatchObject({ onlyFor: "ada", place: "team" });
    },
  },
  {
    title: "a stop in mid-answer finishes the answer, and exits with 0",
    needs: ["faults", "restart", "mention"],
    async run(harness) {
      const before = harness.views().length;
      const acts = [() => harness.command("ask", { question: QUESTION }), () => harness.mention(QUESTION)];
      const events = acts.map((act) => {
        harness.fault("limited");
        return act();
      });
      await harness.until(() => events.every((event) => event.acknowledged()));
      expect(await harness.stop()).toBe(0);
      expect(harness.views()).toHaveLength(before + acts.length);
      for (const index of acts.keys()) await expectAnswer(viewAt(harness, before + index));
      await harness.start();
    },
  },
  {
    title:
      "while the store cannot be written, whoever uses a command or a button is told so in private; later both work",
    needs: ["restart", "private"],
    async run(harness) {
      const answer = await replyTo(harness, () => harness.command("ask", { question: QUESTION }));
      const acts = [
        () => harness.command("ask", { question: QUESTION }),
        () => harness.click(answer, "Context"),
      ];
      const unlock = harness.lockStore();
      for (const act of acts) {
        const view = await replyTo(harness, act);
        expect(view).toMatchObject({ onlyFor: "ada", quotes: [] });
        const [, id] = ERROR_ID.exec(view.words) ?? [];
        expect(harness.log()).toContainEqual(expect.objectContaining({ event: "invocation.failed", id }));
      }
      unlock();
      for (const act of acts) expect((await replyTo(harness, act)).quotes).not.toEqual([]);
    },
  },
  {
    title: "the log holds no question and no token",
    async run(harness) {
      const log = JSON.stringify(harness.log());
      expect(log).not.toContain("red line");
      expect(log).not.toMatch(/xox[a-z]-|xapp-|Bot \w/u);
    },
  },
];

/** Under this fault each question gets at most one answer, and an asker without an answer is told so. */
function survives(fault: Fault): Case["run"] {
  return async (harness) => {
    const before = harness.views().length;
    // Only ada sees the replies to her command; all others belong to ben's mention.
    const repliesTo = (command: boolean) =>
      harness.views().filter(({ onlyFor }, index) => index >= before && (onlyFor === "ada") === command);
    const acts = [
      () => harness.command("ask", { question: QUESTION }, { by: "ada" }),
      () => harness.mention(QUESTION, { by: "ben" }),
    ];
    const events: Event[] = [];
    const settled = () =>
      events.every((event, index) => event.acknowledged() && repliesTo(index === 0).length > 0);
    for (const act of acts) {
      harness.fault(fault);
      events.push(act());
      // A hanging request is abandoned only after 10 seconds: both are waited for together.
      if (fault !== "hangs") await harness.until(settled);
    }
    await harness.until(settled);
    await allRepliesTo(harness, () => []);
    for (const replies of [repliesTo(true), repliesTo(false)]) {
      const answers = replies.filter(({ quotes }) => quotes.length > 0).length;
      const apologies = replies.filter(({ words }) => ERROR_ID.test(words)).length;
      expect(answers).toBeLessThanOrEqual(1);
      expect(answers + apologies).toBeGreaterThan(0);
    }
  };
}

/** The reply after `act` when the platform rejects the answer for good: an apology with the error id of the log. */
async function failing(harness: Harness, act: () => Event): Promise<View> {
  harness.fault("refused");
  const view = await replyTo(harness, act);
  const [, id] = ERROR_ID.exec(view.words) ?? [];
  expect(harness.log()).toContainEqual(expect.objectContaining({ event: "invocation.failed", id }));
  return view;
}
