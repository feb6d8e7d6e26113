// How many requests may be in progress at once, from their arrival until what to reply is known. Each platform and each channel
// has slots of its own, so that trouble or a flood in one of them refuses nobody elsewhere.
import type { Invocation, Load } from "#domain/platform.ts";

// The search queue has room for half as many; the other half is for commands that need no search, and for requests that are
// being stored.
const MAX_PLATFORM = 128;
// A quarter, so that one channel leaves most of its platform to the others. A channel may ask 60 times in a minute; that half
// of these come at the same moment is already rare.
const MAX_CHANNEL = 32;

export type Slots = Readonly<{
  /** Returns a function that frees the slot, however often it is called; undefined if there is no slot. */
  take(where: Pick<Invocation, "platform" | "channel">): (() => void) | undefined;
  load(): Load;
}>;

export function createSlots(): Slots {
  const platforms = new Map<string, number>();
  const channels = new Map<string, number>();
  return {
    take({ platform, channel }) {
      const key = `${platform} ${channel.id}`;
      if ((platforms.get(platform) ?? 0) >= MAX_PLATFORM || (channels.get(key) ?? 0) >= MAX_CHANNEL)
        return undefined;
      add(platforms, platform, 1);
      add(channels, key, 1);
      let isFree = false;
      return () => {
        if (isFree) return;
        isFree = true;
        add(platforms, platform, -1);
        add(channels, key, -1);
        if (channels.get(key) === 0) channels.delete(key);
      };
    },
    load: () =>
      Object.fromEntries(
        [...platforms].map(([platform, running]) => [platform, { running, max: MAX_PLATFORM }]),
      ),
  };
}

function add(counts: Map<string, number>, key: string, change: number): void {
  counts.set(key, (counts.get(key) ?? 0) + change);
}
