// /ibid scope: which reports the channel may see. Administrators set it.
import type { ChannelScopes } from "#access/channel-scopes.ts";
import { parseScope } from "#access/scope.ts";
import type { CommandContext } from "#bot/command.ts";
import { scopeMessage } from "#bot/messages/scope.ts";
import { UsageError } from "#domain/errors.ts";
import type { Message } from "#domain/message.ts";
import type { Invocation } from "#domain/platform.ts";
import type { ChannelScope } from "#domain/scope.ts";

/** The people on the operator's list, and in Discord whoever may manage the server. */
export function isAdministrator({ asker }: Pick<Invocation, "asker">, admins: readonly string[]): boolean {
  return admins.includes(asker.id) || asker.mayAdminister === true;
}

/** `line`: `set <sets> [up to <label>] [with guests]` or `reset`; "" shows what holds. Throws UsageError. */
export async function runScope(
  line: string,
  invocation: Invocation,
  context: CommandContext,
): Promise<Message> {
  const { scopes, defaults } = context.access;
  const { platform, channel } = invocation;
  const ref = { platform, channel: channel.id };
  if (line !== "") {
    const changeable = requireChangeable(invocation, context);
    if (/^reset$/iu.test(line)) await changeable.reset(ref, invocation.asker.id);
    else await changeable.set(await readSetting(line, invocation, context));
    // It may have been suspended because of who reads the channel.
    await context.digest.subscriptions?.resumeChannel(ref);
  }
  const setting = channel.kind === "direct" ? undefined : await scopes?.find(ref);
  const reports = context.access.countReports(setting ?? defaults);
  return scopeMessage({ scope: setting ?? defaults, setting, reports, isChanged: line !== "" });
}

function requireChangeable(
  invocation: Invocation,
  { access, digest, prefix }: CommandContext,
): ChannelScopes {
  if (access.scopes === undefined || invocation.channel.kind === "direct")
    throw new UsageError("Use this command in the channel it is for. In direct messages the defaults apply.");
  if (!isAdministrator(invocation, digest.admins))
    throw new UsageError(
      `Only an administrator of this bot can set what a channel may see; its operator lists them in IBID_ADMINS. /${prefix}ibid scope shows the current setting.`,
    );
  return access.scopes;
}

/** Throws UsageError for a line that cannot be read, a set that no report is in, and an opening to outsiders without a ceiling. */
async function readSetting(
  line: string,
  { platform, channel, asker }: Invocation,
  { access, prefix, now }: CommandContext,
): Promise<ChannelScope> {
  const typed = parseScope(line);
  if (typed === undefined)
    throw new UsageError(
      `Usage: /${prefix}ibid scope set <sets> [up to <label>], for example "set all up to TLP:GREEN".`,
    );
  const setNames = access.setNames();
  const unknown = typed.sets === "all" ? [] : typed.sets.filter((name) => !setNames.includes(name));
  if (unknown.length > 0) throw new UsageError(noSuchSet(unknown, setNames));
  const before = await access.scopes?.find({ platform, channel: channel.id });
  // People from outside are there now, or an administrator has let them in before.
  const outsiders = typed.withGuests || access.decision.kind === "refused" || before?.outsiders === true;
  if (outsiders && typed.ceiling === undefined)
    throw new UsageError(
      'People from outside your organisation may be in this channel, so name the highest label, for example "up to TLP:CLEAR".',
    );
  return {
    platform,
    channel: channel.id,
    sets: typed.sets,
    ceiling: typed.ceiling ?? access.defaults.ceiling,
    outsiders,
    changedBy: asker.id,
    changedAt: now,
  };
}

const MAX_NAMES = 20;

function noSuchSet(unknown: readonly string[], known: readonly string[]): string {
  const problem = `There is no report in the set ${unknown.slice(0, MAX_NAMES).join(", ")}.`;
  if (known.length === 0)
    return `${problem} No sets exist yet: put reports into folders, or name sets in their front matter. "all" means every report.`;
  return `${problem} There are: ${known.slice(0, MAX_NAMES).join(", ")}; "all" means every report.`;
}
