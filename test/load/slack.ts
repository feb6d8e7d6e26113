// Load for Slack: commands and mentions by turns, from many people in many channels, on the loopback Slack.
import { type Process, startProcess } from "../fakes/process.ts";
import { mention, slashCommand } from "../fakes/slack/payloads.ts";
import { startSlack } from "../fakes/slack/server.ts";
import type { Post } from "../fakes/slack/state.ts";
import { environmentFor } from "../platforms/slack/stage.ts";
import type { Asked } from "./drive.ts";

const PEOPLE = 1000;
const CHANNELS = 200;

export type Target = Readonly<{
  process: Process;
  ask(index: number, question: string): Asked;
  /** What went wrong besides the questions themselves. */
  complaints(): readonly string[];
  close(): Promise<void>;
}>;

export async function openSlackTarget(): Promise<Target> {
  const server = await startSlack();
  const { state } = server;
  for (let channel = 0; channel < CHANNELS; channel++)
    state.channels.set(`CL${channel}`, { id: `CL${channel}`, kind: "public", member: true });
  const process = await startProcess(environmentFor(server));
  return {
    process,
    ask(index, question) {
      const where = { channel: `CL${index % CHANNELS}`, user: `UL${index % PEOPLE}` };
      const isCommand = index % 2 === 0;
      const delivery = isCommand
        ? slashCommand(server, "/ask", question, where)
        : mention(server, question, where);
      const payload = delivery.envelope.payload as Readonly<{
        response_url?: string;
        event?: { ts: string };
      }>;
      const key = payload.response_url?.split("/").at(-1) ?? payload.event?.ts;
      const posts = () => state.posts.filter((post: Post) => (isCommand ? post.by : post.thread) === key);
      let answers: readonly Post[] = [];
      const look = () => {
        if (answers.length === 0) answers = posts();
        return answers;
      };
      return {
        ackedAfter: () => delivery.ackedAfter,
        answeredAfter: () => (look()[0] === undefined ? undefined : look()[0]!.at - delivery.sentAt),
        answers: () => posts().length,
      };
    },
    complaints: () => [
      ...state.violations,
      ...process.complaints,
      ...process.log
        .filter(({ event }) => ["failed", "answer lost", "slack failed"].includes(event))
        .map((line) => JSON.stringify(line)),
    ],
    async close() {
      await process.stop();
      await server.stop();
    },
  };
}
