import { expect, test } from "vitest";
import { createRateLimit } from "#bot/intake/rate-limit.ts";
import { invocation } from "#test/support/bot-fixture.ts";

const start = Date.parse("2026-11-24T12:00:00Z");
const max = { personMinute: 10, personHour: 100, channelMinute: 60 };

function asks(person: string, channel = "C1") {
  return {
    ...invocation("ask", {}),
    asker: { id: person, name: person, mayManage: false },
    channel: { id: channel, kind: "channel" as const },
  };
}

test("one person asks ten times in a minute, and again when the first question is a minute old", () => {
  const { admit } = createRateLimit(max);
  for (let index = 0; index < 10; index++)
    expect(admit(asks("ada"), new Date(start + index * 1000))).toBeUndefined();
  const refusal = { who: "person", max: 10, per: "minute", seconds: 50 };
  expect(admit(asks("ada"), new Date(start + 10_000))).toEqual(refusal);
  expect(admit(asks("ben"), new Date(start + 10_000))).toBeUndefined();
  // The refused question was not counted.
  expect(admit(asks("ada"), new Date(start + 60_000))).toBeUndefined();
  expect(admit(asks("ada"), new Date(start + 60_000))).toMatchObject({ seconds: 1 });
});

test("one person asks a hundred times in an hour, in all channels together", () => {
  const { admit } = createRateLimit(max);
  for (let index = 0; index < 100; index++)
    expect(admit(asks("ada", `C${index}`), new Date(start + index * 20_000))).toBeUndefined();
  const refused = admit(asks("ada", "D1"), new Date(start + 100 * 20_000));
  expect(refused).toEqual({ who: "person", max: 100, per: "hour", seconds: 1600 });
});

test("in one channel sixty questions are asked in a minute, by all people together", () => {
  const { admit } = createRateLimit(max);
  for (let index = 0; index < 60; index++)
    expect(admit(asks(`person ${index}`), new Date(start + index))).toBeUndefined();
  expect(admit(asks("ada"), new Date(start + 100))).toMatchObject({ who: "channel", max: 60 });
  expect(admit(asks("ada", "C2"), new Date(start + 100))).toBeUndefined();
  // The same ids on another platform are other people and channels.
  expect(admit({ ...asks("ada"), platform: "other" }, new Date(start + 100))).toBeUndefined();
});

test("a clock that is set back blocks nobody", () => {
  const { admit } = createRateLimit(max);
  for (let index = 0; index < 10; index++) admit(asks("ada"), new Date(start));
  expect(admit(asks("ada"), new Date(start - 3_600_000))).toBeUndefined();
});

test("of very many persons no more are counted than there is room for; those who are counted go on asking", () => {
  const { admit } = createRateLimit(max);
  const at = (milliseconds: number) => new Date(start + milliseconds);
  // Every one in a channel of his own: two entries each.
  for (let i = 0; i < 50_000; i++) expect(admit(asks(`person ${i}`, `D${i}`), at(0))).toBeUndefined();
  expect(admit(asks("ada", "D0"), at(1))).toBe("busy");
  expect(admit(asks("person 1", "D1"), at(1))).toBeUndefined();
  // An hour later nobody is counted any more.
  expect(admit(asks("ada", "D0"), at(3_600_001))).toBeUndefined();
});
