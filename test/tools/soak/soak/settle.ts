// The end of the run: nothing is disturbed any more, and what is open comes to its end.
import type { SteppedClock } from "#test/support/clock.ts";
import { pause } from "#test/tools/soak/load/load-clients.ts";
import type { DailyDigest } from "#test/tools/soak/subscribe.ts";
import { digestFates } from "./digests.ts";
import type { Side } from "./soak.ts";

const MINUTE = 60_000;
// What a process was sending when it was killed is taken over after two and a half minutes, by the clock of the processes.
const LEASE = 3 * MINUTE;
// In real time: leases are over by then even without a step of the clock.
const PATIENCE = 5 * MINUTE;

export type Settling = Readonly<{
  clock: SteppedClock;
  folder: string;
  planned: readonly DailyDigest[];
  sides: readonly Side[];
}>;

/** Sets the clock ahead by more than any lease, and waits until every question and digest has an end, or too long. */
export async function settle({ clock, folder, planned, sides }: Settling): Promise<void> {
  const open = () =>
    sides.flatMap(({ asked }) => asked).filter((one) => one.isAcknowledged() && one.texts().length === 0);
  const lost = async () => {
    const fates = await Promise.all(
      sides.map(({ harness }) => digestFates(folder, { harness, planned, now: clock.now() })),
    );
    return fates.reduce((sum, one) => sum + one.lost, 0);
  };
  const deadline = performance.now() + PATIENCE;
  clock.set(clock.now() - Date.now() + LEASE);
  while (performance.now() < deadline && (open().length > 0 || (await lost()) > 0)) await pause(1_000);
}
