// The only list of platforms. The console is not one of them: it serves one person at the terminal.
import { createDiscord } from "./discord/connect.ts";
import type { CreatePlatform } from "./shared/create-platform.ts";
import { createSlack } from "./slack/connect.ts";

export const platforms: readonly CreatePlatform[] = [createSlack, createDiscord];
