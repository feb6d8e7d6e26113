// Posts digests while processes are killed and the network fails: real processes, real SDKs, the real store. Counts what is
// lost and what is posted twice.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { kyselyOf } from "#store/database.ts";
import { openStore } from "#store/store.ts";
import { createRandom } from "#test/tools/evaluate/random.ts";
import { pause } from "#test/tools/soak/load/load-clients.ts";
import { countBy, subscribeDaily } from "#test/tools/soak/subscribe.ts";
import { type Harness, harnesses } from "./harnesses.ts";
import { startProxy } from "./proxy.ts";

export type Chaos = Readonly<{
  platform: string;
  digests: number;
  kills: number;
  /** How many processes share the store. */
  processes: number;
  /** The share of the calls that goes wrong. */
  share: number;
  seed: number;
}>;

type ChaosResult = Readonly<{
  posted: number;
  lost: number;
  doubled: number;
  kills: number;
  calls: number;
  faults: Readonly<Record<string, number>>;
  violations: readonly string[];
  seconds: number;
}>;

export async function runChaos(chaos: Chaos): Promise<ChaosResult> {
  const began = performance.now();
  const random = createRandom(chaos.seed);
  const harness = await harnesses[chaos.platform]?.(chaos.digests);
  if (harness === undefined)
    throw new Error(`no harness "${chaos.platform}": there is ${Object.keys(harnesses)}`);
  const { origin: target, faulty } = harness;
  const proxy = await startProxy({ target, faulty, share: chaos.share, random });
  const folder = mkdtempSync(join(tmpdir(), "ibid-chaos-"));
  const minute = Math.floor(Date.now() / 60_000) * 60_000;
  await subscribeDaily(
    folder,
    harness.channels.map((channel) => ({ platform: harness.platform, channel, dueAt: minute })),
  );
  const environment = { ...harness.environment(proxy.origin), IBID_DATA: folder };
  const kills = await keepRunning(environment, {
    chaos,
    random,
    calls: proxy.calls,
    isOver: () => allSettled(folder, harness),
  });
  const posts = countBy(harness.posts());
  const result = {
    posted: harness.channels.filter((channel) => posts.has(channel)).length,
    lost: harness.channels.filter((channel) => !posts.has(channel)).length,
    doubled: harness.channels.filter((channel) => (posts.get(channel) ?? 0) > 1).length,
    kills,
    calls: proxy.calls(),
    faults: { ...proxy.faults },
    violations: [...harness.violations],
    seconds: Math.round((performance.now() - began) / 1000),
  };
  await proxy.stop();
  await harness.stop();
  return result;
}

async function allSettled(folder: string, { channels }: Harness): Promise<boolean> {
  const store = await openStore(folder);
  const { settled } = await kyselyOf(store.database)
    .selectFrom("delivery")
    .select(({ fn }) => fn.countAll<number>().as("settled"))
    .where("state", "not in", ["pending", "sending", "unknown"])
    .executeTakeFirstOrThrow();
  await store.close();
  return settled >= channels.length;
}

type Running = Readonly<{
  chaos: Chaos;
  random: () => number;
  /** How many calls that may go wrong the platform has had. */
  calls(): number;
  isOver(): Promise<boolean>;
}>;

// Milliseconds after which a worker is killed even if it makes no calls because everything waits for a lease.
const MAX_LIFE = 20_000;

/** Starts and kills processes until there were enough kills, then lets them finish. Returns the number of kills. */
async function keepRunning(
  environment: Readonly<Record<string, string>>,
  { chaos, random, calls, isOver }: Running,
): Promise<number> {
  let kills = 0;
  const one = async () => {
    while (kills < chaos.kills) {
      const worker = startWorker(environment);
      // Mostly while it is posting, after some calls; sometimes while it starts.
      if (random() < 0.1) await pause(random() * 1000);
      else await worker.untilCalls(calls, 1 + Math.floor(random() * MAX_CALLS_PER_LIFE));
      await pause(random() * 20);
      kills += 1;
      await worker.kill("SIGKILL");
      if (kills % 20 === 0) process.stderr.write(`${kills} kills, ${calls()} calls\n`);
    }
  };
  await Promise.all(Array.from({ length: chaos.processes }, one));
  const last = Array.from({ length: chaos.processes }, () => startWorker(environment));
  while (!(await isOver())) await pause(500);
  await Promise.all(last.map((worker) => worker.kill("SIGTERM")));
  return kills;
}

// With 1,000 digests and a third of the calls faulty, this leaves enough work for 200 kills.
const MAX_CALLS_PER_LIFE = 14;

function startWorker(environment: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, ["test/tools/soak/chaos/worker.ts"], {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = once(child, "close");
  const { promise: serving, resolve } = Promise.withResolvers<void>();
  createInterface({ input: child.stderr }).on("line", (line) => {
    if (line.includes('"event":"process.serving"')) resolve();
    else if (process.env.CHAOS_VERBOSE !== undefined) process.stderr.write(`${line}\n`);
  });
  return {
    /** Waits until it serves and the platform has then had this many more calls. */
    async untilCalls(calls: () => number, more: number) {
      await Promise.race([serving, ended]);
      const [enough, deadline] = [calls() + more, performance.now() + MAX_LIFE];
      while (calls() < enough && performance.now() < deadline) await pause(5);
    },
    async kill(signal: NodeJS.Signals) {
      child.kill(signal);
      await ended;
    },
  };
}
