// The bot in this process, with all that its answers need, so that the processor time of a single request can be seen.
import { composeBot, openLibrary } from "#app/compose.ts";
import { parseArgs } from "#bot/command.ts";
import { commandTable } from "#bot/commands/index.ts";
import { parseConfig } from "#config.ts";
import type { Reply } from "#domain/message.ts";
import type { Library } from "#domain/report.ts";
import { createFixture } from "#test/support/digest-fixture.ts";
import { silentLog } from "#test/support/log.ts";
import type { TypedCommand } from "./requests.ts";
import { type Turn, watchTurns } from "./turns.ts";

export type MeasuredBot = Readonly<{
  library: Library;
  answer(request: TypedCommand): Promise<Reply>;
  /** The longest turn of the event loop from the request to its reply, by processor time. */
  measure(request: TypedCommand): Promise<Turn>;
  close(): Promise<void>;
}>;

export async function openBot(knowledge: string): Promise<MeasuredBot> {
  const config = parseConfig({ IBID_KNOWLEDGE: knowledge });
  const live = await openLibrary(config, silentLog, { indexQuotationsAfter: Promise.resolve() });
  const { all: library } = live.current();
  const fixture = createFixture("2026-11-25T08:00:00Z");
  fixture.library = library;
  const { subscriptions, die } = await fixture.start();
  const { handle } = composeBot(live, config, {
    log: silentLog,
    digest: { zone: "UTC", admins: [], subscriptions },
  });
  let longest: Turn = NO_TURN;
  const unwatch = watchTurns((turn) => {
    if (turn.cpu > longest.cpu) longest = turn;
  });
  const answer = ({ name, text }: TypedCommand) => handle(invocationOf(name, text));
  // Waits for the index of the quotations, which is made after the start.
  await answer({ name: "verify", text: "These words stand in no report at all." });
  return {
    library,
    answer,
    async measure(request) {
      await nextTurn();
      longest = NO_TURN;
      await answer(request);
      await nextTurn();
      return longest;
    },
    async close() {
      unwatch();
      await die();
    },
  };
}

const NO_TURN: Turn = { wall: 0, cpu: 0, waited: 0 };

/** Resolves after the watch has seen the end of this turn. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 2));
}

function invocationOf(name: string, text: string) {
  const command = commandTable.find((one) => one.name === name);
  if (command === undefined) throw new Error(`no command "${name}"`);
  return {
    platform: "fake",
    keys: [],
    command: name,
    args: parseArgs(command, text),
    asker: { id: "U1", name: "Ada", mayManage: true },
    channel: { id: "C1", kind: "channel" },
    via: "command",
  } as const;
}
