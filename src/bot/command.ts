// A command as data: dispatch, help, Slack's manifest and Discord's registration all read the same table.

import type { ChannelScopes } from "#access/channel-scopes.ts";
import type { Subscriptions } from "#digest/subscriptions.ts";
import type { KeptSelections } from "#domain/answer.ts";
import type { LibraryStatus } from "#domain/live-library.ts";
import type { Message, Reply } from "#domain/message.ts";
import type { Invocation } from "#domain/platform.ts";
import type { Library } from "#domain/report.ts";
import type { Decision, Scope } from "#domain/scope.ts";
import type { Retriever } from "#retrieval/retriever.ts";
import { truncateAtWord } from "#text/truncate.ts";
import type { VerifyText } from "#verification/verify-text.ts";

export type Command = Readonly<{
  name: string;
  /** At most 100 characters (Discord's limit). */
  description: string;
  /** The arguments as help prints them after the name. */
  usage: string;
  options: readonly CommandOption[];
  /** Run by buttons only: neither registered with the platforms nor listed in help. */
  button?: true;
  /** Its button posts to the channel, so a click counts towards the rate limit as a typed command does. */
  posts?: true;
  /** Searches the reports: waits in the search queue. */
  searches?: true;
  /** Runs even where no report may be seen, because it shows none. `admins`: the people on the operator's list. */
  runsAnywhere?(invocation: Invocation, admins: readonly string[]): boolean;
  /** Label of the message shortcut that runs the command with the message's text as its first option. */
  shortcut?: string;
  /** Parses a typed line if `parseArgs` cannot. */
  parse?(line: string): Args;
  /** Throws UsageError for a mistake that the asker can correct. */
  run(invocation: Invocation, context: CommandContext): Promise<CommandResult>;
}>;

type CommandOption = Readonly<{
  name: string;
  /** At most 100 characters (Discord's limit). */
  description: string;
  required?: true;
  /** The command cuts it itself, and tells the asker. All others are cut to MAX_ARGUMENT_LENGTH. */
  long?: true;
  /** Offer the titles of the loaded reports while the option is typed. */
  suggest?: "reports";
  /** The only values allowed. */
  choices?: readonly string[];
}>;

export type Args = Readonly<Record<string, string>>;

/** `outcome` is a word for log and metrics, which have a series for each; "done" if absent. */
export type CommandResult = Readonly<{ reply: Reply; outcome?: string }>;

export type CommandContext = Readonly<{
  /** Of what may be seen where the command was given. */
  knowledge: Knowledge;
  access: AccessContext;
  status: LibraryStatus;
  commands: readonly Command[];
  /** When the invocation is handled. */
  now: Date;
  /** Prepended to every command's name, for workspaces that have an `/ask` of their own. */
  prefix: string;
  digest: DigestContext;
  selections: KeptSelections;
  /** Undefined where no digest is posted. */
  countQuestion: CountQuestion | undefined;
  /**
   * Reserves a name for this invocation, for a day. True for the first invocation that asks, and for the same one when it is
   * handled again after a crash.
   */
  reserve(name: string): Promise<boolean>;
}>;

/** What questions are answered from and quotations are checked against. */
export type Knowledge = Retriever & Readonly<{ verifyText: VerifyText }>;

/** The loaded reports, as they are seen within scopes. */
export type ScopedKnowledge = Readonly<{
  /** Of no use for a reply: it has reports that its reader may not see. */
  all: Library;
  within(scope: Scope): Promise<Knowledge>;
}>;

export type AccessContext = Readonly<{
  /** Whether anything may be seen where the command was given. */
  decision: Decision;
  /** What may be seen where no administrator has set anything. */
  defaults: Scope;
  /** Absent where nothing is stored, as at the console. */
  scopes?: ChannelScopes;
  /** Throws UsageError unless everybody who reads the channel may see what is to be posted there. */
  requirePost(): Promise<void>;
  /** The sets that the loaded reports belong to, in alphabetical order. For administrators only. */
  setNames(): readonly string[];
  countReports(scope: Scope): number;
}>;

export type DigestContext = Readonly<{
  /** Absent where nothing is stored, as at the console: then a digest can only be previewed. */
  subscriptions?: Subscriptions;
  /** The time zone of a digest that names none. */
  zone: string;
  /** Ids of the people who may change digests. If empty, the platform's permissions decide. */
  admins: readonly string[];
}>;

/**
 * Counts a public question of a channel for its digest: whether it was answered, and the code of the quoted paragraph.
 * Returns at once; the count is stored later.
 */
export type CountQuestion = (
  where: Pick<Invocation, "platform" | "channel">,
  question: Readonly<{ answered: boolean; code?: string }>,
) => void;

/** A longer argument is a paste. The limit also bounds the work of every pattern that is matched against one. */
const MAX_ARGUMENT_LENGTH = 500;
// Of a whole line, and of an option that its command cuts itself.
const MAX_LINE_LENGTH = 8_000;

/** The arguments as commands get them: without white space at their ends, and none longer than it may be. */
export function boundArgs({ options }: Command, args: Args): Args {
  const long = new Set(options.flatMap((option) => (option.long === true ? [option.name] : [])));
  return Object.fromEntries(
    Object.entries(args).map(([name, value]) => [
      name,
      truncateAtWord(value.trim(), long.has(name) ? MAX_LINE_LENGTH : MAX_ARGUMENT_LENGTH),
    ]),
  );
}

/**
 * The arguments in a line of text: `in:<report>` anywhere in it, and the rest as the first option. Platforms whose
 * options are separate fields (Discord) do not need it.
 */
export function parseArgs({ options, parse }: Command, typed: string): Args {
  const line = truncateAtWord(typed.trim(), MAX_LINE_LENGTH);
  if (parse !== undefined) return parse(line);
  const [first] = options;
  if (first === undefined) return {};
  if (!options.some(({ name }) => name === "report")) return { [first.name]: line.trim() };
  const { rest, ...scope } = splitScope(line);
  return { [first.name]: rest.trim(), ...scope };
}

const SCOPE = /(?:^|\s)in:(?:"([^"]*)"|(\S+))/iu;

/** Takes the first `in:<report>` or `in:"<report>"` out of a line. */
export function splitScope(line: string): Readonly<{ rest: string; report?: string }> {
  const [matched, quoted, bare] = SCOPE.exec(line) ?? [];
  const report = quoted ?? bare;
  if (matched === undefined || report === undefined) return { rest: line };
  return { rest: line.replace(matched, " "), report };
}

/** Mentions are answered in public, everything else for the asker only. */
export function audienceOf({ via }: Invocation): Message["audience"] {
  return via === "mention" ? "channel" : "asker";
}

/** A private answer in a channel can be shared there. */
export function isShareable({ via, channel }: Invocation): boolean {
  return channel.kind === "channel" && (via === "command" || via === "shortcut");
}
