// A bot over the report in `knowledge/`, with a fixed clock and id.

import { createKnowledge } from "#app/knowledge.ts";
import { createBot } from "#bot/bot.ts";
import type { Command } from "#bot/command.ts";
import { commandTable } from "#bot/commands/index.ts";
import type { KeptSelections } from "#domain/answer.ts";
import type { Message } from "#domain/message.ts";
import type { Handle, Invocation } from "#domain/platform.ts";
import type { Library } from "#domain/report.ts";
import { loadFolder } from "#reports/folder.ts";
import { parseReport } from "#reports/parse/parse-report.ts";
import { createTestLog } from "#test/support/log.ts";
import { openAccess, unscoped } from "#test/support/open-access.ts";

export type Fixture = Readonly<{ handle: Handle; logged: readonly Readonly<Record<string, unknown>>[] }>;

const today = new Date("2026-11-24T12:00:00Z");

/**
 * `reports`: Markdown sources by file name; without it, the report in `knowledge/`. `selections`: what several bots keep together, as
 * the processes of one store do.
 */
export async function createFixture(
  reports?: Readonly<Record<string, string>>,
  commands: readonly Command[] = commandTable,
  selections?: KeptSelections,
): Promise<Fixture> {
  const logged: Record<string, unknown>[] = [];
  const loaded = await loadFolder("knowledge");
  const knowledge = await createKnowledge(reports === undefined ? loaded.library : libraryOf(reports));
  const { handle } = createBot({
    digest: { zone: "UTC", admins: [] },
    access: openAccess,
    liveLibrary: {
      current: () => unscoped(knowledge),
      status: () => ({ diagnostics: loaded.diagnostics, loadedAt: today }),
    },
    commands,
    ...(selections === undefined ? {} : { selections }),
    prefix: "",
    log: createTestLog(logged),
    now: () => today,
    newId: () => "7f3a",
  });
  return { handle, logged };
}

export function libraryOf(sources: Readonly<Record<string, string>>): Library {
  const reports = Object.entries(sources).map(([file, source]) => {
    const { report } = parseReport(file, source);
    if (report === undefined) throw new Error(`${file} must be readable`);
    return report;
  });
  return { reports, aliases: [] };
}

export function invocation(
  command: string,
  args: Invocation["args"],
  via: Invocation["via"] = "command",
): Invocation {
  return {
    platform: "test",
    keys: [],
    command,
    args,
    asker: { id: "U1", name: "Ada", mayManage: true },
    channel: { id: "C1", kind: via === "direct" ? "direct" : "channel" },
    via,
  };
}

/** Throws if the reply is no message. */
export async function messageFor({ handle }: Fixture, invoked: Invocation): Promise<Message> {
  const reply = await handle(invoked);
  if (typeof reply === "string") throw new Error(`expected a message, got ${reply}`);
  return reply;
}

/** All words of a message, one line per block. */
export function wordsOf({ blocks }: Message): string {
  return blocks
    .map((block) =>
      block.kind === "actions"
        ? [block.lead ?? "", ...block.actions.map(({ label }) => `[${label}]`)].join(" ").trim()
        : block.runs.map(({ text }) => text).join(""),
    )
    .join("\n");
}
