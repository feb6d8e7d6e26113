// The platforms of this process: one that ends does not take the others with it, and without any the process ends.
import type { Config } from "#config.ts";
import { ConfigError } from "#domain/errors.ts";
import type { Log } from "#domain/log.ts";
import type { Bot, Platform, PlatformStatus } from "#domain/platform.ts";
import { platforms } from "#platforms/index.ts";
import type { PlatformSettings } from "#platforms/shared/create-platform.ts";

/** The platforms that are set up, and what became of each. */
export type ServedPlatforms = Readonly<{
  made: readonly Platform[];
  statuses(): Readonly<Record<string, PlatformStatus>>;
  /** Those that did not end. */
  serving(): Iterable<Platform>;
  start(bot: Bot): Promise<void>;
  stop(): Promise<unknown>;
  /** Rejects with every reason once no platform can serve any more. */
  allStopped: Promise<never>;
}>;

type Deps = Readonly<{ log: Log; reconnected?(platform: string): void }>;

export function createPlatforms(config: Config, { log, reconnected }: Deps): ServedPlatforms {
  const { promise: allStopped, reject } = Promise.withResolvers<never>();
  const reasons: string[] = [];
  const left = new Set<Platform>();
  const end = (platform: Platform, { message }: Error) => {
    if (!left.delete(platform)) return;
    log.error("platform.ended", { platform: platform.name, reason: message });
    reasons.push(`${platform.name}: ${message}`);
    if (left.size === 0) reject(new ConfigError(reasons.join("\n")));
  };
  const settings = settingsOf(config);
  for (const create of platforms) {
    const platform: Platform | undefined = create(settings, {
      prefix: config.IBID_COMMAND_PREFIX,
      log,
      reconnected: () => platform !== undefined && reconnected?.(platform.name),
      ended: (reason) => platform !== undefined && end(platform, reason),
    });
    if (platform !== undefined) left.add(platform);
  }
  const made = [...left];
  return {
    made,
    allStopped,
    statuses: () => Object.fromEntries(made.map((platform) => [platform.name, platform.status()])),
    serving: () => left,
    start: async (bot) => {
      await Promise.all(made.map((one) => one.start(bot).catch((reason: Error) => end(one, reason))));
    },
    stop: () => Promise.all([...left].map((platform) => platform.stop())),
  };
}

/** Platforms are set up by words; counts are the bot's. */
export function settingsOf(config: Config): PlatformSettings {
  return Object.fromEntries(
    Object.entries(config).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
  );
}
