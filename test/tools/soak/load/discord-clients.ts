// People who ask in a channel of the loopback Discord, with slash commands.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environmentFor } from "#test/platforms/discord/harness.ts";
import { slashCommand } from "#test/support/fakes/discord/payloads.ts";
import { readMessage } from "#test/support/fakes/discord/reading.ts";
import type { DiscordServer } from "#test/support/fakes/discord/server.ts";
import { CHANNEL, type Stored } from "#test/support/fakes/discord/state.ts";
import type { LoadClients } from "./load-clients.ts";

const PEOPLE = 1000;
const FIRST_PERSON = 810_000_000_000_000_000n;

export function startDiscordClients(server: DiscordServer): LoadClients {
  const { state } = server;
  for (let i = 0; i < PEOPLE; i++) {
    const id = String(FIRST_PERSON + BigInt(i));
    state.people.set(id, { id, username: `p${i}`, global_name: `P${i}`, bot: false });
  }
  const found = new Map<string, Stored>();
  let read = 0;
  const messageOf = (id: string | undefined) => {
    for (; read < state.messages.length; read++) {
      const message = state.messages[read] as Stored;
      found.set(message.id, message);
    }
    const message = found.get(id ?? "");
    return message?.pending === false ? message : undefined;
  };
  return {
    environment: { ...environmentFor(server), IBID_DATA: mkdtempSync(join(tmpdir(), "data-")) },
    ask(index, question) {
      const user = String(FIRST_PERSON + BigInt(index % PEOPLE));
      const { interaction } = slashCommand(server, "ask", { question }, { channel: CHANNEL, user });
      return {
        ackedAfter: () => interaction.answeredAfter,
        answeredAfter() {
          const writtenAt = messageOf(interaction.original)?.writtenAt;
          return writtenAt === undefined ? undefined : writtenAt - interaction.createdAt;
        },
        answers() {
          const message = messageOf(interaction.original);
          return message === undefined
            ? []
            : Array.from({ length: message.writes }, () => readMessage(message).words);
        },
      };
    },
    violations: () => state.violations,
    outage: server.outage,
    isConnected: () => server.gateway.connections() > 0,
    stop: server.stop,
  };
}
