// Questions while one platform is away, at the start of the process and later, with kills in between, and what became of each.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { movedClock } from "#test/support/clock.ts";
import { type LogLine, startProcess } from "#test/support/fakes/process.ts";
import {
  type Askers,
  discordAskers,
  type Fates,
  fatesOf,
  slackAskers,
  type TrackedQuestion,
  untilSettled,
} from "#test/tools/soak/load/askers.ts";
import { pause } from "#test/tools/soak/load/load-clients.ts";

const PLATFORMS = { slack: slackAskers, discord: discordAskers };
export type Name = keyof typeof PLATFORMS;

export type Plan = Readonly<{
  /** Asked and acknowledged on each platform each time. */
  questions: number;
  /** For how long the platform is away each time at least; it is away until the other one has answered in any case. */
  seconds: number;
  /**
   * By how many milliseconds the clock of each process is ahead of the one before it. What a killed process was sending is taken
   * over after two and a half minutes; by a clock that is ahead by more, that is at once.
   */
  ahead?: number;
}>;

/** `platform` is away at the start and in the middle, the other one is there. Throws when a process ends by itself. */
export async function surviveOutages(
  platform: Name,
  { questions, seconds, ahead = 0 }: Plan,
): Promise<Fates> {
  const [away, other] = await Promise.all([
    PLATFORMS[platform](),
    PLATFORMS[platform === "slack" ? "discord" : "slack"](),
  ]);
  const environment = {
    ...away.environment,
    ...other.environment,
    IBID_DATA: mkdtempSync(join(tmpdir(), "ibid-")),
  };
  const log: LogLine[] = [];
  const asked: TrackedQuestion[] = [];
  const ask = async (askers: Askers) => {
    const now = await askAcknowledged(askers, { first: asked.length, count: questions });
    asked.push(...now);
    return now;
  };

  away.outage(true);
  const first = await startProcess(environment, log);
  await Promise.all([ask(other).then(untilAnswered), pause(seconds * 1000)]);
  away.outage(false);
  await ask(away);
  await first.stop("SIGKILL");

  const second = await startProcess({ ...environment, ...movedClock(ahead) }, log);
  await ask(away);
  away.outage(true);
  await Promise.all([ask(other), pause(seconds * 500)]);
  await second.stop("SIGKILL");
  const third = await startProcess({ ...environment, ...movedClock(2 * ahead) }, log);
  await Promise.all([ask(other).then(untilAnswered), pause(seconds * 500)]);
  away.outage(false);
  await ask(away);
  await untilSettled(asked);
  if ((await third.stop()) !== 0) throw new Error("the process did not stop in order");
  await Promise.all([away.stop(), other.stop()]);
  return fatesOf(asked);
}

// A platform that was away for a minute is tried again within another one.
const PATIENCE_MILLISECONDS = 150_000;
const REDELIVERY_MILLISECONDS = 3_000;

type Batch = Readonly<{ first: number; count: number }>;

/** Asks once the process is connected. Resolves when all are acknowledged; Slack delivers again until they are. */
async function askAcknowledged(askers: Askers, { first, count }: Batch): Promise<readonly TrackedQuestion[]> {
  await until(askers.isConnected, PATIENCE_MILLISECONDS);
  const asked = Array.from({ length: count }, (_, index) => askers.ask(first + index));
  const open = () => asked.filter((one) => !one.isAcknowledged());
  for (let deliveries = 1; deliveries < 10; deliveries++) {
    if (await holds(() => open().length === 0, REDELIVERY_MILLISECONDS)) return asked;
    for (const one of open()) one.redeliver();
  }
  await until(() => open().length === 0, PATIENCE_MILLISECONDS);
  return asked;
}

function untilAnswered(asked: readonly TrackedQuestion[]): Promise<void> {
  return until(() => asked.every((one) => one.texts().length > 0), PATIENCE_MILLISECONDS);
}

async function until(condition: () => boolean, milliseconds: number): Promise<void> {
  if (!(await holds(condition, milliseconds)))
    throw new Error(`timed out after ${milliseconds} ms: ${condition}`);
}

async function holds(condition: () => boolean, milliseconds: number): Promise<boolean> {
  const deadline = performance.now() + milliseconds;
  while (!condition() && performance.now() < deadline) await pause(10);
  return condition();
}
