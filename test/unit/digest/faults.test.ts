// Every point at which a delivery can fail, once each: after every statement and in every call to the platform, the
// process dies, gets an error, or hangs until another takes over. Nothing is lost and nothing doubled.
import type { KyselyPlugin } from "kysely";
import { expect, test } from "vitest";
import type { Database } from "#store/store.ts";
import {
  codesOf,
  createWorld,
  DAY,
  HOUR,
  MINUTE,
  type Process,
  pass,
  settings,
  statesOf,
  switchOn,
  type World,
} from "#test/support/digest-fixture.ts";
import type { PostFault } from "#test/support/fake-platform.ts";

type Failure = "die" | "error" | "hang";

/** Lets statements through until the `at`th, whose result is never seen. */
function failAfter(at: number, how: Failure) {
  let count = 0;
  const { promise: struck, resolve } = Promise.withResolvers<void>();
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      count++;
      if (count !== at) return result;
      resolve();
      if (how === "error") throw new Error(`statement ${at} failed`);
      return new Promise<never>(() => undefined);
    },
  };
  return { through: (database: Database) => database.withPlugin(plugin), struck, count: () => count };
}

async function morning(): Promise<World> {
  const world = createWorld("2026-11-25T08:00:00Z");
  const process = await world.start();
  await switchOn(world, process, settings("09:00"));
  await process.die();
  world.now += HOUR;
  return world;
}

/** What the channel must have got when all is over: one post today, another paragraph tomorrow. */
async function prove(world: World, process: Process): Promise<void> {
  for (let minute = 0; minute < 10; minute += 2) {
    world.now += 2 * MINUTE;
    await process.beat();
  }
  await pass(world, process, DAY, 3 * HOUR);
  expect(await statesOf(process)).toEqual({ "2026-11-25": "sent", "2026-11-26": "sent" });
  expect(world.board.posts).toHaveLength(2);
  expect(new Set(codesOf(world)).size).toBe(2);
  await process.die();
}

/** How many statements a beat takes that posts, with the answer of the platform as given. */
async function countStatements(fault?: PostFault): Promise<number> {
  const world = await morning();
  const counter = failAfter(Number.POSITIVE_INFINITY, "error");
  const process = await world.start(counter.through);
  if (fault !== undefined) world.board.faults.push(fault);
  await process.beat();
  world.now += 2 * MINUTE;
  await process.beat();
  await process.die();
  return counter.count();
}

async function strike(at: number, how: Failure, fault?: PostFault): Promise<void> {
  const world = await morning();
  const failing = failAfter(at, how);
  if (fault !== undefined) world.board.faults.push(fault);
  const process = await world.start(failing.through);
  const twoBeats = async () => {
    await process.beat();
    world.now += 2 * MINUTE;
    await process.beat();
  };
  if (how === "error") {
    await twoBeats();
    return prove(world, process);
  }
  await Promise.race([failing.struck, twoBeats()]);
  // Dead at once, or stuck with its store in hand until it is killed.
  if (how === "hang") world.now += 5 * MINUTE;
  await process.die();
  return prove(world, await world.start());
}

test.each([undefined, "unknown-after", "unknown-before"] as const)(
  "a failure after any statement, where the platform says %s",
  async (fault) => {
    const statements = await countStatements(fault);
    expect(statements).toBeGreaterThan(15);
    for (let at = 1; at <= statements; at++)
      for (const how of ["die", "error", "hang"] as const) await strike(at, how, fault);
  },
  300_000,
);

const CALLS = [
  { call: "post", arrived: "before", board: { faults: ["hang-before"], lookups: [] } },
  { call: "post", arrived: "after", board: { faults: ["hang-after"], lookups: [] } },
  { call: "findPost", arrived: "before", board: { faults: ["unknown-before"], lookups: ["hang"] } },
  { call: "findPost", arrived: "after", board: { faults: ["unknown-after"], lookups: ["hang"] } },
] as const;

test.each(CALLS)(
  "the process dies, errs or hangs in $call, the post $arrived acceptance",
  async ({ board }) => {
    for (const how of ["die", "error", "hang"] as const) {
      const world = await morning();
      world.board.faults.push(...board.faults);
      world.board.lookups.push(...board.lookups);
      const first = await world.start();
      const beating = (async () => {
        await first.beat();
        world.now += 2 * MINUTE;
        await first.beat();
      })();
      const calls = board.lookups.length;
      await expect.poll(() => world.board.tried.length === 1 && world.board.lookups.length === 0).toBe(true);
      await new Promise((resolve) => setTimeout(resolve, calls === 0 ? 0 : 20));
      if (how === "error") {
        world.board.release();
        await beating;
        await prove(world, first);
        continue;
      }
      if (how === "die") await first.die();
      const second = await world.start();
      if (how === "die") {
        await prove(world, second);
        continue;
      }
      // It hangs past its lease; the second takes over; then the first gets its answer and may change nothing.
      world.now += 2 * MINUTE;
      await second.beat();
      world.board.release();
      await beating;
      await first.die();
      await prove(world, second);
    }
  },
  120_000,
);
