// What Slack really sends from shared channels, as other projects have published it. The payloads are no part of this
// project: IBID_PAYLOADS names the folder that holds `slack.jsonl.gz`, one `{ id, kind, observed, payload }` a line.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isForeignEvent } from "#platforms/slack/connection/workspace.ts";
import { parseMessageEvent } from "#platforms/slack/intake/payload.ts";
import { readPost } from "#test/support/fakes/slack/reading.ts";
import { type OpenSlack, REFUSAL, serveSlack } from "./fixture.ts";

type Fields = Readonly<Record<string, unknown>>;
type Published = Readonly<{ id: string; kind: string; observed: string; payload: Fields }>;
/** `event` in its envelope. */
type Envelope = Fields & Readonly<{ event: Fields }>;

const folder = process.env.IBID_PAYLOADS;

function readPublished(): readonly Published[] {
  if (folder === undefined) {
    process.stderr.write("skipped: IBID_PAYLOADS names no folder that has slack.jsonl.gz\n");
    return [];
  }
  const lines = gunzipSync(readFileSync(join(folder, "slack.jsonl.gz")))
    .toString()
    .trim()
    .split("\n");
  return lines.map((line) => JSON.parse(line));
}

const events = readPublished()
  .filter(({ kind }) => kind === "event_callback" || kind === "bare_event")
  .map(({ id, kind, observed, payload }) => ({
    id,
    observed,
    body: (kind === "bare_event" ? { type: "event_callback", event: payload } : payload) as Envelope,
  }));
const isShared = ({ is_ext_shared_channel, event }: Envelope) =>
  is_ext_shared_channel === true || Boolean(event.user_team) || Boolean(event.source_team);
const shared = events.filter(({ body }) => isShared(body));

describe.skipIf(folder === undefined)("published events (need IBID_PAYLOADS)", () => {
  let one: OpenSlack;
  beforeAll(async () => {
    one = await serveSlack();
  });
  afterAll(() => one.close());

  test("each that comes from a shared channel is refused in one sentence or left alone, and none is answered", async () => {
    expect(shared.length).toBeGreaterThan(23);
    const deliveries = shared.map(({ id, body: { event, ...body } }) => {
      // A channel for each, to see what it led to.
      const channel = typeof event.channel === "string" ? `${event.channel[0]}-${id}` : event.channel;
      if (typeof channel === "string")
        one.server.state.channels.set(channel, { id: channel, kind: "public", member: true });
      if (typeof event.thread_ts === "string") one.server.state.threads.add(event.thread_ts);
      return one.server.deliver("events_api", { ...body, event_id: id, event: { ...event, channel } });
    });
    await one.server.until(() => deliveries.every(({ ackedAfter }) => ackedAfter !== undefined));
    await one.slack.stop();
    const posts = one.server.state.posts;
    expect([...new Set(posts.map((post) => readPost(post).words))]).toEqual([REFUSAL]);
    const answerable = shared.filter(
      ({ observed, body: { event } }) =>
        observed === "handled" || (event.type === "app_mention" && event.channel !== undefined),
    );
    expect(posts.map(({ channel }) => channel.slice(2)).toSorted()).toEqual(
      answerable.map(({ id }) => id).toSorted(),
    );
    expect(one.log.filter(({ event }) => event === "slack.failed")).toEqual([]);
  });

  test("of those that were answered before, only the shared ones are from outside to the workspace that they name", () => {
    const handled = events.filter(({ observed }) => observed === "handled");
    const foreign = handled.filter(({ body }) => {
      const [installed] = (body.authorizations ?? [{}]) as readonly Fields[];
      const workspace = {
        botId: undefined,
        botUserId: undefined,
        url: undefined,
        teamId: (installed?.team_id ?? body.team_id ?? body.event.team ?? undefined) as string | undefined,
        enterpriseId: (installed?.enterprise_id ?? undefined) as string | undefined,
      };
      const event = parseMessageEvent(body.event, body);
      return event !== undefined && (event.is_ext_shared_channel || isForeignEvent(event, workspace));
    });
    expect(handled.length).toBeGreaterThan(40);
    expect(foreign.filter(({ body }) => !isShared(body))).toEqual([]);
    expect(foreign.length).toBeGreaterThan(4);
  });
});
