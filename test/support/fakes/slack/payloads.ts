// The actions of people in Slack, as the payloads that Slack sends for them.
import type { Delivery } from "./gateway.ts";
import type { SlackServer } from "./server.ts";
import { nextId, nextTs, type Post, type State } from "./state.ts";

type Where = Readonly<{ channel?: string; user?: string }>;
/** Fields that replace those of the payload. */
type More = Readonly<{ more?: Readonly<Record<string, unknown>> }>;

function nameOf(user: string): string {
  return { U1: "ada", U2: "ben" }[user] ?? user.toLowerCase();
}

function responseUrl(server: SlackServer, channel: string, user: string, original?: string): string {
  const key = nextId(server.state, "R");
  server.state.responseUrls.set(key, { channel, user, uses: 0, madeAt: server.state.now(), original });
  return server.url.replace("/api/", `/response/${key}`);
}

export function slashCommand(
  server: SlackServer,
  command: string,
  text: string,
  { channel = "C1", user = "U1", more = {} }: Where & More = {},
): Delivery {
  return server.deliver("slash_commands", {
    token: "legacy",
    team_id: "T1",
    team_domain: "t",
    channel_id: channel,
    channel_name: channel.startsWith("D") ? "directmessage" : "general",
    user_id: user,
    user_name: nameOf(user),
    command,
    text,
    api_app_id: "A1",
    is_enterprise_install: "false",
    response_url: responseUrl(server, channel, user),
    trigger_id: nextId(server.state, "trigger"),
    ...more,
  });
}

/** `more`: fields of the event; `envelope`: fields beside it. */
type MessageOptions = Where &
  More &
  Readonly<{ thread?: string; ts?: string; envelope?: Readonly<Record<string, unknown>> }>;

export function mention(server: SlackServer, text: string, options: MessageOptions = {}): Delivery {
  return server.deliver(
    "events_api",
    event(server.state, "app_mention", `<@${server.state.botUser}> ${text}`, options),
  );
}

export function directMessage(server: SlackServer, text: string, options: MessageOptions = {}): Delivery {
  return server.deliver(
    "events_api",
    event(server.state, "message", text, {
      channel: "D1",
      ...options,
      more: { channel_type: "im", ...options.more },
    }),
  );
}

function event(
  state: State,
  type: string,
  text: string,
  { channel = "C1", user = "U1", thread, ts, more = {}, envelope = {} }: MessageOptions,
) {
  if (thread !== undefined) state.threads.add(thread);
  return {
    token: "legacy",
    team_id: "T1",
    api_app_id: "A1",
    type: "event_callback",
    event_id: nextId(state, "Ev"),
    event_time: 1_700_000_000,
    authorizations: [
      {
        enterprise_id: null,
        team_id: "T1",
        user_id: state.botUser,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    ...envelope,
    event: {
      type,
      text,
      channel,
      user,
      ts: ts ?? nextTs(state),
      event_ts: "1",
      ...(thread === undefined ? {} : { thread_ts: thread }),
      ...more,
    },
  };
}

type Button = Readonly<{ action_id: string; value: string; text: Readonly<{ text: string }> }>;

function buttonsOf({ payload }: Post): readonly Button[] {
  const blocks = payload.blocks as readonly Readonly<{ type: string; elements: readonly Button[] }>[];
  return blocks.filter(({ type }) => type === "actions").flatMap(({ elements }) => elements);
}

/** A click on the button with that label. */
export function click(
  server: SlackServer,
  post: Post,
  label: string,
  { user = "U1", more = {} }: Where & More = {},
): Delivery {
  const button = buttonsOf(post).find(({ text }) => text.text === label);
  if (button === undefined)
    throw new Error(`no button "${label}" among ${buttonsOf(post).map(({ text }) => text.text)}`);
  return server.deliver("interactive", {
    type: "block_actions",
    user: { id: user, username: nameOf(user), name: nameOf(user), team_id: "T1" },
    api_app_id: "A1",
    token: "legacy",
    container: {
      type: "message",
      message_ts: post.ts,
      channel_id: post.channel,
      is_ephemeral: post.onlyFor !== undefined,
      ...(post.thread === undefined ? {} : { thread_ts: post.thread }),
    },
    trigger_id: nextId(server.state, "trigger"),
    team: { id: "T1", domain: "t" },
    enterprise: null,
    is_enterprise_install: false,
    channel: { id: post.channel, name: "general" },
    message: {
      type: "message",
      ts: post.ts,
      text: post.payload.text,
      ...(post.thread === undefined ? {} : { thread_ts: post.thread }),
    },
    state: { values: {} },
    response_url: responseUrl(server, post.channel, user, post.ts),
    actions: [{ ...button, type: "button", block_id: "b", action_ts: "1" }],
    ...more,
  });
}

/** The message shortcut, used on another person's message with this text, or on one with these fields. */
export function shortcut(
  server: SlackServer,
  callbackId: string,
  message: string | Readonly<Record<string, unknown>>,
  { channel = "C1", user = "U1", more = {} }: Where & More = {},
): Delivery {
  const fields = typeof message === "string" ? { text: message } : message;
  return server.deliver("interactive", {
    type: "message_action",
    token: "legacy",
    action_ts: "1",
    team: { id: "T1", domain: "t" },
    user: { id: user, name: nameOf(user), username: nameOf(user), team_id: "T1" },
    channel: { id: channel, name: "general" },
    is_enterprise_install: false,
    enterprise: null,
    callback_id: callbackId,
    trigger_id: nextId(server.state, "trigger"),
    response_url: responseUrl(server, channel, user),
    message_ts: "1",
    message: { type: "message", user: "U2", ts: "1", ...fields },
    ...more,
  });
}

/** Messages that Slack delivers and the bot must not answer: its own, other bots', edits, deletions, channel messages. */
export function noise(server: SlackServer): readonly Delivery[] {
  const { botUser, botId } = server.state;
  const text = "When was the Huseyniyyun created?";
  const edited = { message: { type: "message", user: "U1", text, ts: "1" }, hidden: true };
  return [
    directMessage(server, text, { user: botUser, more: { bot_id: botId } }),
    directMessage(server, text, { user: botUser }),
    directMessage(server, text, { user: "U3", more: { bot_id: "BOTHER" } }),
    directMessage(server, text, { user: "USLACKBOT" }),
    directMessage(server, text, { more: { subtype: "bot_message", bot_id: "BOTHER" } }),
    directMessage(server, text, { more: { subtype: "message_changed", ...edited } }),
    directMessage(server, text, { more: { subtype: "message_deleted", deleted_ts: "1", hidden: true } }),
    directMessage(server, text, { channel: "C1", more: { channel_type: "channel" } }),
    mention(server, text, { user: botUser, more: { bot_id: botId } }),
    mention(server, text, { user: "U3", more: { bot_id: "BOTHER" } }),
    mention(server, text, { more: { edited: { user: "U1", ts: "2" } } }),
  ];
}
