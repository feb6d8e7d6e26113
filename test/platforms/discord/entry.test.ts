import { PermissionFlagsBits as Can } from "discord.js";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  autocomplete,
  directMessage,
  mention,
  menu,
  press,
  say,
  slashCommand,
} from "#test/support/fakes/discord/payloads.ts";
import { ADA, BEN, CHANNEL, DIRECT, ELSEWHERE, GUILD, type Json } from "#test/support/fakes/discord/state.ts";
import { type Fixture, openFixture } from "./fixture.ts";

let fixture: Fixture;
afterEach(async () => {
  expect(fixture.server.state.violations).toEqual([]);
  await fixture.close();
});

const QUESTION = "What would be a red line for Iran's parliament?";
const until = (condition: () => boolean) => fixture.server.until(condition);
const ANSWER = /para\. 4 of 17/u;

/** Waits until everything sent so far was handled: one more command is sent and answered last. */
async function settle(): Promise<void> {
  const before = fixture.handled.length;
  slashCommand(fixture.server, "ibid");
  await until(() => fixture.handled.length > before);
  await until(() => fixture.words().includes("/ask"));
}

describe("when all servers are served,", () => {
  beforeEach(async () => {
    fixture = await openFixture();
  });

  test("commands and menus are acknowledged at once for the asker alone, buttons without a trace", async () => {
    const command = slashCommand(fixture.server, "ask", { question: QUESTION });
    const found = menu(fixture.server, "Find in the reports", QUESTION);
    await until(() => fixture.posted().length === 2);
    const [message] = fixture.posted();
    if (message === undefined) throw new Error("nothing was posted");
    const button = press(fixture.server, message, "context?reference=y5mvy7ff&ordinal=4");
    await until(() => fixture.posted().length === 3);
    expect([command, found, button].map(({ interaction }) => interaction.answered)).toEqual([5, 5, 6]);
    expect(fixture.posted().every(({ onlyFor }) => onlyFor !== undefined)).toBe(true);
  });

  test("an event that cannot be stored is told about in its first response, for the asker alone; the button's message stays", async () => {
    slashCommand(fixture.server, "ask", { question: QUESTION });
    await until(() => fixture.posted().length === 1);
    const [message] = fixture.posted();
    if (message === undefined) throw new Error("nothing was posted");
    await fixture.store.close();
    const button = press(fixture.server, message, "context?reference=y5mvy7ff&ordinal=4");
    const command = slashCommand(fixture.server, "ask", { question: QUESTION });
    await until(() => fixture.posted().length === 3);
    expect([button, command].map(({ interaction }) => interaction.answered)).toEqual([4, 4]);
    expect(fixture.posted().map(({ writes }) => writes)).toEqual([1, 1, 1]);
    expect(fixture.posted().every(({ onlyFor }) => onlyFor !== undefined)).toBe(true);
    expect(fixture.words()).toMatch(/^Something went wrong/u);
  });

  test("a report is offered by its title while it is typed", async () => {
    const typed = autocomplete(fixture.server, "ask", "report", "iran");
    const nothing = autocomplete(fixture.server, "ask", "report", "otters");
    await until(() => typed.interaction.choices !== undefined && nothing.interaction.choices !== undefined);
    expect(typed.interaction.choices).toEqual([
      {
        name: "Iran-Azerbaijan: Escalation Unlikely, but Tensions to Continue",
        value: "iran-azerbaijan-2021",
      },
    ]);
    expect(nothing.interaction.choices).toEqual([]);
  });

  test("thanks in a command leave no message", async () => {
    slashCommand(fixture.server, "ask", { question: "thanks" });
    await until(() => fixture.server.state.messages.some(({ deleted }) => deleted));
    expect(fixture.posted()).toEqual([]);
  });

  test("a mention without words finds the message that it replies to, where Discord delivers its text", async () => {
    const { state } = fixture.server;
    const delivered = { ...say(fixture.server, QUESTION).payload, content: QUESTION, mentions: [state.bot] };
    mention(fixture.server, "", { replyTo: delivered });
    await until(() => ANSWER.test(fixture.words()));
  });

  test("a mention without words that replies to a message whose text is withheld shows help", async () => {
    const withheld = {
      ...say(fixture.server, QUESTION, { user: BEN }).payload,
      mentions: [],
      content: QUESTION,
    };
    mention(fixture.server, "", { replyTo: withheld });
    await until(() => fixture.words().includes("/ask"));
  });

  test("a mention with words inside a reply asks those words", async () => {
    const other = { ...say(fixture.server, "who wrote this?").payload, mentions: [fixture.server.state.bot] };
    mention(fixture.server, QUESTION, { replyTo: other as Json });
    await until(() => ANSWER.test(fixture.words()));
  });

  test("a plain reply to the bot's message pings it and is not a question", async () => {
    mention(fixture.server, QUESTION);
    await until(() => fixture.posted().length === 1);
    const [answer] = fixture.posted();
    if (answer === undefined) throw new Error("nothing was posted");
    say(fixture.server, "Interesting. What else would be a red line?", { replyTo: answer });
    await settle();
    expect(fixture.posted()).toHaveLength(2);
  });

  test("mentions of others, emoji and time stamps are not part of a question", async () => {
    mention(fixture.server, `<@${BEN}> <:wave:1234567890123456789> <t:1543392060:R> ${QUESTION}`);
    await until(() => ANSWER.test(fixture.words()));
    expect(fixture.handled.at(-1)?.args).toEqual({ question: QUESTION });
  });

  test("a person who may manage the server or the channel may change its digest", async () => {
    slashCommand(fixture.server, "ibid");
    slashCommand(fixture.server, "ibid", {}, { permissions: Can.ManageGuild });
    slashCommand(fixture.server, "ibid", {}, { permissions: Can.ManageChannels });
    slashCommand(fixture.server, "ibid", {}, { channel: DIRECT });
    await until(() => fixture.posted().length === 4);
    expect(fixture.handled.map(({ asker }) => asker.mayManage)).toEqual([false, true, true, true]);
  });

  test("a command or menu that this version no longer has gets a reply that says so", async () => {
    slashCommand(fixture.server, "gone", { question: QUESTION });
    await until(() => fixture.words().includes('There is no command "gone"'));
    menu(fixture.server, "Gone", QUESTION);
    await until(() => fixture.words().includes('There is no command "Gone"'));
  });

  test("a button that is not ours does nothing", async () => {
    mention(fixture.server, QUESTION);
    await until(() => fixture.posted().length === 1);
    const [answer] = fixture.posted();
    if (answer === undefined) throw new Error("nothing was posted");
    const pressed = press(fixture.server, answer, "not-ours");
    await until(() => pressed.interaction.answered !== undefined);
    await settle();
    expect(fixture.posted()).toHaveLength(2);
  });

  test("every post of the bot has an enforced nonce, and pings nobody", async () => {
    mention(fixture.server, QUESTION);
    directMessage(fixture.server, QUESTION);
    await until(() => fixture.posted().length === 2);
    const bodies = fixture.server.state.requests
      .filter(({ route }) => route === "post")
      .map(({ body }) => body as Json);
    expect(bodies).toHaveLength(2);
    for (const body of bodies)
      expect(body).toMatchObject({
        enforce_nonce: true,
        nonce: expect.stringMatching(/^\d{17,20}$/u),
        allowed_mentions: { parse: [], replied_user: false },
      });
  });

  test("an answer that is too late for Discord is in the log, with its channel", async () => {
    const { state } = fixture.server;
    const now = state.now();
    slashCommand(fixture.server, "ibid");
    state.now = () => now + 4000;
    await until(() => fixture.log.some(({ event }) => event === "answer.lost"));
    expect(fixture.log).toContainEqual({
      level: "warn",
      event: "event.unacknowledged",
      platform: "discord",
      error: expect.stringContaining("Unknown interaction"),
    });
    expect(fixture.log.at(-1)).toMatchObject({ platform: "discord", channel: CHANNEL });
  });
});

