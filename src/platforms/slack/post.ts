// Posts unasked, once: what became of a post is told exactly, and a post of unknown fate can be looked for.
import { createHash } from "node:crypto";
import type { App } from "@slack/bolt";
import type { Platform, PostRef } from "#domain/platform.ts";
import { readFailure } from "./failure.ts";
import { renderMessage } from "./render.ts";

type Client = App["client"];

// The name under which a message carries its key: readable again with `conversations.history`.
const EVENT_TYPE = "ibid_post";

/** Wants a client that neither retries nor waits out rate limits. */
export function createPosting(client: Client): Pick<Platform, "post" | "directMessage" | "findPost"> {
  const refOf = createRefs(client);
  const post: Platform["post"] = async (channel, message, key) => {
    try {
      // `client_msg_id` is undocumented as an argument: Slack may drop a repeat by it, and nothing relies on that.
      const answer = await client.apiCall("chat.postMessage", {
        channel,
        ...renderMessage(message),
        client_msg_id: uuidOf(`${channel}:${key}`),
        metadata: { event_type: EVENT_TYPE, event_payload: { key } },
      });
      const ts = "ts" in answer ? answer.ts : undefined;
      if (typeof ts !== "string") return { kind: "unknown", reason: "Slack named no message" };
      return { kind: "posted", post: await refOf(channel, ts) };
    } catch (error) {
      return readFailure(error);
    }
  };
  return {
    post,
    // To a person's id Slack posts a direct message.
    directMessage: post,
    async findPost(channel, key, since) {
      try {
        return await search(client, { channel, key, since, refOf });
      } catch (error) {
        // Without the scope, or in a channel that is closed, it is no use to ask again; after an outage it is.
        const { kind } = readFailure(error);
        return kind === "unknown" || kind === "limited" ? "unreachable" : "not-permitted";
      }
    },
  };
}

type RefOf = (channel: string, ts: string) => Promise<PostRef>;

/** The link is made here, as chat.getPermalink makes it: asking for each would cost a call that may fail. */
function createRefs(client: Client): RefOf {
  let workspace: Promise<string | undefined> | undefined;
  const ask = async () => {
    const { url } = await client.auth.test();
    return url;
  };
  return async (channel, ts) => {
    // Asked once; a failure leaves this post without its link and is asked again for the next.
    workspace ??= ask();
    const url = await workspace.catch(() => {
      workspace = undefined;
      return undefined;
    });
    const link = url === undefined ? {} : { link: `${url}archives/${channel}/p${ts.replace(".", "")}` };
    return { channel, message: ts, ...link };
  };
}

// Slack's clock and ours may differ by this many milliseconds.
const CLOCK_DRIFT = 2 * 60 * 1000;
// docs.slack.dev/reference/methods/conversations.history asks for at most 200 a page.
const PAGE = 200;
// A channel that says more than this since then is not read further.
const MAX_PAGES = 10;

type Wanted = Readonly<{ channel: string; key: string; since: Date; refOf: RefOf }>;

async function search(
  client: Client,
  { channel, key, since, refOf }: Wanted,
): Promise<PostRef | "absent" | "not-permitted"> {
  const oldest = String((since.getTime() - CLOCK_DRIFT) / 1000);
  let cursor = "";
  for (let page = 0; page < MAX_PAGES; page++) {
    const { messages, response_metadata } = await client.conversations.history({
      channel,
      oldest,
      limit: PAGE,
      include_all_metadata: true,
      ...(cursor === "" ? {} : { cursor }),
    });
    if (messages === undefined) return "not-permitted";
    const found = messages.find(
      ({ metadata }) => metadata?.event_type === EVENT_TYPE && keyOf(metadata) === key,
    );
    if (found?.ts !== undefined) return refOf(channel, found.ts);
    cursor = response_metadata?.next_cursor ?? "";
    if (cursor === "") return "absent";
  }
  return "not-permitted";
}

function keyOf({ event_payload }: Readonly<{ event_payload?: object }>): unknown {
  return event_payload !== undefined && "key" in event_payload ? event_payload.key : undefined;
}

// RFC 9562's namespace for names that are addresses; any fixed one would do.
const NAMESPACE = Buffer.from("6ba7b8119dad11d180b400c04fd430c8", "hex");

/** A UUID of version 5: the same name always has the same one. */
function uuidOf(name: string): string {
  const bytes = createHash("sha1").update(NAMESPACE).update(name).digest().subarray(0, 16);
  bytes.writeUInt8(((bytes[6] ?? 0) & 0x0f) | 0x50, 6);
  bytes.writeUInt8(((bytes[8] ?? 0) & 0x3f) | 0x80, 8);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/u, "$1-$2-$3-$4-");
}
