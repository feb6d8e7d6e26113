// The platforms of this process. One that is away or stops does not take the others with it; when all have stopped for good
// the process ends.
import type { Config } from "#config.ts";
import { ConfigError } from "#domain/errors.ts";
import type { Log } from "#domain/log.ts";
import type { Bot, Platform, PlatformStatus } from "#domain/platform.ts";
import { platforms } from "#platforms/index.ts";
import type { CreatePlatform, PlatformSettings } from "#platforms/shared/create-platform.ts";

export type PlatformGroup = Readonly<{
  /** Those that are set up. */
  all: readonly Platform[];
  statuses(): Readonly<Record<string, PlatformStatus>>;
  /** By platform, why it has stopped for good. */
  endReasons(): Readonly<Record<string, string>>;
  /** By platform, which permissions it lacks, and what it cannot do without them. */
  limitations(): Readonly<Record<string, string>>;
  /** Those that have not stopped for good. */
  running(): Iterable<Platform>;
  /**
   * Starts all. Resolves when one of them serves and each of the others serves, has stopped for good, or has had some seconds
   * to come. One that is away goes on trying and may come at any later time. Rejects as `allStopped` does.
   */
  start(bot: Bot, onServing?: OnServing): Promise<void>;
  stop(): Promise<unknown>;
  /** Rejects with every reason once no platform can serve any more. */
  allStopped: Promise<never>;
}>;

/** Called for each platform once it serves. Must not reject. */
type OnServing = (platform: string) => Promise<void>;

type PlatformGroupDeps = Readonly<{
  log: Log;
  reconnected?(platform: string): void;
  /** All platforms that there are, unless a test brings its own. */
  factories?: readonly CreatePlatform[];
}>;

// A healthy platform is connected within two or three seconds.
const MAX_WAIT_MILLISECONDS = 5_000;

/** Throws ConfigError when a platform is only half configured. */
export function createPlatforms(
  config: Config,
  { log, reconnected, factories = platforms }: PlatformGroupDeps,
): PlatformGroup {
  const { promise: allStopped, reject } = Promise.withResolvers<never>();
  const reasons = new Map<string, string>();
  const running = new Set<Platform>();
  const end = (platform: Platform, { message }: Error) => {
    if (!running.delete(platform)) return;
    log.error("platform.ended", { platform: platform.name, reason: message });
    reasons.set(platform.name, message);
    if (running.size > 0) return;
    reject(new ConfigError([...reasons].map(([name, reason]) => `${name}: ${reason}`).join("\n")));
  };
  const settings = settingsOf(config);
  for (const create of factories) {
    const platform: Platform | undefined = create(settings, {
      prefix: config.IBID_COMMAND_PREFIX,
      log,
      reconnected: () => platform !== undefined && reconnected?.(platform.name),
      ended: (reason) => platform !== undefined && end(platform, reason),
    });
    if (platform !== undefined) running.add(platform);
  }
  const all = [...running];
  const statusOf = (platform: Platform) => (running.has(platform) ? platform.status() : "stopped");
  return {
    all,
    allStopped,
    statuses: () => Object.fromEntries(all.map((platform) => [platform.name, statusOf(platform)])),
    endReasons: () => Object.fromEntries(reasons),
    limitations: () =>
      Object.fromEntries(
        all.flatMap(({ name, limitation }) => {
          const lacks = limitation?.();
          return lacks === undefined ? [] : [[name, lacks]];
        }),
      ),
    running: () => running,
    async start(bot, onServing) {
      const { promise: firstServes, resolve } = Promise.withResolvers<void>();
      const begin = async (platform: Platform) => {
        try {
          await platform.start(bot);
        } catch (reason) {
          return end(platform, toError(reason));
        }
        log.info("platform.serving", { platform: platform.name });
        await onServing?.(platform.name);
        resolve();
      };
      const begun = Promise.all(all.map(begin));
      await Promise.race([firstServes, allStopped]);
      const { promise: waited, resolve: stopWaiting } = Promise.withResolvers<void>();
      const timer = setTimeout(stopWaiting, MAX_WAIT_MILLISECONDS);
      await Promise.race([begun, waited]);
      clearTimeout(timer);
    },
    stop: () => Promise.all([...running].map((platform) => platform.stop())),
  };
}

function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

/** A platform's settings are texts; the settings that are numbers are the bot's. */
export function settingsOf(config: Config): PlatformSettings {
  return Object.fromEntries(
    Object.entries(config).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
  );
}
