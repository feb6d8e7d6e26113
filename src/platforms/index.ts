// The only list of platforms.

import type { Platform, PlatformEdges } from "#domain/platform.ts";
import { createSlack } from "./slack/connect.ts";

/** Settings by variable name, validated one by one; a platform checks that its own fit together. */
type Settings = Readonly<Record<string, string | undefined>>;

/** Makes a platform; undefined when it is not set up. Throws ConfigError when it is set up by half. */
export type CreatePlatform = (settings: Settings, edges: PlatformEdges) => Platform | undefined;

export const platforms: readonly CreatePlatform[] = [createSlack];
