// Who reads a channel and whose person somebody is, asked of the fake Slack with the real client library.
import { webApi } from "@slack/bolt";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Exposure, Platform } from "#domain/platform.ts";
import { createSlack } from "#platforms/slack/connect.ts";
import { clientOptions } from "#platforms/slack/connection/client.ts";
import { createScopes } from "#platforms/slack/connection/scopes.ts";
import { createWorkspace } from "#platforms/slack/connection/workspace.ts";
import { createExposure, MAX_EXPOSURE_AGE } from "#platforms/slack/exposure.ts";
import { type SlackServer, startSlack } from "#test/support/fakes/slack/server.ts";
import type { Fault } from "#test/support/fakes/slack/state.ts";
import { silentLog } from "#test/support/log.ts";

type Fields = Readonly<Record<string, unknown>>;

const INTERNAL: Exposure = { kind: "internal" };
const EXTERNAL: Exposure = { kind: "external" };

let server: SlackServer;
let exposure: Platform["exposure"];

beforeEach(async () => {
  server = await startSlack();
  const { botToken, appToken } = server.state;
  const slack = createSlack(
    { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_API_URL: server.url },
    { prefix: "", log: silentLog, ended: () => undefined },
  );
  if (slack === undefined) throw new Error("Slack is not configured");
  exposure = slack.exposure;
});

afterEach(async () => {
  expect(server.state.violations).toEqual([]);
  await server.stop();
});

const requests = (wanted: string) => server.state.requests.filter(({ method }) => method === wanted).length;

function setChannel(info: Fields, kind: "public" | "private" | "group" | "direct" = "public", member = true) {
  server.state.channels.set("C9", { id: "C9", kind, member, info });
}

describe("a channel", () => {
  test.each<[string, Fields, Exposure]>([
    ["that nobody shares", {}, INTERNAL],
    ["that is shared with another organisation", { is_shared: true, is_ext_shared: true }, EXTERNAL],
    ["that is about to be shared", { is_pending_ext_shared: true }, EXTERNAL],
    ["with an invitation that is under way", { pending_shared: ["T2"] }, EXTERNAL],
    ["with an invitation that waits for approval", { pending_connected_team_ids: ["T2"] }, EXTERNAL],
    ["that is shared without a word on by whom", { is_shared: true }, EXTERNAL],
    [
      "that the workspaces of one Enterprise organisation share",
      { is_shared: true, is_org_shared: true },
      INTERNAL,
    ],
    [
      "that an Enterprise organisation shares with another one",
      { is_shared: true, is_org_shared: true, is_ext_shared: true },
      EXTERNAL,
    ],
    [
      "of which Slack does not list the invitations",
      { pending_shared: undefined, pending_connected_team_ids: null },
      INTERNAL,
    ],
  ])("%s", async (_, info, expected) => {
    for (const kind of ["public", "private", "group"] as const) {
      server.state.channels.set(kind, { id: kind, kind, member: true, info });
      expect(await exposure.channel(kind)).toEqual(expected);
    }
  });

  test.each(["is_shared", "is_org_shared", "is_ext_shared", "is_pending_ext_shared"])(
    "without %s is not known to be internal",
    async (field) => {
      for (const value of [undefined, null, "false"]) {
        setChannel({ [field]: value });
        expect(await exposure.channel("C9")).toEqual({
          kind: "unknown",
          reason: "Slack does not say who reads the channel",
        });
      }
    },
  );

  test("that the bot may not know of is closed to it, and a public one without it is not", async () => {
    const closed: Exposure = { kind: "unknown", reason: "channel_not_found", isClosed: true };
    for (const kind of ["private", "group", "direct"] as const) {
      setChannel({}, kind, false);
      expect(await exposure.channel("C9")).toEqual(closed);
    }
    expect(await exposure.channel("C404")).toEqual(closed);
    expect(await exposure.channel("C2")).toEqual(INTERNAL);
  });

  test("that is a direct message is read by its person", async () => {
    expect(await exposure.channel("D1")).toEqual(INTERNAL);
    setChannel({ user: "U9" }, "direct");
    server.state.people.set("U9", { is_ultra_restricted: true });
    expect(await exposure.channel("C9")).toEqual(EXTERNAL);
  });
});

describe("a person", () => {
  const askAbout = (fields: Fields) => {
    server.state.people.set("U9", fields);
    return exposure.person("U9");
  };
  const notTold: Exposure = { kind: "unknown", reason: "Slack does not say whose person it is" };

  test.each<[string, Fields, Exposure]>([
    ["of the workspace", {}, INTERNAL],
    ["who is a guest", { is_restricted: true }, EXTERNAL],
    ["who is a guest in one channel", { is_restricted: true, is_ultra_restricted: true }, EXTERNAL],
    ["of another workspace", { team_id: "T2" }, EXTERNAL],
    [
      "of whom Slack tells only that the workspace is another one",
      { team_id: "T2", is_restricted: undefined, is_ultra_restricted: undefined },
      EXTERNAL,
    ],
    ["of another organisation", { team_id: "T2", enterprise_user: { enterprise_id: "E2" } }, EXTERNAL],
    ["whom the workspace does not know", { is_stranger: true }, EXTERNAL],
    ["whose account was deactivated", { deleted: true }, EXTERNAL],
    ["without a workspace", { team_id: undefined }, notTold],
    ["with an empty workspace", { team_id: "" }, notTold],
    ["of whom Slack does not tell that it is no guest", { is_restricted: undefined }, notTold],
    ["of whom Slack does not tell the kind of guest", { is_ultra_restricted: undefined }, notTold],
  ])("%s", async (_, fields, expected) => {
    expect(await askAbout(fields)).toEqual(expected);
  });

  test("of another workspace of the same Enterprise organisation belongs to it, unless it is a guest", async () => {
    server.state.enterprise = "E1";
    const fields = { team_id: "T2", enterprise_user: { enterprise_id: "E1", teams: ["T2"] } };
    expect(await askAbout(fields)).toEqual(INTERNAL);
    server.state.people.set("U8", { ...fields, is_restricted: true });
    expect(await exposure.person("U8")).toEqual(EXTERNAL);
    server.state.people.set("U7", { team_id: "E1" });
    expect(await exposure.person("U7")).toEqual(INTERNAL);
  });

  test("whom Slack does not find is unknown, for now", async () => {
    server.state.people.set("U9", undefined);
    expect(await exposure.person("U9")).toEqual({ kind: "unknown", reason: "user_not_found" });
  });

  test("is unknown while Slack does not tell to which workspace the bot belongs", async () => {
    server.fault("auth.test", { kind: "body", body: '{"ok":true}' });
    expect(await exposure.person("U1")).toEqual(notTold);
  });
});

