// Everything at once: questions and digests on both platforms while platforms are away, processes are killed and restarted, the clock
// is set, and the disk is slow or full, in an order that a seed decides. What became of each question and each digest is counted.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { steppedClock } from "#test/support/clock.ts";
import { startDiscord } from "#test/support/fakes/discord/server.ts";
import { freePort, type LogLine } from "#test/support/fakes/process.ts";
import { startSlack } from "#test/support/fakes/slack/server.ts";
import { createRandom } from "#test/tools/evaluate/random.ts";
import { discordHarness, type Harness, slackHarness } from "#test/tools/soak/chaos/harnesses.ts";
import { watchEventLoop } from "#test/tools/soak/event-loop.ts";
import {
  type Askers,
  discordAskers,
  type Fates,
  fatesOf,
  slackAskers,
  type TrackedQuestion,
} from "#test/tools/soak/load/askers.ts";
import { pause } from "#test/tools/soak/load/load-clients.ts";
import { subscribeDaily } from "#test/tools/soak/subscribe.ts";
import { type DigestFates, digestFates, planDigests } from "./digests.ts";
import { type Disk, openDisk } from "./disk.ts";
import { faults, MAX_AHEAD, MAX_BEHIND, type Scene } from "./faults.ts";
import { settle } from "./settle.ts";
import { supervise } from "./supervisor.ts";

export type Plan = Readonly<{
  milliseconds: number;
  seed: number;
  /** How long a fault lasts, and the pause after it, at most; in milliseconds. */
  longest: number;
  /** Questions a second on each platform. */
  rate: number;
  /** Channels with a digest on each platform. */
  channels: number;
}>;

type PlatformResult = Readonly<{ asked: number; questions: Fates; digests: DigestFates }>;

export type SoakResult = Readonly<{
  slack: PlatformResult;
  discord: PlatformResult;
  /** How often each fault came. */
  faults: Readonly<Record<string, number>>;
  /** Milliseconds. */
  longestStall: number;
  /** Megabytes. */
  memory: number;
  /** Requests that the real platforms would have refused, and acknowledgements that were late. */
  violations: readonly string[];
  /** Why processes ended that were not told to. */
  failures: readonly string[];
  log: readonly LogLine[];
}>;

export async function runSoak(
  plan: Plan,
  say: (line: string) => void = () => undefined,
): Promise<SoakResult> {
  const disk = openDisk();
  const sides = await Promise.all([openSlack(plan), openDiscord(plan)]);
  try {
    return await soak(plan, { sides, disk, say });
  } finally {
    await Promise.all(sides.map(({ askers }) => askers.stop()));
    disk.remove();
  }
}

type Setting = Readonly<{
  sides: readonly [slack: Side, discord: Side];
  disk: Disk;
  say: (line: string) => void;
}>;

async function soak(plan: Plan, { sides, disk, say }: Setting): Promise<SoakResult> {
  const [slack, discord] = sides;
  const clock = steppedClock(join(mkdtempSync(join(tmpdir(), "ibid-clock-")), "ahead"));
  const span = [Date.now() + MAX_BEHIND, Date.now() + MAX_AHEAD + plan.milliseconds] as const;
  const planned = sides.flatMap(({ harness }) => planDigests(harness, ...span));
  await subscribeDaily(disk.folder, planned);
  const port = await freePort();
  const supervisor = supervise({
    ...slack.askers.environment,
    ...discord.askers.environment,
    ...clock.environment,
    IBID_DATA: disk.folder,
    PORT: String(port),
  });
  const eventLoop = watchEventLoop(`http://127.0.0.1:${port}/metrics`);
  const scene = {
    ...{ supervisor, clock, disk, longest: plan.longest, random: createRandom(plan.seed) },
    ...{ slack: slack.askers, discord: discord.askers },
    burst(count: number) {
      for (const side of sides) askMany(side, count);
    },
  };
  try {
    while (!isConnected(scene)) await pause(50);
    const stopLoads = sides.map((side) => startLoad(side, plan.rate));
    const happened = await disturb(plan, say, scene);
    await Promise.all(stopLoads.map((stop) => stop()));
    await settle({ clock, folder: disk.folder, planned, sides });
    await supervisor.stop();
    const resultOf = async (side: Side): Promise<PlatformResult> => ({
      asked: side.asked.length,
      questions: fatesOf(side.asked),
      digests: await digestFates(disk.folder, { harness: side.harness, planned, now: clock.now() }),
    });
    return {
      ...{ slack: await resultOf(slack), discord: await resultOf(discord), faults: happened },
      ...{ longestStall: eventLoop.stop(), memory: supervisor.memory(), log: supervisor.log },
      violations: sides.flatMap(({ harness }) => harness.violations),
      failures: supervisor.failures,
    };
  } finally {
    eventLoop.stop();
    await supervisor.stop();
  }
}

