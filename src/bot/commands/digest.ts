// /digest: a paragraph a day for this channel, at its own time.
import type { Command, CommandContext, DigestContext } from "#bot/command.ts";
import {
  announcementMessage,
  digestMessage,
  nothingMessage,
  previewMessage,
  wordLine,
} from "#bot/messages/digest.ts";
import { digestStatusMessage, switchedOnMessage } from "#bot/messages/digest-status.ts";
import { BEGINNING, createReadingOrder, nextEdition } from "#digest/select.ts";
import type { DigestStatus, Subscriptions } from "#digest/subscriptions.ts";
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
    { name: "repeat", description: "Start again by itself when all was read", choices: ["yes", "no"] },
  ],
  parse: parseDigestLine,
  async run(invocation, context) {
    const { action = "" } = invocation.args;
    const act = Object.hasOwn(actions, action) ? actions[action] : undefined;
    if (act === undefined) throw new UsageError(`/${context.prefix}digest takes ${this.usage}.`);
    return act(invocation, context);
  },
};

type Act = (invocation: Invocation, context: CommandContext) => Promise<Message>;

const actions: Readonly<Record<string, Act>> = {
  on: switchOn,
  async off(invocation, context) {
    const subscriptions = deskFor(invocation, context.digest);
    if ((await subscriptions.switchOff(whereOf(invocation))) === undefined) throw noDigest(context);
    return wordLine(`The digest is off. Its place is kept: /${context.prefix}digest on goes on from there.`);
  },
  async now(invocation, context) {
    const subscriptions = deskFor(invocation, context.digest);
    const { isSilent } = await activeDigest(subscriptions, invocation, context);
    if (isSilent) return nothingMessage();
    await subscriptions.postNow(whereOf(invocation), eventOf(invocation, context));
    return wordLine("The next paragraph is being posted.");
  },
  async restart(invocation, context) {
    const subscriptions = deskFor(invocation, context.digest);
    await activeDigest(subscriptions, invocation, context);
    await subscriptions.startAgain(whereOf(invocation));
    return wordLine("The digest starts again from the first paragraph at its next time.");
  },
  preview,
  async status(invocation, { digest: { subscriptions }, knowledge: { library }, prefix, today }) {
    const status = await subscriptions?.status(whereOf(invocation));
    return digestStatusMessage(status, { library, prefix, today });
  },
};

async function switchOn(invocation: Invocation, context: CommandContext): Promise<Message> {
  const { digest: setting, knowledge, prefix, today } = context;
  const subscriptions = deskFor(invocation, setting);
  const { library } = knowledge;
  const settings = parseDigestSettings(invocation.args, { zone: setting.zone, library });
  const announcement = announcementMessage(settings, library, invocation.asker.name);
  const { result, next, replaced } = await subscriptions.switchOn(whereOf(invocation), {
    event: eventOf(invocation, context),
    ...{ settings, by: invocation.asker.id, announcement },
  });
  return switchedOnMessage(
    { result, settings, next, ...(replaced && { replaced }) },
    { library, prefix, today },
  );
}

async function preview(invocation: Invocation, context: CommandContext): Promise<Message> {
  const {
    digest: { subscriptions },
    knowledge: { library },
    today,
  } = context;
  const { edition, occasion } = (await subscriptions?.preview(whereOf(invocation))) ?? {
    edition: nextEdition(createReadingOrder(library)(undefined), BEGINNING, { repeat: false }),
    occasion: { questions: { asked: 0, unanswered: 0 } },
  };
  if (edition.kind === "nothing") return nothingMessage();
  return previewMessage(digestMessage(edition, occasion, { library, today }));
}

function eventOf({ keys }: Invocation, { today }: CommandContext): string {
  return keys[0] ?? String(today.getTime());
}

function whereOf({ platform, channel }: Invocation) {
  return { platform, channel: channel.id };
}

/** For what changes what the channel gets. */
function deskFor({ asker }: Invocation, { subscriptions, admins }: DigestContext): Subscriptions {
  if (subscriptions === undefined)
    throw new UsageError("Here a digest can only be previewed: it is posted to channels. Try preview.");
  if (admins.length > 0 && !admins.includes(asker.id))
    throw new UsageError("Only the people named in IBID_ADMINS can change the digest.");
  if (admins.length === 0 && !asker.mayManage)
    throw new UsageError("Only people who manage this channel can change its digest.");
  return subscriptions;
}

/** Throws UsageError unless the channel has a digest that is on. */
async function activeDigest(
  subscriptions: Subscriptions,
  invocation: Invocation,
  context: CommandContext,
): Promise<DigestStatus> {
  const status = await subscriptions.status(whereOf(invocation));
  if (status === undefined) throw noDigest(context);
  const { state } = status.subscription;
  if (state !== "active")
    throw new UsageError(`The digest is ${state}. /${context.prefix}digest on … starts it.`);
  return status;
}

function noDigest({ prefix }: CommandContext): UsageError {
  return new UsageError(`This channel has no digest. /${prefix}digest on 09:00 starts one.`);
}
