// `npm run tool:soak -- digests [--channels 1000 --days 60 --latency 50]`: the digests of many channels that are due at once, after
// so many days without the process, while questions are stored. Prints the longest stall of the event loop, that of the same
// process while it is idle, and the longest wait of a question.
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { createScheduler } from "#digest/scheduler.ts";
import { TIMING } from "#digest/timing.ts";
import { inTransaction, kyselyOf } from "#store/database.ts";
import { createInbox } from "#store/inbox.ts";
import { saveSubscription } from "#store/subscription.ts";
import { createDeps, createFixture, DAY, HOUR, settings } from "#test/support/digest-fixture.ts";

const { values } = parseArgs({
  options: {
    channels: { type: "string", default: "1000" },
    days: { type: "string", default: "60" },
    latency: { type: "string", default: "50" },
  },
});
const [channels = 0, days = 0, latency = 0] = [values.channels, values.days, values.latency].map(Number);

const fixture = createFixture("2026-11-25T08:00:00Z");
const { database, die } = await fixture.start();
const nextAt = Date.parse("2026-11-25T09:00:00Z");
const saved = { settings: settings("09:00"), nextAt, by: "U1", now: fixture.now };
await inTransaction(database, async (transaction) => {
  for (let index = 0; index < channels; index++)
    await saveSubscription(transaction, { platform: "board", channel: `K${index}` }, saved);
});
fixture.now += days * DAY + 2 * HOUR;

/** The longest stall of the event loop while the work is done, in milliseconds. */
async function measureStall(work: () => Promise<void>): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await work();
  delay.disable();
  return Math.round(delay.max / 1e6);
}

const inbox = createInbox(database, { owner: "tool", now: () => new Date(fixture.now) });
let isOver = false;
let questions = 0;
let longestWait = 0;
async function ask(): Promise<void> {
  while (!isOver) {
    const began = performance.now();
    await inbox.claim([`board:${questions}`], "a question");
    longestWait = Math.max(longestWait, performance.now() - began);
    questions += 1;
    await sleep(10);
  }
}

const { poster } = fixture.fakePlatform;
const slow: typeof poster = {
  ...poster,
  async post(...args) {
    await sleep(latency);
    return poster.post(...args);
  },
};
const deps = {
  ...createDeps(fixture, database),
  timing: TIMING,
  posters: () => new Map([["board", slow]]),
};

let mostProcessorTime = 0;
/** Measures the processor time since the last turn of the loop, at every turn. */
function watchTurns(last: NodeJS.CpuUsage): void {
  const { user, system } = process.cpuUsage(last);
  mostProcessorTime = Math.max(mostProcessorTime, (user + system) / 1000);
  const now = process.cpuUsage();
  if (!isOver) setImmediate(() => watchTurns(now));
}

async function postAll(): Promise<void> {
  const scheduler = createScheduler(deps);
  scheduler.start();
  const deadline = performance.now() + 10 * 60_000;
  while (fixture.fakePlatform.posts.length < channels && performance.now() < deadline) await sleep(20);
  await scheduler.stop();
  isOver = true;
}

const idle = await measureStall(() => sleep(5_000));
const began = performance.now();
watchTurns(process.cpuUsage());
const busy = await measureStall(async () => void (await Promise.all([postAll(), ask()])));
const seconds = Math.round((performance.now() - began) / 1000);
const { rows } = await kyselyOf(database)
  .selectFrom("delivery")
  .select(({ fn }) => fn.countAll<number>().as("rows"))
  .executeTakeFirstOrThrow();
await die();
const posted = fixture.fakePlatform.posts.length;
const figures = {
  ...{ channels, days, posted, rows, questions, seconds },
  longestWait: Math.round(longestWait),
  longestStall: busy,
  longestIdleStall: idle,
  mostProcessorTime: Math.round(mostProcessorTime),
};
process.stdout.write(`${JSON.stringify(figures)}\n`);
if (posted !== channels) process.exitCode = 1;
