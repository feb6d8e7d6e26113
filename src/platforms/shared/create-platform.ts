// What a platform's factory looks like.
import type { Platform, PlatformDeps } from "#domain/platform.ts";

/** Environment variables by name, each validated by itself; a platform checks that its own fit together. */
export type PlatformSettings = Readonly<Record<string, string | undefined>>;

/** Undefined when the platform is not configured. Throws ConfigError when only some of its settings are there. */
export type CreatePlatform = (settings: PlatformSettings, deps: PlatformDeps) => Platform | undefined;
