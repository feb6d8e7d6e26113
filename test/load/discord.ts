// Load for Discord: interactions of many people in many channels, on the loopback Discord.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { slashCommand } from "../fakes/discord/payloads.ts";
import { startDiscord } from "../fakes/discord/server.ts";
import { CHANNEL, type Stored } from "../fakes/discord/state.ts";
import { startProcess } from "../fakes/process.ts";
import { environmentFor } from "../platforms/discord/stage.ts";
import type { Target } from "./slack.ts";

const PEOPLE = 1000;
const FIRST_PERSON = 810_000_000_000_000_000n;

export async function openDiscordTarget(): Promise<Target> {
  const server = await startDiscord();
  const { state } = server;
  for (let at = 0; at < PEOPLE; at++) {
    const id = String(FIRST_PERSON + BigInt(at));
    state.people.set(id, { id, username: `p${at}`, global_name: `P${at}`, bot: false });
  }
  const data = mkdtempSync(join(tmpdir(), "ibid-"));
  const process = await startProcess({ ...environmentFor(server), IBID_DATA: data });
  return {
    process,
    ask(index, question) {
      const user = String(FIRST_PERSON + BigInt(index % PEOPLE));
      const { interaction } = slashCommand(server, "ask", { question }, { channel: CHANNEL, user });
      let answer: Stored | undefined;
      const look = () => {
        answer ??= state.messages.find(({ id, pending }) => id === interaction.original && !pending);
        return answer;
      };
      return {
        ackedAfter: () => interaction.answeredAfter,
        answeredAfter() {
          const at = look()?.writtenAt;
          return at === undefined ? undefined : at - interaction.createdAt;
        },
        answers: () => look()?.writes ?? 0,
      };
    },
    complaints: () => [
      ...state.violations,
      ...process.complaints,
      ...process.log
        .filter(({ event }) => ["failed", "answer lost", "discord says"].includes(event))
        .map((line) => JSON.stringify(line)),
    ],
    async close() {
      await process.stop();
      await server.stop();
    },
  };
}
