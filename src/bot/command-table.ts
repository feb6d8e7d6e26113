// The one list of commands.
import type { Command } from "./command.ts";
import { ask } from "./commands/ask.ts";
import { cite } from "./commands/cite.ts";
import { context } from "./commands/context.ts";
import { remove } from "./commands/delete.ts";
import { digest } from "./commands/digest.ts";
import { ibid } from "./commands/ibid.ts";
import { reports } from "./commands/reports.ts";
import { share } from "./commands/share.ts";
import { verify } from "./commands/verify.ts";

export const commandTable: readonly Command[] = [
  ask,
  verify,
  cite,
  reports,
  digest,
  ibid,
  context,
  share,
  remove,
];
