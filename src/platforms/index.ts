// The only list of platforms.

import type { Platform, PlatformDeps } from "#domain/platform.ts";
import { createDiscord } from "./discord/connect.ts";
import { createSlack } from "./slack/connect.ts";

/** Settings by variable name, validated one by one; a platform checks that its own fit together. */
export type Settings = Readonly<Record<string, string | undefined>>;

/** Makes a platform; undefined when it is not set up. Throws ConfigError when it is set up by half. */
export type CreatePlatform = (settings: Settings, deps: PlatformDeps) => Platform | undefined;

export const platforms: readonly CreatePlatform[] = [createSlack, createDiscord];
