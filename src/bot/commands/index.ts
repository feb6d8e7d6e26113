// The table of commands.
import type { Command } from "#bot/command.ts";
import { ask } from "./ask.ts";
import { cite } from "./cite.ts";
import { context } from "./context.ts";
import { remove } from "./delete.ts";
import { digest } from "./digest.ts";
import { ibid } from "./ibid.ts";
import { more } from "./more.ts";
import { reports } from "./reports.ts";
import { share } from "./share.ts";
import { verify } from "./verify.ts";

/** In the order in which help, Slack's manifest and Discord's registration list them. */
export const commandTable: readonly Command[] = [
  ask,
  verify,
  cite,
  reports,
  digest,
  ibid,
  context,
  more,
  share,
  remove,
];
