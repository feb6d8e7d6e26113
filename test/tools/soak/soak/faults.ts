// What goes wrong during the run, each by its name. Most of it lasts for a while, and may meet a kill.
import type { SteppedClock } from "#test/support/clock.ts";
import type { Askers } from "#test/tools/soak/load/askers.ts";
import { pause } from "#test/tools/soak/load/load-clients.ts";
import type { Disk } from "./disk.ts";
import type { Supervisor } from "./supervisor.ts";

export type Scene = Readonly<{
  supervisor: Supervisor;
  slack: Askers;
  discord: Askers;
  clock: SteppedClock;
  disk: Disk;
  /** Asks so many questions at once on each platform. */
  burst(count: number): void;
  random: () => number;
  /** How long a fault lasts at most, in milliseconds. */
  longest: number;
}>;

type Fault = (scene: Scene) => Promise<void>;

const MINUTE = 60_000;
// More than a channel has slots.
const BURST = 60;

export const faults: Readonly<Record<string, Fault>> = {
  "Slack away": (scene) => away([scene.slack], scene),
  "Discord away": (scene) => away([scene.discord], scene),
  "both away": (scene) => away([scene.slack, scene.discord], scene),
  kill: async ({ supervisor }) => supervisor.end("SIGKILL"),
  restart: async ({ supervisor }) => supervisor.end("SIGTERM"),
  "clock ahead": async (scene) => step(scene, 20 * MINUTE * scene.random()),
  "clock back": async (scene) => step(scene, -10 * MINUTE * scene.random()),
  "slow disk": (scene) => lasting(scene, (milliseconds) => scene.disk.hold(milliseconds)),
  "full disk": (scene) =>
    lasting(scene, async (milliseconds) => {
      if (!scene.disk.isOwn) return;
      scene.disk.fill();
      await pause(milliseconds);
      scene.disk.empty();
    }),
  burst: async ({ burst }) => burst(BURST),
};

function away(platforms: readonly Askers[], scene: Scene): Promise<void> {
  return lasting(scene, async (milliseconds) => {
    for (const { outage } of platforms) outage(true);
    await pause(milliseconds);
    for (const { outage } of platforms) outage(false);
  });
}

/** Every other time the process is killed while it lasts. */
async function lasting(
  { supervisor, random, longest }: Scene,
  work: (milliseconds: number) => Promise<void>,
): Promise<void> {
  const milliseconds = longest * (0.2 + 0.8 * random());
  const killAfter = random() < 0.5 ? milliseconds * random() : undefined;
  const timer = setTimeout(() => supervisor.end("SIGKILL"), killAfter ?? 0);
  if (killAfter === undefined) clearTimeout(timer);
  await work(milliseconds).finally(() => clearTimeout(timer));
}

// How far the clock may be off. Digests are late by that at most, and none so late that it is not posted any more.
export const MAX_BEHIND = -10 * MINUTE;
export const MAX_AHEAD = 60 * MINUTE;

function step({ clock }: Scene, milliseconds: number): void {
  const ahead = clock.now() - Date.now() + milliseconds;
  clock.set(Math.min(MAX_AHEAD, Math.max(MAX_BEHIND, ahead)));
}
