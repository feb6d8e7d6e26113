// The Web API and response_url as Slack answers them, refusals included.
import type { IncomingMessage, ServerResponse } from "node:http";
import { nextTs, type Post, type State } from "./state.ts";
import { blockCharacters, blockProblems, MOST_BLOCK_CHARACTERS } from "./validate.ts";

type Body = Readonly<Record<string, unknown>>;
type Answer = Readonly<Record<string, unknown>>;

const refuse = (error: string, more: Answer = {}): Answer => ({ ok: false, error, ...more });

/** Fields of a message besides those of its method. */
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
  scope?: string;
  app?: boolean;
  fields: readonly string[];
  run(state: State, body: Body): Answer;
}>;

export const METHODS: Readonly<Record<string, Method>> = {
  "auth.test": {
    fields: ["token"],
    run: ({ botUser, botId }) => ({
      ok: true,
      url: "https://t.slack.com/",
      team: "T",
      team_id: "T1",
      user: "ibid",
      user_id: botUser,
      bot_id: botId,
    }),
  },
  "chat.postMessage": {
    scope: "chat:write",
    fields: ["channel", "thread_ts", ...MESSAGE_FIELDS],
    run: (state, body) => post(state, body, undefined),
  },
  "chat.postEphemeral": {
    scope: "chat:write",
    fields: ["channel", "thread_ts", "user", ...MESSAGE_FIELDS],
    run: (state, body) => post(state, body, String(body.user)),
  },
  "reactions.add": {
    scope: "reactions:write",
    fields: ["channel", "timestamp", "name", "token"],
    run(state, body) {
      state.reactions.push(body);
      return { ok: true };
    },
  },
};

export function callMethod(state: State, method: string, body: Body): Answer {
  const known = METHODS[method];
  if (known === undefined) return violate(state, `unknown method ${method}`, refuse("unknown_method"));
  const unknown = Object.keys(body).filter((field) => !known.fields.includes(field));
  if (unknown.length > 0)
    return violate(state, `${method}: unknown fields ${unknown.join(" ")}`, refuse("invalid_arguments"));
  if (known.scope !== undefined && !state.scopes.has(known.scope))
    return refuse("missing_scope", { needed: known.scope, provided: [...state.scopes].join(",") });
  return known.run(state, body);
}

function violate(state: State, what: string, answer: Answer): Answer {
  state.violations.push(what);
  return answer;
}

function post(state: State, body: Body, onlyFor: string | undefined): Answer {
  const channel = state.channels.get(String(body.channel));
  if (channel === undefined) return refuse("channel_not_found");
  if (!channel.member) return refuse("not_in_channel");
  const problem = messageProblem(state, body);
  if (problem !== undefined) return problem;
  const ts = addPost(state, {
    channel: channel.id,
    payload: body,
    by: state.botId,
    ...(onlyFor === undefined ? {} : { onlyFor }),
    ...(body.thread_ts === undefined ? {} : { thread: String(body.thread_ts) }),
  });
  return onlyFor === undefined
    ? { ok: true, channel: channel.id, ts, message: { text: body.text } }
    : { ok: true, message_ts: ts };
}

function messageProblem(state: State, body: Body): Answer | undefined {
  const { text, blocks } = body;
  if (text === undefined && blocks === undefined)
    return violate(state, "message without text", refuse("no_text"));
  if (typeof text === "string" && text.length > 4000)
    return violate(state, `text of ${text.length} characters`, refuse("msg_too_long"));
  if (blocks === undefined) return undefined;
  const problems = blockProblems(blocks);
  if (problems.length > 0)
    return violate(
      state,
      problems.join("; "),
      refuse("invalid_blocks", { response_metadata: { messages: problems } }),
    );
  if (blockCharacters(blocks) > MOST_BLOCK_CHARACTERS)
    return violate(state, "blocks too long", refuse("msg_blocks_too_long"));
  return undefined;
}

function addPost(state: State, post: Omit<Post, "ts" | "deleted">): string {
  const ts = nextTs(state);
  state.posts.push({ ...post, ts, deleted: false });
  return ts;
}

const RESPONSE_USES = 5;
const RESPONSE_LIFE = 30 * 60 * 1000;
const RESPONSE_FIELDS = [
  "response_type",
  "replace_original",
  "delete_original",
  "thread_ts",
  ...MESSAGE_FIELDS,
];

/** One use of a response_url: status and body. Works in channels where the bot is no member. */
export function useResponseUrl(
  state: State,
  key: string,
  body: Body,
): Readonly<{ status: number; answer: string }> {
  const url = state.responseUrls.get(key);
  if (url === undefined || state.now() - url.madeAt > RESPONSE_LIFE)
    return { status: 404, answer: "expired_url" };
  if (url.uses >= RESPONSE_USES) return { status: 404, answer: "used_url" };
  const unknown = Object.keys(body).filter((field) => !RESPONSE_FIELDS.includes(field));
  if (unknown.length > 0) state.violations.push(`response_url: unknown fields ${unknown.join(" ")}`);
  url.uses += 1;
  if (body.delete_original === true) {
    for (const one of state.posts) if (one.ts === url.original) one.deleted = true;
    return { status: 200, answer: '{"ok":true}' };
  }
  const problem = messageProblem(state, body);
  if (problem !== undefined) return { status: 400, answer: String(problem.error) };
  const onlyFor = body.response_type === "in_channel" ? {} : { onlyFor: url.user };
  addPost(state, { channel: url.channel, payload: body, by: state.botId, ...onlyFor });
  return { status: 200, answer: '{"ok":true}' };
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

// The Web client sends nested values as JSON text and flags as words.
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
