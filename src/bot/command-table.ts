// The one list of commands.
import type { Command } from "./command.ts";
import { ask } from "./commands/ask.ts";
import { cite } from "./commands/cite.ts";
import { context } from "./commands/context.ts";
import { ibid } from "./commands/ibid.ts";
import { reports } from "./commands/reports.ts";

export const commandTable: readonly Command[] = [ask, cite, reports, ibid, context];
