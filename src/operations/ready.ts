// Whether questions can be answered, and if not, what is missing. A platform that is connected but hears nothing is not ready.
import { messageOf } from "#domain/errors.ts";
import type { Log } from "#domain/log.ts";
import type { Load, PlatformStatus } from "#domain/platform.ts";

/** `reason`: why it is not ready, or what does not work though it is. Whoever may ask may read it, so it holds no path and no error; those are in the log. */
export type Check = Readonly<{ name: string; ready: boolean; state: string; reason?: string }>;

export type Readiness = Readonly<{
  checks(): Promise<readonly Check[]>;
  /** From now on reports are loaded. */
  reportsLoaded(count: () => number): void;
  /** From now on the store is open; `probe` writes to it. */
  storeOpened(probe: () => Promise<void>): void;
  /** From now on a platform whose slots are all taken is not ready. */
  botCreated(load: () => Load): void;
  /** From now on nothing is ready any more. */
  stopping(): void;
}>;

type ReadinessDeps = Readonly<{
  statuses(): Readonly<Record<string, PlatformStatus>>;
  /** By platform, why it has stopped for good. */
  endReasons(): Readonly<Record<string, string>>;
  /** By platform, what does not work although it serves, and why. */
  limitations(): Readonly<Record<string, string>>;
  log: Log;
}>;

export function createReadiness({ statuses, endReasons, limitations, log }: ReadinessDeps): Readiness {
  let countReports: (() => number) | undefined;
  let checkStore: (() => Promise<Check>) | undefined;
  let load: () => Load = () => ({});
  let isStopping = false;
  return {
    async checks() {
      const store = await checkStore?.();
      const slots = load();
      const reasons = endReasons();
      const lacking = limitations();
      return [
        { name: "process", ready: !isStopping, state: isStopping ? "stopping" : "running" },
        { name: "reports", ready: countReports !== undefined, state: `${countReports?.() ?? 0} loaded` },
        store ?? { name: "store", ready: false, state: "not open yet" },
        ...Object.entries(statuses()).map(([name, status]): Check => {
          const { running = 0, max = 1 } = slots[name] ?? {};
          if (status !== "serving")
            return { name, ready: false, state: status, reason: reasons[name] ?? SEE_LOG };
          if (running >= max) return { name, ready: false, state: "slots full" };
          const { [name]: reason } = lacking;
          return { name, ready: true, state: status, ...(reason === undefined ? {} : { reason }) };
        }),
      ];
    },
    reportsLoaded(count) {
      countReports = count;
    },
    storeOpened(probe) {
      checkStore = keepForASecond(createStoreCheck(probe, log));
    },
    botCreated(source) {
      load = source;
    },
    stopping() {
      isStopping = true;
    },
  };
}

const SEE_LOG = "the log says why";

/** Logs a failure once, until the store can be written again or fails in another way. */
function createStoreCheck(probe: () => Promise<void>, log: Log): () => Promise<Check> {
  let logged: string | undefined;
  return async () => {
    try {
      await probe();
      logged = undefined;
      return { name: "store", ready: true, state: "writable" };
    } catch (failure) {
      const error = messageOf(failure);
      if (error !== logged) log.error("store.not-writable", { error });
      logged = error;
      return { name: "store", ready: false, state: "not writable", reason: SEE_LOG };
    }
  };
}

/** Whoever asks often must not keep the disk busy. */
function keepForASecond<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let kept: Promise<Value> | undefined;
  return () => {
    if (kept === undefined) {
      kept = make();
      setTimeout(() => {
        kept = undefined;
      }, 1000).unref();
    }
    return kept;
  };
}
