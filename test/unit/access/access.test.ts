// The decision who may see what, for every combination of what it depends on.
import { expect, test } from "vitest";
import { createAccess, createLocalAccess } from "#access/access.ts";
import type { Exposure } from "#domain/platform.ts";
import type { ChannelScope, Scope } from "#domain/scope.ts";

const DEFAULTS: Scope = { sets: "all", ceiling: "TLP:AMBER+STRICT" };
const UNKNOWN: Exposure = { kind: "unknown", reason: "away" };
const EXPOSURES: readonly Exposure[] = [
  { kind: "internal" },
  { kind: "external" },
  UNKNOWN,
  { kind: "not-permitted", missing: "channels:read" },
];

function setting(outsiders: boolean): ChannelScope {
  const by = { changedBy: "U9", changedAt: new Date(0) };
  return { platform: "test", channel: "C1", sets: ["iran"], ceiling: "TLP:GREEN", outsiders, ...by };
}

const SETTINGS = { none: undefined, inside: setting(false), outsiders: setting(true) };
type SettingName = keyof typeof SETTINGS;

type Situation = Readonly<{
  setting: SettingName;
  /** "shortcut": used outside of any channel. */
  kind: "channel" | "direct" | "shortcut";
  readers: Exposure;
  person: Exposure;
  isShared: boolean;
  isOutsider: boolean;
}>;

const BOOLEANS = [false, true] as const;

const situations: readonly Situation[] = (Object.keys(SETTINGS) as SettingName[]).flatMap((name) =>
  (["channel", "direct", "shortcut"] as const).flatMap((kind) =>
    EXPOSURES.flatMap((readers) =>
      EXPOSURES.flatMap((person) =>
        BOOLEANS.flatMap((isShared) =>
          BOOLEANS.map((isOutsider) => ({ setting: name, kind, readers, person, isShared, isOutsider })),
        ),
      ),
    ),
  ),
);

function accessFor({ setting: name, readers, person }: Pick<Situation, "setting" | "readers" | "person">) {
  return createAccess({
    scopes: { find: async ({ channel }) => (channel === "C1" ? SETTINGS[name] : undefined) },
    exposureIn: (platform) =>
      platform === "test" ? { channel: async () => readers, person: async () => person } : undefined,
    defaults: DEFAULTS,
  });
}

function decide(situation: Situation) {
  const { kind, isShared, isOutsider } = situation;
  const id = kind === "shortcut" ? "" : "C1";
  return accessFor(situation).decide({
    platform: "test",
    channel: { id, kind: kind === "direct" ? "direct" : "channel", isShared },
    asker: { id: "U1", name: "Ada", mayManage: false, isOutsider },
  });
}

/** The rules as documentation would state them, the first that applies. */
function expected({ setting: name, kind, readers, person, isShared, isOutsider }: Situation) {
  const isChannel = kind === "channel";
  if (isChannel && name === "outsiders") return "setting";
  const asks = isOutsider ? "external" : person.kind;
  const reads = isChannel ? readers.kind : "internal";
  if (isShared && reads === "not-permitted") return "not-permitted";
  if (isShared) return "outside";
  if ([asks, reads].some((kind) => kind === "external" || kind === "unknown")) return "outside";
  return isChannel && name === "inside" ? "setting" : "defaults";
}

test(`the decision on each of ${situations.length} situations is the one of the rules`, async () => {
  expect(situations).toHaveLength(576);
  for (const situation of situations) {
    const decision = await decide(situation);
    const found =
      decision.kind === "refused" ? decision.why : decision.scope === DEFAULTS ? "defaults" : "setting";
    expect([situation, found]).toEqual([situation, expected(situation)]);
  }
});

test("a person or a channel about which the platform says nothing counts as from outside, with the reason", async () => {
  const situation = { setting: "none", kind: "channel", isShared: false, isOutsider: false } as const;
  const [internal] = EXPOSURES;
  if (internal === undefined) throw new Error("there are exposures");
  const refused = { kind: "refused", why: "outside", reason: "away" };
  expect(await decide({ ...situation, readers: UNKNOWN, person: internal })).toEqual(refused);
  expect(await decide({ ...situation, readers: internal, person: UNKNOWN })).toEqual(refused);
});

test("on a platform that is not served nobody sees anything, unless the channel is open to outsiders", async () => {
  const where = { platform: "other", channel: { id: "C2", kind: "channel" } } as const;
  const asker = { id: "U1", name: "Ada", mayManage: true };
  const access = accessFor({ setting: "none", readers: UNKNOWN, person: UNKNOWN });
  expect(await access.decide({ ...where, asker })).toMatchObject({ kind: "refused", why: "outside" });
  expect(await access.decidePost({ platform: "other", channel: "C2" })).toMatchObject({ kind: "unknown" });
});

test.each<[SettingName, Exposure, unknown]>([
  ["none", { kind: "internal" }, { kind: "allowed", scope: DEFAULTS }],
  ["none", { kind: "external" }, { kind: "refused", why: "outside" }],
  ["none", UNKNOWN, { kind: "unknown", reason: "away", isClosed: false }],
  ["none", { ...UNKNOWN, isClosed: true }, { kind: "unknown", reason: "away", isClosed: true }],
  ["none", { kind: "not-permitted", missing: "x" }, { kind: "refused", why: "not-permitted", missing: "x" }],
  ["inside", { kind: "internal" }, { kind: "allowed", scope: SETTINGS.inside }],
  ["inside", { kind: "external" }, { kind: "refused", why: "outside" }],
  ["inside", UNKNOWN, { kind: "unknown", reason: "away", isClosed: false }],
  [
    "inside",
    { kind: "not-permitted", missing: "x" },
    { kind: "refused", why: "not-permitted", missing: "x" },
  ],
  ["outsiders", { kind: "internal" }, { kind: "allowed", scope: SETTINGS.outsiders }],
  ["outsiders", { kind: "external" }, { kind: "allowed", scope: SETTINGS.outsiders }],
  ["outsiders", UNKNOWN, { kind: "allowed", scope: SETTINGS.outsiders }],
  ["outsiders", { kind: "not-permitted", missing: "x" }, { kind: "allowed", scope: SETTINGS.outsiders }],
])("a post to a channel with setting %s and readers %j: %j", async (name, readers, decision) => {
  const access = accessFor({ setting: name, readers, person: { kind: "internal" } });
  expect(await access.decidePost({ platform: "test", channel: "C1" })).toMatchObject(decision as object);
});

test("a channel without a setting has the scope of the defaults, and a process without platforms has one scope", async () => {
  const access = accessFor({ setting: "inside", readers: UNKNOWN, person: UNKNOWN });
  expect(await access.scopeOf({ platform: "test", channel: "C1" })).toBe(SETTINGS.inside);
  expect(await access.scopeOf({ platform: "test", channel: "C2" })).toBe(DEFAULTS);
  const local = createLocalAccess(DEFAULTS);
  const allowed = { kind: "allowed", scope: DEFAULTS };
  expect(await local.decidePost({ platform: "console", channel: "" })).toEqual(allowed);
  expect(await local.scopeOf({ platform: "console", channel: "" })).toBe(DEFAULTS);
});
