// People who ask in many channels of the loopback Slack, with commands and mentions alternating.

import { environmentFor } from "#test/platforms/slack/harness.ts";
import type { Delivery } from "#test/support/fakes/slack/gateway.ts";
import { mention, slashCommand } from "#test/support/fakes/slack/payloads.ts";
import { type SlackServer, startSlack } from "#test/support/fakes/slack/server.ts";
import { nextTs, type Post } from "#test/support/fakes/slack/state.ts";
import type { AskedQuestion, LoadClients } from "./load-clients.ts";

const PEOPLE = 1000;
const CHANNELS = 200;

export type SlackClients = LoadClients &
  Readonly<{
    server: SlackServer;
    /** Somebody types this command, without the slash. */
    command(index: number, name: string, text: string): AskedQuestion;
  }>;

export async function startSlackClients(): Promise<SlackClients> {
  const server = await startSlack();
  const { state } = server;
  for (let channel = 0; channel < CHANNELS; channel++)
    state.channels.set(`CL${channel}`, { id: `CL${channel}`, kind: "public", member: true });
  const answersTo = createIndex(server);
  const asked = ({ delivery, key }: Sent): AskedQuestion => ({
    ackedAfter: () => delivery.ackedAfter,
    answeredAfter: () => {
      const answeredAt = answersTo(key)[0]?.at;
      return answeredAt === undefined ? undefined : answeredAt - delivery.sentAt;
    },
    answers: () => answersTo(key).map(({ payload }) => String(payload.text)),
  });
  return {
    server,
    environment: environmentFor(server),
    ask(index, question) {
      const asker = askerOf(index);
      return asked(
        index % 2 === 0
          ? sendCommand(server, `/ask ${question}`, asker)
          : askByMention(server, question, asker),
      );
    },
    command: (index, name, text) => asked(sendCommand(server, `/${name} ${text}`, askerOf(index))),
    violations: () => state.violations,
    outage: server.outage,
    isConnected: () => server.connections() > 0,
    stop: server.stop,
  };
}

type Asker = Readonly<{ channel: string; user: string }>;

function askerOf(index: number): Asker {
  return { channel: `CL${index % CHANNELS}`, user: `UL${index % PEOPLE}` };
}

/** `key`: what the replies to it are found by. */
type Sent = Readonly<{ delivery: Delivery; key: string }>;

function sendCommand(server: SlackServer, line: string, asker: Asker): Sent {
  const [command = ""] = line.split(" ", 1);
  const delivery = slashCommand(server, command, line.slice(command.length + 1), asker);
  const { response_url } = delivery.envelope.payload as Readonly<{ response_url: string }>;
  return { delivery, key: response_url.split("/").at(-1) ?? "" };
}

/** In a thread of its own, so that its replies can be told from others. */
function askByMention(server: SlackServer, question: string, asker: Asker): Sent {
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
