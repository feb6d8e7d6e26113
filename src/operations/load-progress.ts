// Tells operators how far a long load of the reports has come.
import type { LoadProgress, LoadStep } from "#domain/live-library.ts";
import type { Log } from "#domain/log.ts";

const INTERVAL_MILLISECONDS = 5000;

/** Logs the latest step every five seconds for as long as a load takes. */
export function logLoadProgress(log: Log): LoadProgress {
  let latest: LoadStep | undefined;
  let timer: NodeJS.Timeout | undefined;
  return (step) => {
    latest = step;
    if (step === undefined) {
      clearInterval(timer);
      timer = undefined;
    } else timer ??= setInterval(() => log.info("knowledge.loading", latest), INTERVAL_MILLISECONDS);
  };
}
