// Every way in, where people from outside ask or read along, by what Slack says of the channel and the person: one sentence, and
// nothing of the reports.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { refusalLine } from "#bot/messages/scope.ts";
import type { Delivery } from "#test/support/fakes/slack/gateway.ts";
import { click, directMessage, mention, shortcut, slashCommand } from "#test/support/fakes/slack/payloads.ts";
import { readPost } from "#test/support/fakes/slack/reading.ts";
import type { SlackServer } from "#test/support/fakes/slack/server.ts";
import { nextTs, type Post } from "#test/support/fakes/slack/state.ts";
import { ANSWER, type OpenSlack, openSlack, QUESTION, REFUSAL, serveSlack } from "./fixture.ts";

let one: OpenSlack;

afterEach(async () => {
  expect(one.log.filter(({ level }) => level === "error")).toEqual([]);
  expect(one.server.state.violations).toEqual([]);
  await one.close();
});

async function postAfter(act: () => Delivery): Promise<Post> {
  const before = one.server.state.posts.length;
  const delivery = act();
  await one.server.until(() => one.server.state.posts.length > before && delivery.ackedAfter !== undefined);
  return one.server.state.posts[before] as Post;
}

const wordsAfter = async (act: () => Delivery) => readPost(await postAfter(act)).words;

type Where = Readonly<{ channel: string; user: string }>;

/** An answer with its buttons, as it would be there from a time before anybody from outside was. */
async function oldAnswer({ channel, user }: Where): Promise<Post> {
  const answer = await postAfter(() => slashCommand(one.server, "/ask", QUESTION));
  const old = { ...answer, channel, onlyFor: user, ts: nextTs(one.server.state) };
  one.server.state.posts.push(old);
  return old;
}

type WayIn = Readonly<{ name: string; act: (server: SlackServer, where: Where, answer: Post) => Delivery }>;

const press =
  (label: string): WayIn["act"] =>
  (server, { user }, answer) =>
    click(server, answer, label, { user });

const COMMANDS: readonly WayIn[] = [
  { name: "a question", act: (server, where) => slashCommand(server, "/ask", QUESTION, where) },
  { name: "the list of reports", act: (server, where) => slashCommand(server, "/reports", "", where) },
  { name: "a check", act: (server, where) => slashCommand(server, "/verify", `"${ANSWER}"`, where) },
  { name: "a digest", act: (server, where) => slashCommand(server, "/digest", "preview", where) },
  { name: "a shortcut", act: (server, where) => shortcut(server, "ask", QUESTION, where) },
  { name: "Context", act: press("Context") },
  { name: "Cite", act: press("Cite") },
  { name: "Share", act: press("Share to channel") },
];
const MENTION: WayIn = { name: "a mention", act: (server, where) => mention(server, QUESTION, where) };
const DIRECT: WayIn = {
  name: "a direct message",
  act: (server, { user }) => directMessage(server, QUESTION, { user }),
};

type Prepare = (server: SlackServer) => void;

const withChannel =
  (info: Readonly<Record<string, unknown>>, kind: "public" | "private" = "public", member = true): Prepare =>
  ({ state }) =>
    void state.channels.set("C9", { id: "C9", kind, member, info });
const withPerson =
  (fields: Readonly<Record<string, unknown>> | undefined): Prepare =>
  ({ state }) =>
    void state.people.set("U9", fields);

const IN_CHANNEL: Where = { channel: "C9", user: "U1" };
const BY_PERSON: Where = { channel: "C1", user: "U9" };

const outside: readonly (readonly [string, Where, Prepare, readonly WayIn[]])[] = [
  [
    "in a channel that is shared with another organisation",
    IN_CHANNEL,
    withChannel({ is_shared: true, is_ext_shared: true }),
    [...COMMANDS, MENTION],
  ],
  [
    "in a channel that is about to be shared",
    IN_CHANNEL,
    withChannel({ is_pending_ext_shared: true }),
    [...COMMANDS, MENTION],
  ],
  ["in a private channel without the bot", IN_CHANNEL, withChannel({}, "private", false), COMMANDS],
  [
    "in a channel of which Slack does not say who reads it",
    IN_CHANNEL,
    withChannel({ is_ext_shared: undefined }),
    [...COMMANDS, MENTION],
  ],
  [
    "while Slack fails to tell who reads the channel",
    IN_CHANNEL,
    (server) => {
      withChannel({})(server);
      server.fault("conversations.info", { kind: "status", status: 500 });
    },
    [...COMMANDS, MENTION],
  ],
  ["of a guest", BY_PERSON, withPerson({ is_restricted: true }), [...COMMANDS, MENTION, DIRECT]],
  [
    "of a guest in one channel",
    BY_PERSON,
    withPerson({ is_restricted: true, is_ultra_restricted: true }),
    [...COMMANDS, MENTION, DIRECT],
  ],
  [
    "of a person of another workspace",
    BY_PERSON,
    withPerson({ team_id: "T2" }),
    [...COMMANDS, MENTION, DIRECT],
  ],
  ["of a stranger", BY_PERSON, withPerson({ is_stranger: true }), [...COMMANDS, MENTION, DIRECT]],
  ["of a person whom Slack does not know", BY_PERSON, withPerson(undefined), [...COMMANDS, MENTION, DIRECT]],
  [
    "while Slack fails to tell whose person it is",
    BY_PERSON,
    (server) => server.fault("users.info", { kind: "status", status: 500 }),
    [...COMMANDS, MENTION, DIRECT],
  ],
];

