// People of other organisations, and channels that are shared with them: they get one sentence, and nothing of the reports.
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Delivery } from "#test/support/fakes/slack/gateway.ts";
import { click, directMessage, mention, shortcut, slashCommand } from "#test/support/fakes/slack/payloads.ts";
import { readPost } from "#test/support/fakes/slack/reading.ts";
import type { Post } from "#test/support/fakes/slack/state.ts";
import { ANSWER, type OpenSlack, openSlack, QUESTION, REFUSAL, serveSlack } from "./fixture.ts";

let one: OpenSlack;

beforeEach(async () => {
  one = await serveSlack();
});

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
const event = (more: object, envelope: object = {}) => ({ more: { ...more }, envelope: { ...envelope } });

const foreign: readonly (readonly [string, ReturnType<typeof event>])[] = [
  ["of another workspace", event({ user_team: "T2", source_team: "T2" })],
  ["whose message comes from another workspace", event({ source_team: "T2" })],
  ["of an Enterprise organisation", event({ user_team: "E2" })],
  ["in a channel that is shared with another organisation", event({}, { is_ext_shared_channel: true })],
];

test.each(foreign)("a person %s gets one sentence for a mention, in private", async (_, options) => {
  for (const text of [QUESTION, "hello", "thanks", "", `${QUESTION} in:otters`]) {
    const post = await postAfter(() => mention(one.server, text, options));
    expect(readPost(post)).toMatchObject({ words: REFUSAL, quotes: [], buttons: [] });
    expect(post.payload.text).toBe(REFUSAL);
    expect(post.onlyFor).toBe("U1");
  }
  expect(one.server.state.reactions).toEqual([]);
});

test.each(foreign)("a person %s gets one sentence for a direct message", async (_, options) => {
  const more = { channel_type: "im", ...options.more };
  expect(await wordsAfter(() => directMessage(one.server, QUESTION, { ...options, more }))).toBe(REFUSAL);
});

test("a person of another workspace gets one sentence for a command", async () => {
  const more = { team_id: "T2", enterprise_id: "E2" };
  expect(await wordsAfter(() => slashCommand(one.server, "/ask", QUESTION, { more }))).toBe(REFUSAL);
  expect(await wordsAfter(() => slashCommand(one.server, "/digest", "status", { more }))).toBe(REFUSAL);
});

test("a person of another workspace who clicks a button of an answer gets one sentence", async () => {
  const answer = await postAfter(() => mention(one.server, QUESTION));
  const more = { user: { id: "U2", username: "ben", team_id: "T2" } };
  for (const label of ["Context", "Cite"]) {
    const post = await postAfter(() => click(one.server, answer, label, { user: "U2", more }));
    expect(readPost(post).words).toBe(REFUSAL);
    expect(post.onlyFor).toBe("U2");
  }
});

test("a person of another workspace gets one sentence for a shortcut", async () => {
  const more = { team: { id: "T2", domain: "other" }, user: { id: "U1", name: "ada", team_id: "T2" } };
  expect(await wordsAfter(() => shortcut(one.server, "ask", QUESTION, { more }))).toBe(REFUSAL);
});

test("what Ibid answers by itself is refused to people of another workspace as well", async () => {
  const user = { id: "U1", username: "ada", team_id: "T2" };
  const team = { id: "T2", domain: "other" };
  const acts = [
    () => slashCommand(one.server, "/research", "x", { more: { team_id: "T2" } }),
    () => shortcut(one.server, "summarise", "x", { more: { user, team } }),
    () => shortcut(one.server, "ask", "", { more: { user, team } }),
    () => one.server.deliver("interactive", { type: "view_submission", user, team, view: { id: "V1" } }),
  ];
  for (const act of acts) expect(await wordsAfter(act)).toBe(REFUSAL);
});

test("people of the own workspace are answered, whether Slack names it or not", async () => {
  const own: readonly ReturnType<typeof event>[] = [
    event({ user_team: "T1", source_team: "T1", team: "T1" }, { is_ext_shared_channel: false }),
    event({ user_team: undefined }),
    event({ user_team: "", source_team: null }),
  ];
  for (const options of own)
    expect(await wordsAfter(() => mention(one.server, QUESTION, options))).toContain(ANSWER);
  for (const more of [{ team_id: "T1" }, { team_id: undefined }, { team_id: "" }])
    expect(await wordsAfter(() => slashCommand(one.server, "/ask", QUESTION, { more }))).toContain(ANSWER);
});

test("people of the other workspaces of an Enterprise organisation are answered where the app belongs to it", async () => {
  await one.close();
  one = await openSlack();
  one.server.state.enterprise = "E1";
  await one.start();
  const more = { user_team: "E1", source_team: "E1" };
  expect(await wordsAfter(() => mention(one.server, QUESTION, { more }))).toContain(ANSWER);
  const command = { team_id: "T2", enterprise_id: "E1" };
  expect(await wordsAfter(() => slashCommand(one.server, "/ask", QUESTION, { more: command }))).toContain(
    ANSWER,
  );
  const answer = one.server.state.posts.at(-1) as Post;
  const user = { id: "U1", username: "ada", team_id: "T2" };
  const clicked = { user, team: { id: "T2", enterprise_id: "E1" }, enterprise: { id: "E1" } };
  expect(await wordsAfter(() => click(one.server, answer, "Cite", { more: clicked }))).toContain("Baffa");
});