test("where the bot may not post, the asker of a mention gets a direct message with the error id of the log", async () => {
  fixture = await openFixture({}, {}, ({ state }) => {
    const channel = state.channels.get(CHANNEL);
    if (channel !== undefined) channel.denied = Can.SendMessages;
  });
  mention(fixture.server, QUESTION);
  await until(() => fixture.posted().length === 1);
  expect(fixture.posted()[0]?.channel).toBe(DIRECT);
  expect(fixture.words()).toContain(
    "Ibid cannot post in that channel. Invite it, or allow it to post if it is already a member, and ask again. (Log entry: 7f3a)",
  );
  expect(fixture.log).toContainEqual(
    expect.objectContaining({ event: "invocation.failed", id: "7f3a", channel: CHANNEL }),
  );
});

test("where the bot may not read history, a mention is answered without the reference that needs it", async () => {
  fixture = await openFixture({}, {}, ({ state }) => {
    const channel = state.channels.get(CHANNEL);
    if (channel !== undefined) channel.denied = Can.ReadMessageHistory;
  });
  mention(fixture.server, QUESTION);
  await until(() => ANSWER.test(fixture.words()));
  expect(fixture.posted()[0]?.replyTo).toBeUndefined();
  mention(fixture.server, "thanks");
  await until(() => fixture.log.some(({ event }) => event === "reaction.failed"));
});