describe("one sentence for every way in", () => {
  beforeEach(async () => {
    one = await serveSlack();
  });

  test.each(outside)("%s", async (_, where, prepare, ways) => {
    const answer = await oldAnswer(where);
    const { state } = one.server;
    for (const { name, act } of ways) {
      prepare(one.server);
      const before = { posts: state.posts.length, requests: state.requests.length };
      const post = await postAfter(() => act(one.server, where, answer));
      expect(readPost(post), name).toMatchObject({ words: REFUSAL, quotes: [], buttons: [] });
      expect(post.payload.text, name).toBe(REFUSAL);
      if (name !== DIRECT.name) expect(post.onlyFor, name).toBe(where.user);
      expect(state.posts.length, name).toBe(before.posts + 1);
      const sent = JSON.stringify(state.requests.slice(before.requests));
      expect(sent, name).not.toMatch(/Azerbaijan|Baffa|Tehran|1 report/u);
    }
    const refused = one.log.filter(({ event }) => event === "access.refused");
    expect(refused).toHaveLength(ways.length);
    expect(JSON.stringify(refused)).not.toContain("red line");
  });

  test("the same ways lead to the reports where nobody is from outside", async () => {
    const where = { channel: "C9", user: "U9" };
    withChannel({ is_shared: true, is_org_shared: true })(one.server);
    const answer = await oldAnswer(where);
    for (const { name, act } of [...COMMANDS, MENTION, DIRECT]) {
      const words = await wordsAfter(() => act(one.server, where, answer));
      expect(words, name).toMatch(/Azerbaijan|Baffa|Exact/u);
    }
  });

  test("a conversation costs one request for its channel and one for its person", async () => {
    for (let times = 0; times < 5; times++) await postAfter(() => mention(one.server, QUESTION));
    const asked = one.server.state.requests.filter(({ method }) =>
      /^(?:conversations|users)\.info$/u.test(method),
    );
    expect(asked.map(({ method }) => method).toSorted()).toEqual(["conversations.info", "users.info"]);
  });
});

describe("without the scopes to ask", () => {
  const notPermitted = (missing: string) => refusalLine({ kind: "refused", why: "not-permitted", missing });

  beforeEach(async () => {
    one = await openSlack();
    for (const scope of ["channels:read", "groups:read", "mpim:read", "im:read", "users:read"])
      one.server.state.scopes.delete(scope);
    await one.start();
  });

  test("people of the workspace are answered as before, wherever Slack says nothing of other organisations", async () => {
    for (const { name, act } of [...COMMANDS.slice(0, -1), MENTION, DIRECT]) {
      const answer = await oldAnswer({ channel: "C1", user: "U1" });
      const words = await wordsAfter(() => act(one.server, { channel: "C1", user: "U1" }, answer));
      expect(words, name).toMatch(/Azerbaijan|Baffa|Exact/u);
    }
  });

  test("Share and a shared channel get a sentence that names the scope", async () => {
    const answer = await oldAnswer({ channel: "C1", user: "U1" });
    expect(await wordsAfter(() => click(one.server, answer, "Share to channel"))).toBe(
      notPermitted("channels:read"),
    );
    const envelope = { is_ext_shared_channel: true };
    expect(await wordsAfter(() => mention(one.server, QUESTION, { envelope }))).toBe(
      notPermitted("channels:read"),
    );
  });

  test("a person of another workspace is refused by the event itself", async () => {
    const more = { user_team: "T2", source_team: "T2" };
    expect(await wordsAfter(() => mention(one.server, QUESTION, { more }))).toBe(REFUSAL);
    const command = { team_id: "T2" };
    expect(await wordsAfter(() => slashCommand(one.server, "/ask", QUESTION, { more: command }))).toBe(
      REFUSAL,
    );
  });

  test("an answer in a direct message is shared there only if Slack tells whose it is", async () => {
    const answer = await oldAnswer({ channel: "D1", user: "U1" });
    expect(await wordsAfter(() => click(one.server, answer, "Share to channel"))).toBe(
      notPermitted("im:read"),
    );
  });
});
