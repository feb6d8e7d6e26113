// Whether questions can be answered, and if not, what is missing. A platform that is connected but hears nothing is not ready.
import { messageOf } from "#domain/errors.ts";
import type { PlatformStatus } from "#domain/platform.ts";

export type Check = Readonly<{ name: string; ready: boolean; state: string }>;

export type Readiness = Readonly<{
  checks(): Promise<readonly Check[]>;
  /** From now on reports are loaded. */
  reportsLoaded(count: () => number): void;
  /** From now on the store is open; `probe` writes to it. */
  storeOpened(probe: () => Promise<void>): void;
  /** From now on nothing is ready any more. */
  stopping(): void;
}>;

export function createReadiness(statuses: () => Readonly<Record<string, PlatformStatus>>): Readiness {
  let countReports: (() => number) | undefined;
  let probe: (() => Promise<void>) | undefined;
  let isStopping = false;
  return {
    async checks() {
      const store = probe === undefined ? "not open yet" : await tryStore(probe);
      return [
        { name: "process", ready: !isStopping, state: isStopping ? "stopping" : "running" },
        { name: "reports", ready: countReports !== undefined, state: `${countReports?.() ?? 0} loaded` },
        { name: "store", ready: store === WRITABLE, state: store },
        ...Object.entries(statuses()).map(([name, state]) => ({ name, ready: state === "serving", state })),
      ];
    },
    reportsLoaded(count) {
      countReports = count;
    },
    storeOpened(write) {
      probe = write;
    },
    stopping() {
      isStopping = true;
    },
  };
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