describe("when servers are listed,", () => {
  beforeEach(async () => {
    fixture = await openFixture({ DISCORD_GUILD_IDS: GUILD });
  });
  const NOT_SERVED = "Ibid works only in the servers that its operator has listed";

  test("those are served, and another one is refused once, then ignored", async () => {
    slashCommand(fixture.server, "ask", { question: QUESTION }, { channel: ELSEWHERE, user: BEN });
    await until(() => fixture.words().includes(NOT_SERVED));
    slashCommand(fixture.server, "ask", { question: QUESTION }, { channel: ELSEWHERE, user: BEN });
    mention(fixture.server, QUESTION, { channel: ELSEWHERE, user: BEN });
    const typed = autocomplete(fixture.server, "ask", "report", "iran", { channel: ELSEWHERE, user: BEN });
    await until(() => typed.interaction.choices !== undefined);
    expect(typed.interaction.choices).toEqual([]);
    await settle();
    expect(fixture.posted()).toHaveLength(2);
    expect(fixture.handled).toHaveLength(1);
  });

  test("whoever was removed from the server is not answered directly, though the bot has seen the person there", async () => {
    mention(fixture.server, QUESTION, { user: BEN });
    await until(() => ANSWER.test(fixture.words()));
    // Without a privileged intent Discord tells nobody that a person has left.
    fixture.server.state.guilds.get(GUILD)?.members.delete(BEN);
    directMessage(fixture.server, QUESTION, { user: BEN });
    await until(() => fixture.words().includes(NOT_SERVED));
    slashCommand(fixture.server, "ask", { question: QUESTION }, { channel: DIRECT, user: BEN });
    await settle();
    expect(fixture.handled).toHaveLength(2);
  });

  test("messages that come soon after each other cost one request for the membership, a stranger's too", async () => {
    fixture.server.state.guilds.get(GUILD)?.members.delete(BEN);
    for (const user of [ADA, BEN]) {
      for (let count = 0; count < 3; count++) directMessage(fixture.server, QUESTION, { user });
    }
    await until(() => fixture.handled.length === 3 && fixture.posted().length === 4);
    expect(fixture.server.state.requests.filter(({ route }) => route === "member")).toHaveLength(2);
  });

  test("a direct message of a member is answered, one of anybody else is not", async () => {
    directMessage(fixture.server, QUESTION);
    await until(() => ANSWER.test(fixture.words()));
    fixture.server.state.guilds.get(GUILD)?.members.delete(BEN);
    directMessage(fixture.server, QUESTION, { user: BEN });
    await until(() => fixture.words().includes(NOT_SERVED));
    slashCommand(fixture.server, "ask", { question: QUESTION }, { channel: DIRECT, user: BEN });
    await settle();
    expect(fixture.posted()).toHaveLength(3);
    expect(fixture.handled).toHaveLength(2);
  });
});
