// What cannot be read from the store is reported, and nothing else is held back or lost by it.
import { expect, test } from "vitest";
import { kyselyOf } from "#store/database.ts";
import {
  CHANNEL,
  codesOf,
  DAY,
  daily,
  type Fixture,
  HOUR,
  type Process,
  pass,
  settings,
  statesOf,
  switchOn,
} from "#test/support/digest-fixture.ts";

const OTHER = { ...CHANNEL, channel: "C2" };

/** Two channels with a digest at 09:00, an hour before it. */
async function createTwoChannels() {
  const { fixture, process } = await daily();
  await switchOn(fixture, process, settings("09:00"), OTHER);
  return { fixture, process };
}

async function setDelivery(
  { database }: Process,
  values: Readonly<{ payload?: string; attempts?: unknown }>,
): Promise<void> {
  await kyselyOf(database)
    .updateTable("delivery")
    .set(values as object)
    .where("id", "=", "fake:C1:2026-11-25")
    .execute();
}

async function setSubscription({ database }: Process, zone: string): Promise<void> {
  await kyselyOf(database).updateTable("subscription").set({ zone }).where("id", "=", "fake:C1").execute();
}

const channelsOf = ({ fakePlatform }: Fixture) => fakePlatform.posts.map(({ channel }) => channel).sort();
const errorsOf = ({ logged }: Fixture) => logged.filter(({ level }) => level === "error");

test.each(["", "{", '{"summary":"from another version"}'])(
  "a message %j that waits for its turn is composed again and posted once",
  async (payload) => {
    const { fixture, process } = await createTwoChannels();
    fixture.fakePlatform.faults.push({ limited: 1800 });
    await pass(fixture, process, HOUR);
    await setDelivery(process, { payload });
    await pass(fixture, process, HOUR);
    expect(channelsOf(fixture)).toEqual(["C1", "C2"]);
    expect(new Set(codesOf(fixture)).size).toBe(1);
    expect(errorsOf(fixture)).toMatchObject([
      { event: "digest.payload-unreadable", delivery: "fake:C1:2026-11-25" },
    ]);
  },
);

test.each([
  ["arrived", "unknown-after"],
  ["did not arrive", "unknown-before"],
] as const)("a message that cannot be read and may have arrived is looked for: it %s", async (_, fault) => {
  const { fixture, process } = await createTwoChannels();
  fixture.fakePlatform.faults.push(fault);
  await pass(fixture, process, HOUR);
  await setDelivery(process, { payload: "?" });
  await pass(fixture, process, HOUR);
  expect(channelsOf(fixture)).toEqual(["C1", "C2"]);
  expect(await statesOf(process)).toMatchObject({ "2026-11-25": "sent" });
});

test("a delivery that cannot be read is held, and the other channels get theirs", async () => {
  const { fixture, process } = await createTwoChannels();
  fixture.fakePlatform.faults.push({ limited: 60 });
  await pass(fixture, process, HOUR);
  await setDelivery(process, { attempts: "many" });
  await pass(fixture, process, HOUR);
  expect(channelsOf(fixture)).toEqual(["C2"]);
  expect(await statesOf(process)).toMatchObject({ "2026-11-25": "held" });
  expect(errorsOf(fixture)).toMatchObject([
    {
      event: "digest.row-unreadable",
      id: "fake:C1:2026-11-25",
      reason: expect.stringContaining("attempts: "),
    },
  ]);
  await pass(fixture, process, DAY);
  expect(channelsOf(fixture)).toEqual(["C1", "C2", "C2"]);
});

test("a subscription that cannot be read is suspended and reported once; new settings repair it", async () => {
  const { fixture, process } = await createTwoChannels();
  await setSubscription(process, "Mars/Olympus");
  await pass(fixture, process, DAY);
  expect(channelsOf(fixture)).toEqual(["C2"]);
  expect(errorsOf(fixture)).toMatchObject([
    { event: "digest.row-unreadable", id: "fake:C1", reason: "zone: not a time zone" },
  ]);
  await expect(process.subscriptions.status(CHANNEL)).rejects.toThrow("zone: not a time zone");
  await process.subscriptions.resumeChannel(CHANNEL);
  await switchOn(fixture, process, settings("10:00"));
  await pass(fixture, process, DAY);
  expect(channelsOf(fixture)).toEqual(["C1", "C2", "C2"]);
});

test("a delivery whose subscription cannot be read any more is held, and the other channels get theirs", async () => {
  const { fixture, process } = await createTwoChannels();
  fixture.fakePlatform.faults.push({ limited: 1800 });
  await pass(fixture, process, HOUR);
  await setSubscription(process, "Mars/Olympus");
  await pass(fixture, process, HOUR);
  expect(channelsOf(fixture)).toEqual(["C2"]);
  expect(await statesOf(process)).toMatchObject({ "2026-11-25": "held" });
});
