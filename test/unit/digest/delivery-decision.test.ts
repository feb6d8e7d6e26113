// The decision table of a delivery: every state, finding and time.
import { describe, expect, test } from "vitest";
import { decideOnClaim, decideOnFinding, type Found } from "#digest/delivery-decision.ts";
import { TIMING } from "#digest/timing.ts";
import { DAILY, type Subscription } from "#domain/digest.ts";
import type { ClaimedDelivery } from "#store/delivery.ts";

const DUE = Date.parse("2026-11-25T09:00Z");
const FIRST_TRY = DUE + 30_000;
const EXPIRES = DUE + TIMING.catchUp;
const POST = { channel: "C1", message: "m1" };

const SUBSCRIPTION: Subscription = {
  id: "fake:C1",
  platform: "fake",
  channel: "C1",
  time: "09:00",
  zone: "UTC",
  days: DAILY,
  repeat: false,
  revision: 1,
  state: "active",
  nextAt: DUE + 24 * 60 * 60 * 1000,
  cycle: 1,
  createdBy: "U1",
  createdAt: 0,
};

const SUBSCRIPTIONS = {
  "as planned": SUBSCRIPTION,
  edited: { ...SUBSCRIPTION, revision: 2 },
  off: { ...SUBSCRIPTION, revision: 2, state: "off" },
  suspended: { ...SUBSCRIPTION, state: "suspended" },
} as const;

function delivery(state: ClaimedDelivery["state"], firstTryAt?: number): ClaimedDelivery {
  return {
    id: "fake:C1:2026-11-25",
    subscription: SUBSCRIPTION.id,
    revision: 1,
    dueAt: DUE,
    expiresAt: EXPIRES,
    state,
    attempts: 0,
    ...(firstTryAt === undefined ? {} : { firstTryAt }),
  };
}

const TIMES = {
  "on time": DUE + 10_000,
  "not yet late": DUE + TIMING.late,
  late: DUE + TIMING.late + 1,
  "at the last moment": EXPIRES,
  "too late": EXPIRES + 1,
} as const;

const LOOK_FROM_DUE = { kind: "look", since: new Date(DUE - TIMING.skew) };
const LOOK_FROM_FIRST_TRY = { kind: "look", since: new Date(FIRST_TRY - TIMING.skew) };
const POST_IT = { kind: "post" };
const MISSED = { kind: "end", state: "missed", reason: "too late" };
const EDITED = { kind: "end", state: "cancelled", reason: "the settings changed" };

describe("after the claim", () => {
  const claim = (
    claimed: ClaimedDelivery,
    subscription: keyof typeof SUBSCRIPTIONS,
    time: keyof typeof TIMES,
  ) =>
    decideOnClaim(
      { delivery: claimed, subscription: SUBSCRIPTIONS[subscription] },
      { now: TIMES[time], timing: TIMING },
    );

  test.each([
    ["on time", POST_IT],
    ["not yet late", POST_IT],
    ["late", LOOK_FROM_DUE],
    ["at the last moment", LOOK_FROM_DUE],
    ["too late", MISSED],
  ] as const)("pending without an attempt, %s", (time, expected) => {
    expect(claim(delivery("pending"), "as planned", time)).toEqual(expected);
  });

  test.each([
    ["on time", POST_IT],
    ["not yet late", POST_IT],
    ["late", POST_IT],
    ["at the last moment", POST_IT],
    ["too late", MISSED],
  ] as const)("pending after an attempt that was refused, %s", (time, expected) => {
    expect(claim(delivery("pending", FIRST_TRY), "as planned", time)).toEqual(expected);
  });

  test.each(["edited", "off", "suspended"] as const)("pending, %s, at any time", (subscription) => {
    for (const time of Object.keys(TIMES) as (keyof typeof TIMES)[])
      for (const firstTryAt of [undefined, FIRST_TRY])
        expect(claim(delivery("pending", firstTryAt), subscription, time)).toEqual(EDITED);
  });

  test.each(Object.keys(SUBSCRIPTIONS) as (keyof typeof SUBSCRIPTIONS)[])(
    "unknown, %s, at any time",
    (subscription) => {
      for (const time of Object.keys(TIMES) as (keyof typeof TIMES)[]) {
        expect(claim(delivery("unknown", FIRST_TRY), subscription, time)).toEqual(LOOK_FROM_FIRST_TRY);
        expect(claim(delivery("unknown"), subscription, time)).toEqual(LOOK_FROM_DUE);
      }
    },
  );
});

describe("after the search", () => {
  const SITUATIONS = [
    { subscription: SUBSCRIPTIONS["as planned"], now: EXPIRES },
    { subscription: SUBSCRIPTIONS["as planned"], now: EXPIRES + 1 },
    { subscription: SUBSCRIPTIONS.off, now: EXPIRES },
    { subscription: SUBSCRIPTIONS.off, now: EXPIRES + 1 },
  ] as const;

  test.each([
    // state, policy, found, then: active in time, active too late, off in time, off too late
    ["pending", "resend", POST, "posted", "posted", "posted", "posted"],
    ["pending", "resend", "absent", "post", "post", "post", "post"],
    ["pending", "resend", "not-permitted", "post", "post", "post", "post"],
    ["pending", "resend", "unreachable", "wait", "wait", "wait", "wait"],
    ["pending", "hold", POST, "posted", "posted", "posted", "posted"],
    ["pending", "hold", "absent", "post", "post", "post", "post"],
    ["pending", "hold", "not-permitted", "post", "post", "post", "post"],
    ["pending", "hold", "unreachable", "wait", "wait", "wait", "wait"],
    ["unknown", "resend", POST, "posted", "posted", "posted", "posted"],
    ["unknown", "resend", "absent", "post", "missed", "cancelled", "cancelled"],
    ["unknown", "resend", "not-permitted", "post", "held", "held", "held"],
    ["unknown", "resend", "unreachable", "wait", "wait", "wait", "wait"],
    ["unknown", "hold", POST, "posted", "posted", "posted", "posted"],
    ["unknown", "hold", "absent", "post", "missed", "cancelled", "cancelled"],
    ["unknown", "hold", "not-permitted", "held", "held", "held", "held"],
    ["unknown", "hold", "unreachable", "wait", "wait", "wait", "wait"],
  ] as const)("%s, policy %s, found %j", (state, unknownPost, found: Found, ...expected) => {
    const decided = SITUATIONS.map(({ subscription, now }) => {
      const claimed = { delivery: delivery(state, FIRST_TRY), subscription };
      const decision = decideOnFinding(claimed, found, { now, unknownPost });
      return decision.kind === "end" ? decision.state : decision.kind;
    });
    expect(decided).toEqual(expected);
  });

  test("what was found becomes the delivery's post, and an end has its reason", () => {
    const decide = (found: Found, subscription: Subscription, now: number) =>
      decideOnFinding({ delivery: delivery("unknown", FIRST_TRY), subscription }, found, {
        now,
        unknownPost: "hold",
      });
    expect(decide(POST, SUBSCRIPTION, DUE)).toEqual({ kind: "posted", post: POST });
    expect(decide("absent", SUBSCRIPTION, EXPIRES + 1)).toEqual(MISSED);
    expect(decide("absent", SUBSCRIPTIONS.off, DUE)).toMatchObject({ reason: "switched off" });
    expect(decide("not-permitted", SUBSCRIPTION, DUE)).toMatchObject({
      reason: "it is not known whether it was posted",
    });
  });
});
