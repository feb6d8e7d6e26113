// Answers the Web API and response_url as Slack does, errors included.
import type { IncomingMessage, ServerResponse } from "node:http";
import { LIMITS } from "#platforms/slack/limits.ts";
import { infoOf, neededFor, personOf } from "./directory.ts";
import { nextTs, type Post, type State } from "./state.ts";
import { blockCharacters, blockProblems } from "./validate.ts";

type Body = Readonly<Record<string, unknown>>;
type Answer = Readonly<Record<string, unknown>>;

const refuse = (error: string, more: Answer = {}): Answer => ({ ok: false, error, ...more });

/** Fields that every method for messages has. */
const MESSAGE_FIELDS = [
  "text",
  "blocks",
  "mrkdwn",
  "unfurl_links",
  "unfurl_media",
  "parse",
  "link_names",
  "metadata",
  "token",
];

type Method = Readonly<{
  /** One scope, or several of which one is enough. */
  scope?: string | ((state: State, body: Body) => string);
  required: readonly string[];
  optional?: readonly string[];
  run(state: State, body: Body): Answer;
}>;

const METHODS: Readonly<Record<string, Method>> = {
  "auth.test": {
    required: [],
    optional: ["token"],
    run: ({ botUser, botId, enterprise }) => ({
      ok: true,
      url: "https://t.slack.com/",
      team: "T",
      team_id: "T1",
      user: "ibid",
      user_id: botUser,
      bot_id: botId,
      ...(enterprise === undefined ? {} : { enterprise_id: enterprise }),
    }),
  },
  "chat.postMessage": {
    scope: "chat:write",
    required: ["channel"],
    optional: ["thread_ts", ...MESSAGE_FIELDS],
    run: (state, body) => post(state, body, undefined),
  },
  "chat.postEphemeral": {
    scope: "chat:write",
    required: ["channel", "user"],
    optional: ["thread_ts", ...MESSAGE_FIELDS],
    run: (state, body) => post(state, body, String(body.user)),
  },
  "chat.getPermalink": {
    required: ["channel", "message_ts"],
    optional: ["token"],
    run(state, { channel, message_ts }) {
      const found = state.posts.some((one) => one.channel === channel && one.ts === message_ts);
      if (!found) return refuse("message_not_found");
      return { ok: true, channel, permalink: `https://t.slack.com/archives/${channel}/p${message_ts}` };
    },
  },
  "conversations.history": {
    scope: "channels:history",
    required: ["channel"],
    optional: ["oldest", "limit", "cursor", "inclusive", "include_all_metadata", "token"],
    run: history,
  },
  "conversations.info": {
    scope: neededFor,
    required: ["channel"],
    optional: ["include_locale", "include_num_members", "token"],
    run(state, body) {
      const channel = infoOf(state, body);
      return channel === undefined ? refuse("channel_not_found") : { ok: true, channel };
    },
  },
  "users.info": {
    scope: "users:read",
    required: ["user"],
    optional: ["include_locale", "token"],
    run(state, body) {
      const user = personOf(state, body);
      return user === undefined ? refuse("user_not_found") : { ok: true, user };
    },
  },
  "reactions.add": {
    scope: "reactions:write",
    required: ["channel", "timestamp", "name"],
    optional: ["token"],
    run(state, body) {
      const { channel, timestamp, name } = body;
      if (state.reactions.some((one) => one.timestamp === timestamp && one.name === name))
        return refuse("already_reacted");
      state.reactions.push({ channel, timestamp, name });
      return { ok: true };
    },
  },
};

export function callMethod(state: State, method: string, body: Body): Answer {
  const known = METHODS[method];
  if (known === undefined) return violate(state, `unknown method ${method}`, refuse("unknown_method"));
  const { required, optional = [], scope } = known;
  const unknown = Object.keys(body).filter((field) => ![...required, ...optional].includes(field));
  const missing = required.filter((field) => body[field] === undefined || body[field] === "");
  if (unknown.length + missing.length > 0)
    return violate(
      state,
      `${method}: unknown [${unknown}], missing [${missing}]`,
      refuse("invalid_arguments"),
    );
  const needed = typeof scope === "function" ? scope(state, body) : scope;
  if (needed !== undefined && !needed.split(",").some((one) => state.scopes.has(one)))
    return refuse("missing_scope", { needed, provided: [...state.scopes].join(",") });
  return known.run(state, body);
}

function violate(state: State, what: string, answer: Answer): Answer {
  state.violations.push(what);
  return answer;
}

function post(state: State, body: Body, onlyFor: string | undefined): Answer {
  // A user's id as the channel is that person's direct conversation with the bot.
  const wanted = /^[UW]/u.test(String(body.channel)) ? "D1" : String(body.channel);
  const channel = state.channels.get(wanted);
  if (channel === undefined) return refuse("channel_not_found");
  if (!channel.member) return refuse("not_in_channel");
  if (channel.archived) return refuse("is_archived");
  const problem = messageProblem(state, body);
  if (problem !== undefined) return problem;
  // docs.slack.dev/reference/methods/chat.postEphemeral: in a thread that does not exist yet, nobody sees it.
  if (onlyFor !== undefined && body.thread_ts !== undefined && !state.threads.has(String(body.thread_ts)))
    return { ok: true, message_ts: nextTs(state) };
  const ts = addPost(state, {
    channel: channel.id,
    payload: body,
    ...(onlyFor === undefined ? {} : { onlyFor }),
    ...(body.thread_ts === undefined ? {} : { thread: String(body.thread_ts) }),
  });
  return onlyFor === undefined
    ? { ok: true, channel: channel.id, ts, message: { text: body.text } }
    : { ok: true, message_ts: ts };
}

