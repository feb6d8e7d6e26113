// A token without the scopes that Ibid asks for since it asks who reads along: the operator is told, and the rest goes on.
import { afterEach, expect, onTestFinished, test } from "vitest";
import { freePort, startProcess } from "#test/support/fakes/process.ts";
import { startSlack } from "#test/support/fakes/slack/server.ts";
import { type OpenSlack, openSlack } from "./fixture.ts";
import { environmentFor } from "./harness.ts";

const ALL = ["channels:read", "groups:read", "mpim:read", "im:read", "users:read"];
const ALL_MISSING =
  "Until the Slack app has the scopes channels:read, groups:read, mpim:read, im:read, users:read, " +
  "Share, shared channels and digests do not work, and guests are answered like members.";

let one: OpenSlack;

afterEach(() => one?.close());

async function serveWithout(scopes: readonly string[], isNamed = true): Promise<void> {
  one = await openSlack();
  for (const scope of scopes) one.server.state.scopes.delete(scope);
  one.server.state.namesScopes = isNamed;
  await one.start();
}

const lines = () => one.log.filter(({ event }) => event === "slack.scopes-missing");

test("a token with all scopes has no limitation", async () => {
  await serveWithout([]);
  expect([one.slack.limitation?.(), lines()]).toEqual([undefined, []]);
});

test("scopes that are missing are logged once, at the start, with the three steps", async () => {
  await serveWithout(ALL);
  expect(one.slack.limitation?.()).toBe(ALL_MISSING);
  await one.slack.exposure.channel("C1");
  await one.slack.exposure.person("U1");
  expect(lines()).toEqual([
    {
      event: "slack.scopes-missing",
      level: "warn",
      missing: ALL.join(", "),
      remedy:
        "1. At api.slack.com/apps, open the app and OAuth & Permissions, and add the bot scopes channels:read, " +
        "groups:read, mpim:read, im:read, users:read. 2. Press Reinstall to Workspace. " +
        "3. If the token has changed, put it into SLACK_BOT_TOKEN. Restart Ibid.",
    },
  ]);
});

test.each([
  [
    "groups:read",
    "Until the Slack app has the scopes groups:read, Share, shared channels and digests do not work.",
  ],
  ["users:read", "Until the Slack app has the scopes users:read, guests are answered like members."],
])("without %s only what needs it does not work", async (scope, limitation) => {
  await serveWithout([scope]);
  expect(one.slack.limitation?.()).toBe(limitation);
});

test("scopes that are added are noticed with the next answer of Slack", async () => {
  await serveWithout(ALL);
  for (const scope of ALL) one.server.state.scopes.add(scope);
  await one.slack.exposure.person("U1");
  expect(one.slack.limitation?.()).toBeUndefined();
});

test("where Slack names no scopes, nothing is said until it refuses something for the lack of one", async () => {
  await serveWithout(ALL, false);
  expect([one.slack.limitation?.(), lines()]).toEqual([undefined, []]);
  await one.slack.exposure.person("U1");
  expect(one.slack.limitation?.()).toBe(
    "Until the Slack app has the scopes users:read, guests are answered like members.",
  );
  await one.slack.exposure.channel("C404");
  expect(one.slack.limitation?.()).toBe(ALL_MISSING);
  await one.slack.exposure.channel("C1");
  expect(lines()).toHaveLength(2);
});

test("a process whose token lacks scopes is ready, and its health says what does not work", {
  timeout: 60_000,
}, async () => {
  const server = await startSlack();
  onTestFinished(() => server.stop());
  for (const scope of ALL) server.state.scopes.delete(scope);
  const port = await freePort();
  const started = await startProcess({ ...environmentFor(server), PORT: String(port) });
  onTestFinished(async () => void (await started.stop()));
  const response = await fetch(`http://127.0.0.1:${port}/readyz`);
  expect(response.status).toBe(200);
  expect(await response.text()).toContain(ALL_MISSING);
  expect(started.log.filter(({ event }) => event === "slack.scopes-missing")).toHaveLength(1);
});