const faults: readonly (readonly [string, Fault])[] = [
  ["a server error", { kind: "status", status: 500 }],
  ["a rate limit", { kind: "ratelimited", retryAfter: 1 }],
  ["a failure inside Slack", { kind: "error", error: "internal_error" }],
  ["a refusal of the token", { kind: "error", error: "team_access_not_granted" }],
  ["a missing scope that is not named", { kind: "error", error: "missing_scope" }],
  [
    "a missing scope of strange words",
    { kind: "body", body: '{"ok":false,"error":"missing_scope","needed":"<b>"}' },
  ],
  ["a connection that breaks", { kind: "drop-before" }],
  ["a request that hangs", { kind: "hang" }],
  ["a page of HTML", { kind: "body", body: "<!doctype html>" }],
  ["null", { kind: "body", body: "null" }],
  ["an answer without its subject", { kind: "body", body: '{"ok":true}' }],
];

test.each(faults)(
  "%s leaves a channel and a person unknown, and is not remembered",
  { timeout: 60_000 },
  async (_, fault) => {
    server.fault("conversations.info", fault);
    server.fault("users.info", fault);
    const unknown = { kind: "unknown", reason: expect.stringMatching(/^.{1,200}$/u) };
    expect(await Promise.all([exposure.channel("C1"), exposure.person("U1")])).toEqual([unknown, unknown]);
    expect([await exposure.channel("C1"), await exposure.person("U1")]).toEqual([INTERNAL, INTERNAL]);
  },
);

test("a workspace that cannot be read leaves a person unknown, and is read again", async () => {
  server.fault("auth.test", { kind: "status", status: 503 });
  expect(await exposure.person("U1")).toMatchObject({ kind: "unknown" });
  expect(await exposure.person("U1")).toEqual(INTERNAL);
});

test("a scope that is missing is named as Slack names it, and that is remembered", async () => {
  server.state.channels.set("private", { id: "private", kind: "private", member: true });
  server.state.channels.set("group", { id: "group", kind: "group", member: true });
  const needed = { C1: "channels:read", private: "groups:read", group: "mpim:read", D1: "im:read" };
  for (const [channel, missing] of Object.entries(needed)) {
    server.state.scopes.delete(missing);
    for (let times = 0; times < 3; times++)
      expect(await exposure.channel(channel)).toEqual({ kind: "not-permitted", missing });
  }
  expect(requests("conversations.info")).toBe(4);
  expect(await exposure.channel("C404")).toEqual({
    kind: "not-permitted",
    missing: "channels:read, groups:read, mpim:read, im:read",
  });
  server.state.scopes.delete("users:read");
  expect(await exposure.person("U1")).toEqual({ kind: "not-permitted", missing: "users:read" });
});

test("those who want to know the same at the same time cause one request, and so do those who come within a minute", async () => {
  const channels = await Promise.all(Array.from({ length: 20 }, () => exposure.channel("C1")));
  const people = await Promise.all(Array.from({ length: 20 }, () => exposure.person("U1")));
  expect([...channels, ...people]).toEqual(Array(40).fill(INTERNAL));
  await Promise.all([exposure.channel("C1"), exposure.person("U1")]);
  expect([requests("conversations.info"), requests("users.info")]).toEqual([1, 1]);
  await Promise.all([exposure.channel("C2"), exposure.person("U2")]);
  expect([requests("conversations.info"), requests("users.info")]).toEqual([2, 2]);
});

test("a channel that is shared and a person who becomes a guest are noticed within a minute", async () => {
  expect(MAX_EXPOSURE_AGE).toBeLessThanOrEqual(60_000);
  const client = new webApi.WebClient(server.state.botToken, clientOptions(server.url));
  const scopes = createScopes(silentLog);
  const workspace = createWorkspace(client, scopes);
  const over = createExposure({ client, workspace, scopes, maxAge: 0 });
  const both = (asked: Platform["exposure"]) => Promise.all([asked.channel("C9"), asked.person("U9")]);
  setChannel({});
  expect([await both(exposure), await both(over)].flat()).toEqual(Array(4).fill(INTERNAL));
  setChannel({ is_pending_ext_shared: true });
  server.state.people.set("U9", { is_restricted: true });
  expect(await both(exposure)).toEqual([INTERNAL, INTERNAL]);
  expect(await both(over)).toEqual([EXTERNAL, EXTERNAL]);
});
