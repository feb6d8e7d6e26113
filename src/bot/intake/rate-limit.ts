// How many commands one person and one channel may give. Refused ones are not counted, so waiting always helps.
import type { Invocation } from "#domain/platform.ts";

export type MaxQuestions = Readonly<{ personMinute: number; personHour: number; channelMinute: number }>;

export type Refusal = Readonly<{
  who: "person" | "channel";
  max: number;
  per: "minute" | "hour";
  /** Until the next command is allowed; at least 1. */
  seconds: number;
}>;

export type RateLimit = Readonly<{
  /** Counts the command and returns undefined, or says why it is refused; "busy" if there is no room to count it. */
  admit(
    invocation: Pick<Invocation, "platform" | "asker" | "channel">,
    now: Date,
  ): Refusal | "busy" | undefined;
}>;

// Persons and channels that are counted at once: some 50 MB. Nobody is forgotten to make room for others, or a crowd could
// free a person from the limits.
const MAX_COUNTED = 100_000;

const MILLISECONDS = { minute: 60_000, hour: 3_600_000 } as const;

export function createRateLimit({ personMinute, personHour, channelMinute }: MaxQuestions): RateLimit {
  /** When each person and each channel asked, as far as it still counts. */
  const asked = new Map<string, readonly number[]>();
  let sweptAt = 0;
  const sweep = (now: number) => {
    for (const [key, instants] of asked) if (recent(instants, now, "hour").length === 0) asked.delete(key);
    sweptAt = now;
  };
  return {
    admit({ platform, asker, channel }, date) {
      const now = date.getTime();
      if (Math.abs(now - sweptAt) > MILLISECONDS.minute) sweep(now);
      const personKey = `${platform} person ${asker.id}`;
      const channelKey = `${platform} channel ${channel.id}`;
      const refusal =
        check(asked.get(personKey), now, { who: "person", max: personMinute, per: "minute" }) ??
        check(asked.get(personKey), now, { who: "person", max: personHour, per: "hour" }) ??
        check(asked.get(channelKey), now, { who: "channel", max: channelMinute, per: "minute" });
      if (refusal !== undefined) return refusal;
      const keys = [personKey, channelKey];
      if (asked.size + keys.filter((key) => !asked.has(key)).length > MAX_COUNTED) return "busy";
      for (const key of keys) asked.set(key, [...recent(asked.get(key), now, "hour"), now]);
      return undefined;
    },
  };
}

type Rule = Omit<Refusal, "seconds">;

function check(instants: readonly number[] | undefined, now: number, rule: Rule): Refusal | undefined {
  const counted = recent(instants, now, rule.per);
  // Once this one is too old to count, there is room for another.
  const expiring = counted.at(-rule.max);
  if (expiring === undefined || counted.length < rule.max) return undefined;
  return { ...rule, seconds: Math.max(1, Math.ceil((expiring + MILLISECONDS[rule.per] - now) / 1000)) };
}

/** Instants in the future do not count: they are from before the clock was set back, and would block their asker. */
function recent(instants: readonly number[] = [], now: number, per: Rule["per"]): readonly number[] {
  return instants.filter((instant) => instant > now - MILLISECONDS[per] && instant <= now);
}
