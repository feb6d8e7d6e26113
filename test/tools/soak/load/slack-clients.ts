// People who ask in many channels of the loopback Slack, with commands and mentions alternating.

import { environmentFor } from "#test/platforms/slack/harness.ts";
import { mention, slashCommand } from "#test/support/fakes/slack/payloads.ts";
import { type SlackServer, startSlack } from "#test/support/fakes/slack/server.ts";
import { nextTs, type Post } from "#test/support/fakes/slack/state.ts";
import type { LoadClients } from "./load-clients.ts";

const PEOPLE = 1000;
const CHANNELS = 200;

export async function startSlackClients(): Promise<LoadClients> {
  const server = await startSlack();
  const { state } = server;
  for (let channel = 0; channel < CHANNELS; channel++)
    state.channels.set(`CL${channel}`, { id: `CL${channel}`, kind: "public", member: true });
  const answersTo = createIndex(server);
  return {
    environment: environmentFor(server),
    ask(index, question) {
      const asker = { channel: `CL${index % CHANNELS}`, user: `UL${index % PEOPLE}` };
      const { delivery, key } =
        index % 2 === 0 ? askByCommand(server, question, asker) : askByMention(server, question, asker);
      return {
        ackedAfter: () => delivery.ackedAfter,
        answeredAfter: () => {
          const answeredAt = answersTo(key)[0]?.at;
          return answeredAt === undefined ? undefined : answeredAt - delivery.sentAt;
        },
        answers: () => answersTo(key).map(({ payload }) => String(payload.text)),
      };
    },
    violations: () => state.violations,
    outage: server.outage,
    isConnected: () => server.connections() > 0,
    stop: server.stop,
  };
}

type Asker = Readonly<{ channel: string; user: string }>;

function askByCommand(server: SlackServer, question: string, asker: Asker) {
  const delivery = slashCommand(server, "/ask", question, asker);
  const { response_url } = delivery.envelope.payload as Readonly<{ response_url: string }>;
  return { delivery, key: response_url.split("/").at(-1) ?? "" };
}

/** In a thread of its own, so that its replies can be told from others. */
function askByMention(server: SlackServer, question: string, asker: Asker) {
  const thread = nextTs(server.state);
  server.state.threads.add(thread);
  return { delivery: mention(server, question, { ...asker, thread }), key: thread };
}

/** Finds the posts by the response_url that they answer, or by their thread. Each post is read once. */
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
