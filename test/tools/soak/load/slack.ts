// People who ask in Slack: commands and mentions by turns, in many channels, on the loopback Slack.

import { environmentFor } from "#test/platforms/slack/harness.ts";
import { mention, slashCommand } from "#test/support/fakes/slack/payloads.ts";
import { type SlackServer, startSlack } from "#test/support/fakes/slack/server.ts";
import { nextTs, type Post } from "#test/support/fakes/slack/state.ts";
import type { LoadClients } from "./crowd.ts";

const PEOPLE = 1000;
const CHANNELS = 200;

export async function gatherInSlack(): Promise<LoadClients> {
  const server = await startSlack();
  const { state } = server;
  for (let channel = 0; channel < CHANNELS; channel++)
    state.channels.set(`CL${channel}`, { id: `CL${channel}`, kind: "public", member: true });
  const answersTo = createIndex(server);
  return {
    environment: environmentFor(server),
    ask(index, question) {
      const where = { channel: `CL${index % CHANNELS}`, user: `UL${index % PEOPLE}` };
      const { delivery, key } =
        index % 2 === 0 ? command(server, question, where) : said(server, question, where);
      return {
        ackedAfter: () => delivery.ackedAfter,
        answeredAfter: () => {
          const at = answersTo(key)[0]?.at;
          return at === undefined ? undefined : at - delivery.sentAt;
        },
        answers: () => answersTo(key).map(({ payload }) => String(payload.text)),
      };
    },
    violations: () => state.violations,
    stop: server.stop,
  };
}

type Where = Readonly<{ channel: string; user: string }>;

function command(server: SlackServer, question: string, where: Where) {
  const delivery = slashCommand(server, "/ask", question, where);
  const { response_url } = delivery.envelope.payload as Readonly<{ response_url: string }>;
  return { delivery, key: response_url.split("/").at(-1) ?? "" };
}

/** In a thread of its own, so that a private reply can be told from others. */
function said(server: SlackServer, question: string, where: Where) {
  const thread = nextTs(server.state);
  server.state.threads.add(thread);
  return { delivery: mention(server, question, { ...where, thread }), key: thread };
}

/** The posts that answer a response_url or stand in a thread; every post is looked at once. */
function createIndex({ state }: SlackServer): (key: string) => readonly Post[] {
  const found = new Map<string, Post[]>();
  let read = 0;
  return (key) => {
    for (; read < state.posts.length; read++) {
      const post = state.posts[read] as Post;
      const name = post.by ?? post.thread ?? "";
      found.set(name, [...(found.get(name) ?? []), post]);
    }
    return found.get(key) ?? [];
  };
}
