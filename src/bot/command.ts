// What a command is: data that dispatch, help, manifest and registration all read.
import type { Subscriptions } from "#digest/subscriptions.ts";
import type { LibraryStatus } from "#domain/live-library.ts";
import type { Log } from "#domain/log.ts";
import type { Message, Reply } from "#domain/message.ts";
import type { Invocation } from "#domain/platform.ts";
import type { Retriever } from "#retrieval/retriever.ts";
import type { Verify } from "#verification/verify.ts";

type CommandOption = Readonly<{
  name: string;
  /** At most 100 characters (Discord's bound). */
  description: string;
  required?: true;
  /** Offer the titles of the loaded reports while the option is typed. */
  suggest?: "reports";
  /** The only values it takes. */
  choices?: readonly string[];
}>;

export type Args = Readonly<Record<string, string>>;

export type DigestContext = Readonly<{
  /** Absent where nothing is remembered: then a digest can only be previewed. */
  subscriptions?: Subscriptions;
  /** The zone of a digest that names none. */
  zone: string;
  /** Ids of those who may change digests; where there are none, whom the platform lets. */
  admins: readonly string[];
}>;

/**
 * Counts a channel's public questions: whether one was answered, and the code of the paragraph that was quoted. The answer
 * does not wait for it.
 */
export type CountQuestion = (
  where: Pick<Invocation, "platform" | "channel">,
  question: Readonly<{ answered: boolean; code?: string }>,
) => void;

/** What questions are answered from and quotations checked against. */
export type Knowledge = Retriever & Readonly<{ verify: Verify }>;

export type CommandContext = Readonly<{
  knowledge: Knowledge;
  status: LibraryStatus;
  commands: readonly Command[];
  /** The date of the answer, for the age of a report. */
  today: Date;
  /** Stands before every command's name where a workspace has its own `/ask`. */
  prefix: string;
  digest: DigestContext;
  countQuestion?: CountQuestion;
  log: Log;
  /** Names what came of it for log and metrics, in one of a few words; "done" when nothing does. */
  settled(outcome: string): void;
}>;

export type Command = Readonly<{
  name: string;
  /** At most 100 characters (Discord's bound). */
  description: string;
  /** What follows the name, as help prints it. */
  usage: string;
  options: readonly CommandOption[];
  /** Called by a button only: not registered, not in help. */
  button?: true;
  /** A question or a check of a text: counts towards the limits and waits its turn. */
  searches?: true;
  /** Label of the message shortcut that runs it with the message's text as its first option. */
  shortcut?: string;
  /** Reads a typed line where `parseArgs` is not enough. */
  parse?(line: string): Args;
  run(invocation: Invocation, context: CommandContext): Promise<Reply>;
}>;

const SCOPE = /(?:^|\s)in:(?:"([^"]*)"|(\S+))/iu;

/**
 * The arguments in a line of text: `in:<report>` wherever it stands, the rest is the first option.
 * Platforms with typed options (Discord) do not need it.
 */
export function parseArgs(command: Command, text: string): Args {
  if (command.parse !== undefined) return command.parse(text);
  const [first] = command.options;
  if (first === undefined) return {};
  const scope = command.options.some(({ name }) => name === "report") ? SCOPE.exec(text) : null;
  const rest = (scope === null ? text : text.replace(scope[0], " ")).trim();
  const report = scope?.[1] ?? scope?.[2];
  return { [first.name]: rest, ...(report === undefined ? {} : { report }) };
}

/** What is asked by mention is answered in public; everything else is for the asker alone. */
export function audienceOf({ via }: Invocation): Message["audience"] {
  return via === "mention" ? "channel" : "asker";
}

/** A private answer in a channel can be shared there. */
export function isShareable({ via, channel }: Invocation): boolean {
  return channel.kind === "channel" && (via === "command" || via === "shortcut");
}
