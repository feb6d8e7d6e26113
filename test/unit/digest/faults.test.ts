// Every point at which a delivery can fail: after each statement and in each call to the platform, the process is killed,
// gets an error, or hangs until another one takes over. No digest is lost and none is posted twice.
import type { KyselyPlugin } from "kysely";
import { expect, test } from "vitest";
import { createDatabase, type Database, kyselyOf } from "#store/database.ts";
import {
  codesOf,
  DAY,
  daily,
  type Fixture,
  HOUR,
  MINUTE,
  type Process,
  pass,
  statesOf,
} from "#test/support/digest-fixture.ts";
import type { PostFault } from "#test/support/fake-platform.ts";

const FAILURES = ["die", "error", "hang"] as const;
type Failure = (typeof FAILURES)[number];

/** Counts statements. After statement `number` has run, its caller gets an error, or nothing ever. */
function failAfter(number: number, failure: Failure) {
  let count = 0;
  const { promise: failed, resolve } = Promise.withResolvers<void>();
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      count++;
      if (count !== number) return result;
      resolve();
      if (failure === "error") throw new Error(`statement ${number} failed`);
      return new Promise<never>(() => undefined);
    },
  };
  return {
    through: (database: Database) => createDatabase(kyselyOf(database).withPlugin(plugin)),
    failed,
    count: () => count,
  };
}

/** A store with a digest at 09:00, at 09:00, and no process running. */
async function createDueDigest(): Promise<Fixture> {
  const { fixture, process } = await daily();
  await process.die();
  fixture.now += HOUR;
  return fixture;
}

/** Lets the process recover. In the end the channel has one post of today and one, with another paragraph, of tomorrow. */
async function expectRecovery(fixture: Fixture, process: Process): Promise<void> {
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

/** How many statements the store runs in two ticks without a failure of ours. */
async function countStatements(fault?: PostFault): Promise<number> {
  const fixture = await createDueDigest();
  const counter = failAfter(Number.POSITIVE_INFINITY, "error");
  const process = await fixture.start(counter.through);
  if (fault !== undefined) fixture.fakePlatform.faults.push(fault);
  await process.tick();
  fixture.now += 2 * MINUTE;
  await process.tick();
  await process.die();
  return counter.count();
}

async function failAndRecover(number: number, failure: Failure, fault?: PostFault): Promise<void> {
  const fixture = await createDueDigest();
  const failing = failAfter(number, failure);
  if (fault !== undefined) fixture.fakePlatform.faults.push(fault);
  const process = await fixture.start(failing.through);
  const twoTicks = async () => {
    await process.tick();
    fixture.now += 2 * MINUTE;
    await process.tick();
  };
  if (failure === "error") {
    await twoTicks();
    return expectRecovery(fixture, process);
  }
  await Promise.race([failing.failed, twoTicks()]);
  // Killed at once, or after it has hung for longer than its lease.
  if (failure === "hang") fixture.now += 5 * MINUTE;
  await process.die();
  return expectRecovery(fixture, await fixture.start());
}

test.each([undefined, "unknown-after", "unknown-before"] as const)(
  "a failure after any statement, when the fault of the platform is %s",
  async (fault) => {
    const statements = await countStatements(fault);
    expect(statements).toBeGreaterThan(15);
    for (let number = 1; number <= statements; number++)
      for (const failure of FAILURES) await failAndRecover(number, failure, fault);
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
  "the process is killed, gets an error or hangs in $call, $arrived the post was accepted",
  async ({ fakePlatform }) => {
    for (const failure of FAILURES) {
      const fixture = await createDueDigest();
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
      if (failure === "error") {
        fixture.fakePlatform.release();
        await ticking;
        await expectRecovery(fixture, first);
        continue;
      }
      if (failure === "die") await first.die();
      const second = await fixture.start();
      if (failure === "die") {
        await expectRecovery(fixture, second);
        continue;
      }
      // The first hangs for longer than its lease and the second takes over. When the first gets its answer at last, it may no
      // longer change anything.
      fixture.now += 2 * MINUTE;
      await second.tick();
      fixture.fakePlatform.release();
      await ticking;
      await first.die();
      await expectRecovery(fixture, second);
    }
  },
  120_000,
);