/** One platform: who asks, the channels with digests, and all questions so far. */
export type Side = Readonly<{ askers: Askers; harness: Harness; asked: TrackedQuestion[] }>;

async function openSlack({ channels }: Plan): Promise<Side> {
  const server = await startSlack();
  const harness = await slackHarness(channels, server);
  return { askers: await slackAskers(server), harness, asked: [] };
}

async function openDiscord({ channels }: Plan): Promise<Side> {
  const server = await startDiscord({ heartbeat: 1_000 });
  const harness = await discordHarness(channels, server);
  return { askers: await discordAskers(server), harness, asked: [] };
}

function askMany({ askers, asked }: Side, count: number): void {
  for (let i = 0; i < count; i++) {
    const index = asked.length;
    asked.push(index % 2 === 0 ? askers.ask(index) : askers.askOtherwise(index));
  }
}

// Slack delivers again what was not acknowledged in three seconds.
const REDELIVERY_MILLISECONDS = 3_000;

/** People ask whenever the platform has a connection. The returned function stops that, once all is acknowledged that can be. */
function startLoad(side: Side, rate: number): () => Promise<void> {
  const { askers, asked } = side;
  const asking = setInterval(() => {
    if (askers.isConnected()) askMany(side, 1);
  }, 1000 / rate);
  let before = 0;
  const redeliver = () => {
    if (!askers.isConnected()) return;
    for (const one of asked.slice(0, before)) if (!one.isAcknowledged()) one.redeliver();
    before = asked.length;
  };
  const redelivering = setInterval(redeliver, REDELIVERY_MILLISECONDS);
  return async () => {
    clearInterval(asking);
    await pause(2 * REDELIVERY_MILLISECONDS);
    clearInterval(redelivering);
  };
}

/** Faults one after the other, each kind once before any comes again. Returns how often each one came. */
async function disturb(
  { milliseconds, longest }: Plan,
  say: (line: string) => void,
  scene: Scene,
): Promise<Readonly<Record<string, number>>> {
  const happened: Record<string, number> = {};
  const began = performance.now();
  const isOver = () => performance.now() - began > milliseconds;
  while (!isOver())
    for (const name of shuffled(Object.keys(faults), scene.random)) {
      // Two times of three the one before is over. Otherwise the next one comes while, say, a process is only starting.
      if (scene.random() < 0.67) while (!isConnected(scene) && !isOver()) await pause(50);
      await pause(longest * scene.random());
      if (isOver()) break;
      say(`${Math.round((performance.now() - began) / 1000)} s: ${name}`);
      await faults[name]?.(scene);
      happened[name] = (happened[name] ?? 0) + 1;
    }
  return happened;
}

function isConnected({ slack, discord }: Pick<Scene, "slack" | "discord">): boolean {
  return slack.isConnected() && discord.isConnected();
}

function shuffled(names: readonly string[], random: () => number): readonly string[] {
  return names
    .map((name) => ({ name, at: random() }))
    .toSorted((one, other) => one.at - other.at)
    .map(({ name }) => name);
}
