// Frames that no platform should send: real events with parts removed, replaced or added, and frames that are no events
// at all. Derived from a seed, so that every run sends the same.

export type Random = () => number;

const pick = <Item>(random: Random, items: readonly Item[]): Item =>
  items[Math.floor(random() * items.length)] as Item;

const VALUES: readonly unknown[] = [
  null,
  true,
  -1,
  1e308,
  "",
  "x",
  "\u0000",
  "\uD800",
  "\u202Eevil",
  "<!channel>",
  [],
  {},
  [[]],
  "__proto__",
  "9".repeat(40),
  { toString: 1 },
  "A".repeat(5000),
  "a b ".repeat(2000),
];

/** Replaces, removes or adds one to three values anywhere in the event. */
function mutate(event: unknown, random: Random): unknown {
  const copy = structuredClone(event);
  for (let times = Math.ceil(random() * 3); times > 0; times--) {
    let object = copy as Record<string, unknown>;
    for (;;) {
      const keys = Object.keys(object);
      const key = pick(random, keys);
      if (key === undefined) break;
      const value = object[key];
      if (typeof value === "object" && value !== null && random() < 0.7) {
        object = value as Record<string, unknown>;
        continue;
      }
      const dice = random();
      if (dice < 0.3) delete object[key];
      else if (dice < 0.9) object[key] = structuredClone(pick(random, VALUES));
      else object[pick(random, ["extra", "__proto__x", "type", "0"])] = structuredClone(pick(random, VALUES));
      break;
    }
  }
  return copy;
}

const MEGABYTE = 1024 * 1024;

/** A frame derived from one of the events, or one that is no event at all. */
export function hostileFrame(events: readonly unknown[], random: Random): string | Buffer {
  const dice = random();
  const event = pick(random, events);
  if (dice < 0.8) return JSON.stringify(mutate(event, random)) ?? "null";
  if (dice < 0.88) return JSON.stringify(event).slice(0, Math.floor(random() * 200));
  if (dice < 0.97)
    return pick(random, [
      "null",
      "[]",
      "0",
      '"text"',
      "",
      "{",
      "true",
      "[null]",
      "{}",
      '{"type":null}',
      '{"op":null}',
      '{"__proto__":{"polluted":1}}',
    ]);
  if (dice < 0.98) return Buffer.from(Array.from({ length: 64 }, () => Math.floor(random() * 256)));
  if (dice < 0.9995) return "[".repeat(Math.floor(random() * 5000));
  return JSON.stringify({ type: "events_api", op: 0, t: "MESSAGE_CREATE", d: "x".repeat(2 * MEGABYTE) });
}
