// The platforms of this process. One that stops does not take the others with it; when all have stopped the process ends.
import type { Config } from "#config.ts";
import { ConfigError } from "#domain/errors.ts";
import type { Log } from "#domain/log.ts";
import type { Bot, Platform, PlatformStatus } from "#domain/platform.ts";
import { platforms } from "#platforms/index.ts";
import type { PlatformSettings } from "#platforms/shared/create-platform.ts";

export type PlatformGroup = Readonly<{
  /** Those that are set up. */
  all: readonly Platform[];
  statuses(): Readonly<Record<string, PlatformStatus>>;
  /** Those that have not stopped for good. */
  running(): Iterable<Platform>;
  start(bot: Bot): Promise<void>;
  stop(): Promise<unknown>;
  /** Rejects with every reason once no platform can serve any more. */
  allStopped: Promise<never>;
}>;

type PlatformGroupDeps = Readonly<{ log: Log; reconnected?(platform: string): void }>;

/** Throws ConfigError when a platform is only half configured. */
export function createPlatforms(config: Config, { log, reconnected }: PlatformGroupDeps): PlatformGroup {
  const { promise: allStopped, reject } = Promise.withResolvers<never>();
  const reasons: string[] = [];
  const running = new Set<Platform>();
  const end = (platform: Platform, { message }: Error) => {
    if (!running.delete(platform)) return;
    log.error("platform.ended", { platform: platform.name, reason: message });
    reasons.push(`${platform.name}: ${message}`);
    if (running.size === 0) reject(new ConfigError(reasons.join("\n")));
  };
  const settings = settingsOf(config);
  for (const create of platforms) {
    const platform: Platform | undefined = create(settings, {
      prefix: config.IBID_COMMAND_PREFIX,
      log,
      reconnected: () => platform !== undefined && reconnected?.(platform.name),
      ended: (reason) => platform !== undefined && end(platform, reason),
    });
    if (platform !== undefined) running.add(platform);
  }
  const all = [...running];
  return {
    all,
    allStopped,
    statuses: () => Object.fromEntries(all.map((platform) => [platform.name, platform.status()])),
    running: () => running,
    start: async (bot) => {
      await Promise.all(
        all.map((platform) => platform.start(bot).catch((reason: Error) => end(platform, reason))),
      );
    },
    stop: () => Promise.all([...running].map((platform) => platform.stop())),
  };
}

/** A platform's settings are texts; the settings that are numbers are the bot's. */
export function settingsOf(config: Config): PlatformSettings {
  return Object.fromEntries(
    Object.entries(config).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
  );
}
