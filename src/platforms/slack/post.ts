// Posts unasked, once. The result says exactly what happened; a post of unknown outcome can be found again by its key.
import type { webApi } from "@slack/bolt";
import type { Platform, PostRef } from "#domain/platform.ts";
import type { ReadWorkspace } from "./connection/workspace.ts";
import { readFailure } from "./failure.ts";
import { LIMITS } from "./limits.ts";
import { renderMessage } from "./render.ts";

type Client = webApi.WebClient;

// The metadata under which a message carries its key; `conversations.history` returns it.
const EVENT_TYPE = "ibid_post";

/** `client` must neither retry nor wait when it is rate limited. */
export function createPost(
  client: Client,
  workspace: ReadWorkspace,
): Pick<Platform, "post" | "directMessage" | "findPost"> {
  const refOf = createRefOf(workspace);
  const post: Platform["post"] = async (channel, message, key) => {
    try {
      const answer = await client.chat.postMessage({
        channel,
        ...renderMessage(message),
        metadata: { event_type: EVENT_TYPE, event_payload: { key } },
      });
      const { ts } = answer;
      if (ts === undefined) return { kind: "unknown", reason: "Slack named no message" };
      // A person's id as the channel means a conversation, which has an id of its own.
      return { kind: "posted", post: await refOf(answer.channel ?? channel, ts) };
    } catch (error) {
      return readFailure(error);
    }
  };
  return {
    post,
    // Given a user's id as the channel, Slack posts a direct message.
    directMessage: post,
    async findPost(channel, key, since) {
      try {
        return await search(client, { channel, key, since, refOf });
      } catch (error) {
        // A missing scope or a closed channel stays that way; an outage or a rate limit passes.
        const { kind } = readFailure(error);
        return kind === "unknown" || kind === "limited" ? "unreachable" : "not-permitted";
      }
    },
  };
}

type RefOf = (channel: string, ts: string) => Promise<PostRef>;

/** Builds the link as chat.getPermalink would: asking Slack for each one costs a call that may fail. */
function createRefOf(workspace: ReadWorkspace): RefOf {
  return async (channel, ts) => {
    const { url } = await workspace().catch(() => ({ url: undefined }));
    const link = url === undefined ? {} : { link: `${url}archives/${channel}/p${ts.replace(".", "")}` };
    return { channel, message: ts, ...link };
  };
}

// How far a busy channel is searched: 2,000 messages. Beyond that the outcome stays unknown.
const MAX_PAGES = 10;

type Wanted = Readonly<{ channel: string; key: string; since: Date; refOf: RefOf }>;

async function search(
  client: Client,
  { channel, key, since, refOf }: Wanted,
): Promise<PostRef | "absent" | "not-permitted"> {
  let cursor = "";
  for (let page = 0; page < MAX_PAGES; page++) {
    const { messages, response_metadata } = await client.conversations.history({
      channel,
      limit: LIMITS.historyPage,
      include_all_metadata: true,
      ...(cursor === "" ? {} : { cursor }),
    });
    if (messages === undefined) return "not-permitted";
    const found = messages.find(
      ({ metadata }) => metadata?.event_type === EVENT_TYPE && keyOf(metadata) === key,
    );
    if (found?.ts !== undefined) return refOf(channel, found.ts);
    cursor = response_metadata?.next_cursor ?? "";
    // The newest page is read whole, whatever `since` says: our clock may have been ahead when it was taken.
    if (cursor === "" || Number(messages.at(-1)?.ts) * 1000 < since.getTime()) return "absent";
  }
  return "not-permitted";
}

function keyOf({ event_payload }: Readonly<{ event_payload?: object }>): unknown {
  return event_payload !== undefined && "key" in event_payload ? event_payload.key : undefined;
}
