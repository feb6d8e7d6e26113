// /digest: a daily post of one paragraph to this channel.
import type { Command, CommandContext } from "#bot/command.ts";
import { askerMessage } from "#bot/messages/blocks.ts";
import { announcementMessage, nothingMessage, previewMessage } from "#bot/messages/digest.ts";
import { digestStatusMessage, noDigestLine, switchedOnMessage } from "#bot/messages/digest-status.ts";
import type { Subscriptions } from "#digest/subscriptions.ts";
import { UsageError } from "#domain/errors.ts";
import type { Message } from "#domain/message.ts";
import type { Invocation } from "#domain/platform.ts";
import { parseDigestLine, parseDigestSettings } from "./digest-settings.ts";

const ACTIONS = ["on", "off", "now", "preview", "status"] as const;

export const digest: Command = {
  name: "digest",
  description: "Post one paragraph a day to this channel",
  usage: "on 09:00 [zone] [weekdays|daily|mon,wed,fri] [in:<report>] [repeat] | off | now | preview | status",
  options: [
    { name: "action", description: "What to do", required: true, choices: ACTIONS },
    { name: "time", description: "Local time, such as 09:00" },
    { name: "zone", description: "Time zone, such as Europe/London" },
    { name: "days", description: "weekdays, daily, or days such as mon,wed,fri" },
    { name: "report", description: "Follow one report only", suggest: "reports" },
    {
      name: "repeat",
      description: "Start again automatically after the last paragraph",
      choices: ["yes", "no"],
    },
  ],
  parse: parseDigestLine,
  async run(invocation, context) {
    const { action = "" } = invocation.args;
    const act = Object.hasOwn(actions, action) ? actions[action] : undefined;
    if (act === undefined) throw new UsageError(`Usage: /${context.prefix}digest ${this.usage}`);
    return { reply: await act(invocation, context) };
  },
};

type Act = (invocation: Invocation, context: CommandContext) => Promise<Message>;

const actions: Readonly<Record<string, Act>> = {
  on: switchOn,
  async off(invocation, context) {
    const subscriptions = changeable(invocation, context);
    if ((await subscriptions.switchOff(channelOf(invocation))) === undefined) throw noDigest(context);
    return askerMessage(`The digest is off. /${context.prefix}digest on continues from where it stopped.`);
  },
  async now(invocation, context) {
    const subscriptions = changeable(invocation, context);
    const { isSilent } = await activeDigest(subscriptions, invocation, context);
    if (isSilent) return nothingMessage();
    await context.access.requirePost();
    await subscriptions.postNow(channelOf(invocation), eventOf(invocation, context));
    return askerMessage("The next paragraph is being posted.");
  },
  /** Run by the button of the post that says that every paragraph has been shown. */
  async restart(invocation, context) {
    const subscriptions = changeable(invocation, context);
    await activeDigest(subscriptions, invocation, context);
    await subscriptions.startAgain(channelOf(invocation));
    return askerMessage("The next digest starts again from the first paragraph.");
  },
  async preview(invocation, { digest: { subscriptions }, knowledge: { library }, now: today }) {
    return previewMessage(await subscriptions?.preview(channelOf(invocation)), { library, today });
  },
  async status(invocation, { digest: { subscriptions }, knowledge: { library }, prefix, now }) {
    const status = await subscriptions?.status(channelOf(invocation));
    if (status === undefined) return askerMessage(noDigestLine(prefix));
    return digestStatusMessage(status, { library, now });
  },
};

async function switchOn(invocation: Invocation, context: CommandContext): Promise<Message> {
  const { digest: defaults, knowledge, now } = context;
  const { library } = knowledge;
  const { asker } = invocation;
  const subscriptions = changeable(invocation, context);
  const settings = parseDigestSettings(invocation.args, { zone: defaults.zone, library });
  await context.access.requirePost();
  const { result, next, replaced } = await subscriptions.switchOn(channelOf(invocation), {
    event: eventOf(invocation, context),
    settings,
    by: asker.id,
    announcement: announcementMessage(settings, library, asker.name),
  });
  return switchedOnMessage({ result, settings, next, ...(replaced && { replaced }) }, { library, now });
}

/** Identifies the command, so that it posts only once even if it is run again after a crash. */
function eventOf({ keys }: Invocation, { now }: CommandContext): string {
  return keys[0] ?? String(now.getTime());
}

function channelOf({ platform, channel }: Invocation) {
  return { platform, channel: channel.id };
}

/** The subscriptions, for an action that changes what the channel gets. Throws UsageError if the asker may not. */
function changeable({ asker }: Invocation, { digest, prefix }: CommandContext): Subscriptions {
  const { subscriptions, admins } = digest;
  if (subscriptions === undefined)
    throw new UsageError(
      `Digests are posted to channels. Here you can only preview one: /${prefix}digest preview`,
    );
  if (admins.length > 0 && !admins.includes(asker.id))
    throw new UsageError("Only an administrator of this bot can change its digests.");
  if (admins.length === 0 && !asker.mayManage)
    throw new UsageError("Only people who manage this channel can change its digest.");
  return subscriptions;
}

/** The status of the channel's digest. Throws UsageError if there is none or it is not active. */
async function activeDigest(subscriptions: Subscriptions, invocation: Invocation, context: CommandContext) {
  const status = await subscriptions.status(channelOf(invocation));
  if (status === undefined) throw noDigest(context);
  const { state } = status.subscription;
  if (state !== "active")
    throw new UsageError(`The digest is ${state}. /${context.prefix}digest on … starts it.`);
  return status;
}

function noDigest({ prefix }: CommandContext): UsageError {
  return new UsageError(noDigestLine(prefix));
}
