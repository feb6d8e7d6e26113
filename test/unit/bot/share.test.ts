// Share, pressed more than once: by the same person, by others, and again by a process that takes over from one that died.
import { expect, test } from "vitest";
import type { Invocation } from "#domain/platform.ts";
import { messageFor, wordsOf } from "#test/support/bot-fixture.ts";
import { asked, type IntakeFixture, openIntake, request } from "#test/support/intake-fixture.ts";

type Click = Readonly<{ event: string; person?: string; message?: string }>;

/** Asks, and returns how to press Share under the answer: what is said, and to whom. */
async function openAnswer({ start }: IntakeFixture) {
  const { bot } = start("first");
  const answer = await messageFor({ handle: bot.handle, logged: [] }, { ...asked, keys: [], via: "command" });
  const share = answer.blocks
    .flatMap((block) => (block.kind === "actions" ? block.actions : []))
    .find(({ command }) => command === "share");
  if (share === undefined) throw new Error("the answer can be shared");
  const clickOf = ({ event, person = "ada", message = "m1" }: Click): Invocation => ({
    ...asked,
    ...{ command: "share", args: share.args, via: "button", keys: [event], message },
    asker: { id: person, name: person, mayManage: false },
  });
  const press = async (click: Click, owner = "first") => {
    const { handle } = start(owner).bot;
    const { audience, ...message } = await messageFor({ handle, logged: [] }, clickOf(click));
    return { audience, words: wordsOf({ audience, ...message }) };
  };
  return { press, clickOf };
}

const SHARED = { audience: "channel", words: expect.stringContaining("Shared by ada.") };
const REFUSED = { audience: "asker", words: expect.stringContaining("You have already shared this answer") };

test("a second click by the same person posts nothing and says so in private, also in another process", async () => {
  const fixture = await openIntake();
  const { press } = await openAnswer(fixture);
  expect(await press({ event: "click:1" })).toEqual(SHARED);
  expect(await press({ event: "click:2" })).toEqual(REFUSED);
  expect(await press({ event: "click:3" }, "second")).toEqual(REFUSED);
  await fixture.close();
});

test("of a double click one is posted", async () => {
  const fixture = await openIntake();
  const { press } = await openAnswer(fixture);
  const pressed = await Promise.all(["click:1", "click:2", "click:3"].map((event) => press({ event })));
  expect(pressed.filter(({ audience }) => audience === "channel")).toHaveLength(1);
  await fixture.close();
});

test("another person may share the same answer, and the same person another one", async () => {
  const fixture = await openIntake();
  const { press } = await openAnswer(fixture);
  await press({ event: "click:1" });
  expect(await press({ event: "click:2", person: "ben" })).toMatchObject({ audience: "channel" });
  expect(await press({ event: "click:3", message: "m2" })).toEqual(SHARED);
  await fixture.close();
});

test("a share that waits when its process stops is posted by the next one", async () => {
  const fixture = await openIntake();
  const { start, sent, close } = fixture;
  const { clickOf } = await openAnswer(fixture);
  const { bot } = start("first");
  await bot.stop();
  await bot.respond(
    request({
      invocation: clickOf({ event: "click:1" }),
      send: async (_, __, hooks) => {
        await hooks?.waiting?.();
        expect(await hooks?.sending?.()).toBe(false);
      },
    }),
  );
  await start("second").watch();
  expect(sent).toEqual([SHARED.words]);
  await close();
});
