// What must hold before questions can be answered. A platform that is connected but hears nothing is not ready.
import { messageOf } from "#domain/errors.ts";
import type { PlatformStatus } from "#domain/platform.ts";

export type Check = Readonly<{ name: string; ready: boolean; state: string }>;

export type Readiness = Readonly<{
  stopping: boolean;
  /** How many are loaded; undefined before any was read. */
  reports: number | undefined;
  /** Writes to the store; undefined before it is open. */
  probe: (() => Promise<void>) | undefined;
  statuses: Readonly<Record<string, PlatformStatus>>;
}>;

export async function checkReadiness(readiness: Readiness): Promise<readonly Check[]> {
  const { stopping, reports, probe, statuses } = readiness;
  const store = probe === undefined ? "not open yet" : await tryStore(probe);
  return [
    { name: "process", ready: !stopping, state: stopping ? "stopping" : "running" },
    { name: "reports", ready: reports !== undefined, state: `${reports ?? 0} loaded` },
    { name: "store", ready: store === WRITABLE, state: store },
    ...Object.entries(statuses).map(([name, state]) => ({ name, ready: state === "serving", state })),
  ];
}

const WRITABLE = "writable";

async function tryStore(probe: () => Promise<void>): Promise<string> {
  try {
    await probe();
    return WRITABLE;
  } catch (error) {
    return `not writable (${messageOf(error)})`;
  }
}
