// How much one person and one channel may ask. What is refused is not counted, so that waiting always helps.
import type { Invocation } from "#domain/platform.ts";

export type MostQuestions = Readonly<{ personMinute: number; personHour: number; channelMinute: number }>;

export type Refusal = Readonly<{
  who: "person" | "channel";
  most: number;
  per: "minute" | "hour";
  /** Until the next question is taken, from 1. */
  seconds: number;
}>;

export type Limits = Readonly<{
  /** Counts a question and takes it, or tells why not. */
  admit(invocation: Pick<Invocation, "platform" | "asker" | "channel">, now: Date): Refusal | undefined;
}>;

const MILLISECONDS = { minute: 60_000, hour: 3_600_000 } as const;

export function createLimits({ personMinute, personHour, channelMinute }: MostQuestions): Limits {
  const asked = new Map<string, readonly number[]>();
  let sweptAt = 0;
  const sweep = (at: number) => {
    for (const [key, times] of asked) if (recent(times, at, "hour").length === 0) asked.delete(key);
    sweptAt = at;
  };
  return {
    admit({ platform, asker, channel }, now) {
      const at = now.getTime();
      if (Math.abs(at - sweptAt) > MILLISECONDS.minute) sweep(at);
      const person = `${platform} person ${asker.id}`;
      const place = `${platform} channel ${channel.id}`;
      const refusal =
        check(asked.get(person), at, { who: "person", most: personMinute, per: "minute" }) ??
        check(asked.get(person), at, { who: "person", most: personHour, per: "hour" }) ??
        check(asked.get(place), at, { who: "channel", most: channelMinute, per: "minute" });
      if (refusal === undefined)
        for (const key of [person, place]) asked.set(key, [...recent(asked.get(key), at, "hour"), at]);
      return refusal;
    },
  };
}

type Rule = Omit<Refusal, "seconds">;

function check(times: readonly number[] | undefined, at: number, rule: Rule): Refusal | undefined {
  const counted = recent(times, at, rule.per);
  const leaves = counted.at(-rule.most);
  if (leaves === undefined || counted.length < rule.most) return undefined;
  return { ...rule, seconds: Math.max(1, Math.ceil((leaves + MILLISECONDS[rule.per] - at) / 1000)) };
}

/** A time in the future is left from before the clock was set back: it would lock its asker out. */
function recent(times: readonly number[] = [], at: number, per: Rule["per"]): readonly number[] {
  return times.filter((time) => time > at - MILLISECONDS[per] && time <= at);
}