function messageProblem(state: State, body: Body): Answer | undefined {
  const { text, blocks, metadata, parse, link_names } = body;
  if (parse === "full" || link_names !== undefined) state.violations.push("parse: full or link_names");
  if (text === undefined || text === "") return violate(state, "message without text", refuse("no_text"));
  if (typeof text !== "string" || text.length > LIMITS.fallbackCharacters)
    return violate(state, "text is too long", refuse("msg_too_long"));
  if (metadata !== undefined && !isMetadata(metadata))
    return violate(state, "metadata", refuse("invalid_metadata_format"));
  if (blocks === undefined) return undefined;
  const problems = blockProblems(blocks);
  if (problems.length > 0)
    return violate(
      state,
      problems.join("; "),
      refuse("invalid_blocks", { response_metadata: { messages: problems } }),
    );
  if (blockCharacters(blocks) > LIMITS.messageCharacters)
    return violate(state, "blocks too long", refuse("msg_blocks_too_long"));
  return undefined;
}

function isMetadata(value: unknown): boolean {
  if (typeof value !== "object" || value === null || Object.keys(value).length !== 2) return false;
  const { event_type, event_payload } = value as Body;
  return typeof event_type === "string" && typeof event_payload === "object" && event_payload !== null;
}

function addPost(state: State, post: Omit<Post, "ts" | "deleted" | "at">): string {
  const ts = nextTs(state);
  if (post.thread !== undefined && post.onlyFor === undefined) state.threads.add(post.thread);
  state.posts.push({ ...post, ts, deleted: false, at: performance.now() });
  return ts;
}

/** Newest first, one page at a time; with metadata when requested. Without replies in threads and ephemeral messages. */
function history(state: State, body: Body): Answer {
  const channel = state.channels.get(String(body.channel));
  if (channel === undefined) return refuse("channel_not_found");
  if (!channel.member) return refuse("not_in_channel");
  const limit = Number(body.limit ?? 100);
  const from = Number(String(body.cursor ?? "from:0").split(":")[1]);
  const newestFirst = state.posts
    .filter((one) => one.channel === channel.id && one.onlyFor === undefined && one.thread === undefined)
    .filter((one) => !one.deleted && Number(one.ts) > Number(body.oldest ?? 0))
    .toReversed();
  const messages = newestFirst.slice(from, from + limit).map(({ ts, payload: { text, metadata } }) => ({
    type: "message",
    bot_id: state.botId,
    user: state.botUser,
    ts,
    text,
    ...(body.include_all_metadata === true && metadata !== undefined ? { metadata } : {}),
  }));
  const has_more = newestFirst.length > from + limit;
  const response_metadata = { next_cursor: has_more ? `from:${from + limit}` : "" };
  return { ok: true, messages, has_more, response_metadata };
}

// docs.slack.dev/interactivity/handling-user-interaction: five uses within 30 minutes (here in milliseconds).
const MAX_RESPONSE_USES = 5;
const MAX_RESPONSE_AGE = 30 * 60 * 1000;
const RESPONSE_FIELDS = [
  "response_type",
  "replace_original",
  "delete_original",
  "thread_ts",
  ...MESSAGE_FIELDS.filter((field) => field !== "token"),
];

type Response = Readonly<{ status: number; result: unknown }>;

/** Carries out one use of a response_url, also in channels where the bot is not a member. */
export function useResponseUrl(state: State, key: string, body: Body): Response {
  const url = state.responseUrls.get(key);
  if (url === undefined || state.now() - url.madeAt > MAX_RESPONSE_AGE)
    return { status: 404, result: "expired_url" };
  if (url.uses >= MAX_RESPONSE_USES) return { status: 404, result: "used_url" };
  const unknown = Object.keys(body).filter((field) => !RESPONSE_FIELDS.includes(field));
  if (unknown.length > 0) {
    state.violations.push(`response_url: unknown fields ${unknown.join(" ")}`);
    return { status: 400, result: "invalid_payload" };
  }
  url.uses += 1;
  if (body.delete_original === true) {
    for (const one of state.posts) if (one.ts === url.original) one.deleted = true;
    return { status: 200, result: "ok" };
  }
  const problem = messageProblem(state, body);
  if (problem !== undefined) return { status: 400, result: String(problem.error) };
  const original = url.original && state.posts.find(({ ts }) => ts === url.original);
  if (body.replace_original !== false && original) {
    original.payload = body;
    return { status: 200, result: "ok" };
  }
  addPost(state, {
    channel: url.channel,
    payload: body,
    by: key,
    ...(body.response_type === "in_channel" ? {} : { onlyFor: url.user }),
    ...(body.thread_ts === undefined ? {} : { thread: String(body.thread_ts) }),
  });
  return { status: 200, result: "ok" };
}

export async function readBody(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const raw = Buffer.concat(chunks).toString();
  if (request.headers["content-type"]?.startsWith("application/json"))
    return raw === "" ? {} : JSON.parse(raw);
  return Object.fromEntries(
    [...new URLSearchParams(raw)].map(([key, value]) => [key, parseField(key, value)]),
  );
}

// The Web client sends nested values as JSON and booleans as words.
function parseField(key: string, value: string): unknown {
  if (key === "blocks" || key === "metadata") return JSON.parse(value);
  return value === "true" ? true : value === "false" ? false : value;
}

export function send(
  response: ServerResponse,
  status: number,
  answer: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(typeof answer === "string" ? answer : JSON.stringify(answer));
}
