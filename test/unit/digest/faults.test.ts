// Every point at which a delivery can fail, once each: after every statement and in every call to the platform, the
// process dies, gets an error, or hangs until another takes over. Nothing is lost and nothing doubled.
import type { KyselyPlugin } from "kysely";
import { expect, test } from "vitest";
import { createDatabase, type Database, kyselyOf } from "#store/database.ts";
import {
  codesOf,
  createFixture,
  DAY,
  type Fixture,
  HOUR,
  MINUTE,
  type Process,
  pass,
  settings,
  statesOf,
  switchOn,
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
  return {
    through: (database: Database) => createDatabase(kyselyOf(database).withPlugin(plugin)),
    struck,
    count: () => count,
  };
}

async function morning(): Promise<Fixture> {
  const fixture = createFixture("2026-11-25T08:00:00Z");
  const process = await fixture.start();
  await switchOn(fixture, process, settings("09:00"));
  await process.die();
  fixture.now += HOUR;
  return fixture;
}

/** What the channel must have got when all is over: one post today, another paragraph tomorrow. */
async function prove(fixture: Fixture, process: Process): Promise<void> {
  for (let minute = 0; minute < 10; minute += 2) {
    fixture.now += 2 * MINUTE;
    await process.tick();
  }
  await pass(fixture, process, DAY, 3 * HOUR);
  expect(await statesOf(process)).toEqual({ "2026-11-25": "sent", "2026-11-26": "sent" });
  expect(fixture.fakePlatform.posts).toHaveLength(2);
  expect(new Set(codesOf(fixture)).size).toBe(2);
  await process.die();
}

/** How many statements a tick takes that posts, with the answer of the platform as given. */
async function countStatements(fault?: PostFault): Promise<number> {
  const fixture = await morning();
  const counter = failAfter(Number.POSITIVE_INFINITY, "error");
  const process = await fixture.start(counter.through);
  if (fault !== undefined) fixture.fakePlatform.faults.push(fault);
  await process.tick();
  fixture.now += 2 * MINUTE;
  await process.tick();
  await process.die();
  return counter.count();
}

async function strike(at: number, how: Failure, fault?: PostFault): Promise<void> {
  const fixture = await morning();
  const failing = failAfter(at, how);
  if (fault !== undefined) fixture.fakePlatform.faults.push(fault);
  const process = await fixture.start(failing.through);
  const twoTicks = async () => {
    await process.tick();
    fixture.now += 2 * MINUTE;
    await process.tick();
  };
  if (how === "error") {
    await twoTicks();
    return prove(fixture, process);
  }
  await Promise.race([failing.struck, twoTicks()]);
  // Dead at once, or stuck with its store in hand until it is killed.
  if (how === "hang") fixture.now += 5 * MINUTE;
  await process.die();
  return prove(fixture, await fixture.start());
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
  { call: "post", arrived: "before", fakePlatform: { faults: ["hang-before"], lookups: [] } },
  { call: "post", arrived: "after", fakePlatform: { faults: ["hang-after"], lookups: [] } },
  { call: "findPost", arrived: "before", fakePlatform: { faults: ["unknown-before"], lookups: ["hang"] } },
  { call: "findPost", arrived: "after", fakePlatform: { faults: ["unknown-after"], lookups: ["hang"] } },
] as const;

test.each(CALLS)(
  "the process dies, errs or hangs in $call, the post $arrived acceptance",
  async ({ fakePlatform }) => {
    for (const how of ["die", "error", "hang"] as const) {
      const fixture = await morning();
      fixture.fakePlatform.faults.push(...fakePlatform.faults);
      fixture.fakePlatform.lookups.push(...fakePlatform.lookups);
      const first = await fixture.start();
      const ticking = (async () => {
        await first.tick();
        fixture.now += 2 * MINUTE;
        await first.tick();
      })();
      const calls = fakePlatform.lookups.length;
      await expect
        .poll(() => fixture.fakePlatform.tried.length === 1 && fixture.fakePlatform.lookups.length === 0)
        .toBe(true);
      await new Promise((resolve) => setTimeout(resolve, calls === 0 ? 0 : 20));
      if (how === "error") {
        fixture.fakePlatform.release();
        await ticking;
        await prove(fixture, first);
        continue;
      }
      if (how === "die") await first.die();
      const second = await fixture.start();
      if (how === "die") {
        await prove(fixture, second);
        continue;
      }
      // It hangs past its lease; the second takes over; then the first gets its answer and may change nothing.
      fixture.now += 2 * MINUTE;
      await second.tick();
      fixture.fakePlatform.release();
      await ticking;
      await first.die();
      await prove(fixture, second);
    }
  },
  120_000,
);
