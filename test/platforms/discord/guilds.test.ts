import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { createGuilds, MAX_MEMBERSHIP_AGE } from "#platforms/discord/intake/guilds.ts";

const TEAM = "600000000000000001";
const OTHERS = "600000000000000002";
const PERSON = "800000000000000001";

test("a person who is removed loses access within five minutes", () => {
  expect(MAX_MEMBERSHIP_AGE).toBeLessThanOrEqual(5 * 60_000);
});

test("a membership is asked for again when it is old, and remembered until then", async () => {
  let members = true;
  let asked = 0;
  const isMember = async () => {
    asked += 1;
    return members;
  };
  const lasting = createGuilds({ listed: [TEAM], isMember });
  const passing = createGuilds({ listed: [TEAM], isMember, maxAge: 0 });
  expect([await lasting.serves(null, PERSON), await passing.serves(null, PERSON)]).toEqual([true, true]);
  members = false;
  await sleep(20);
  expect([await lasting.serves(null, PERSON), await passing.serves(null, PERSON)]).toEqual([true, false]);
  expect(asked).toBe(3);
});

test("a failure to ask is neither a yes nor remembered, and one server that says yes is enough", async () => {
  let failing = true;
  const isMember = async (guild: string) => {
    if (failing || guild === TEAM) throw new Error("502 Bad Gateway");
    return true;
  };
  const guilds = createGuilds({ listed: [TEAM, OTHERS], isMember });
  await expect(guilds.serves(null, PERSON)).rejects.toThrow("502");
  failing = false;
  expect(await guilds.serves(null, PERSON)).toBe(true);
});
