// 200 lost connections: ten bots with the real Bolt lose theirs twenty times each, in the middle of questions.
import { randomUUID } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { composeBot, openLibrary } from "#app/compose.ts";
import { parseConfig } from "#config.ts";
import { createSlack } from "#platforms/slack/connect.ts";
import { createInbox } from "#store/inbox.ts";
import { openStore } from "#store/store.ts";
import type { Delivery } from "#test/support/fakes/slack/gateway.ts";
import { mention } from "#test/support/fakes/slack/payloads.ts";
import { startSlack } from "#test/support/fakes/slack/server.ts";
import { silentLog } from "#test/support/log.ts";

const BOTS = 10;
const CUTS = 20;
const QUESTIONS = 3;
// In milliseconds: a connection that is lost sooner counts as a failed try, and the pauses between tries grow.
const MIN_UPTIME = 1_000;

const config = parseConfig({});
const liveLibrary = await openLibrary(config, silentLog);

async function openBot() {
  const server = await startSlack();
  const store = await openStore(mkdtempSync(join(tmpdir(), "ibid-")));
  const inbox = createInbox(store.database, { owner: randomUUID(), now: () => new Date() });
  const { botToken, appToken } = server.state;
  const slack = createSlack(
    { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_API_URL: server.url },
    { prefix: "", log: silentLog, ended: () => undefined },
  );
  if (slack === undefined) throw new Error("Slack is not configured");
  await slack.start(composeBot(liveLibrary, config, { log: silentLog, inbox }));
  return { server, store, slack };
}

/** Asks, drops the connection in the middle, and delivers again what was not acknowledged, as Slack does. */
async function askThroughDisconnects({ server, slack, store }: Awaited<ReturnType<typeof openBot>>) {
  const asked: Delivery[][] = [];
  for (let cut = 0; cut < CUTS; cut++) {
    await sleep(MIN_UPTIME);
    const connected = server.connected();
    const round = Array.from({ length: QUESTIONS }, () => mention(server, "What is a red line for Iran?"));
    // After 0 to 12 milliseconds: before, while and after the bot reads and acknowledges. Every fifth is a refresh.
    if (cut % 4 > 0) await sleep((cut % 4) * 4);
    if (cut % 5 === 4) server.refresh();
    else server.drop();
    await server.until(() => server.connected() > connected);
    asked.push(...round.map((delivery) => [delivery]));
    for (const tries of asked)
      if (tries.every(({ ackedAfter }) => ackedAfter === undefined))
        tries.push(server.redeliver(tries[0] as Delivery));
  }
  await server.until(() => asked.every((tries) => tries.some(({ ackedAfter }) => ackedAfter !== undefined)));
  await slack.stop();
  await store.close();
  const answers = asked.map(([first]) => {
    const payload = first?.envelope.payload as Readonly<{ event: Readonly<{ ts: string }> }>;
    return server.state.posts.filter(({ thread }) => thread === payload.event.ts).length;
  });
  const redelivered = asked.filter((tries) => tries.length > 1).length;
  await server.stop();
  return { answers, redelivered, violations: server.state.violations };
}

test(`${BOTS * CUTS} forced disconnects lose no acknowledged question, and answer none twice`, async () => {
  const bots = await Promise.all(Array.from({ length: BOTS }, openBot));
  const results = await Promise.all(bots.map(askThroughDisconnects));
  const answers = results.flatMap((result) => result.answers);
  expect(answers).toHaveLength(BOTS * CUTS * QUESTIONS);
  expect(answers.filter((count) => count !== 1)).toEqual([]);
  // Some questions really were interrupted before their acknowledgement.
  expect(results.reduce((sum, { redelivered }) => sum + redelivered, 0)).toBeGreaterThan(0);
  expect(results.flatMap(({ violations }) => violations)).toEqual([]);
}, 300_000);
