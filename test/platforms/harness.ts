// What the tests of a platform provide to run the contract on it: people act, and replies are read as neutral views.
import type { Args } from "#bot/command.ts";
import type { LogLine } from "#test/support/fakes/process.ts";
import type { Reading } from "#test/support/fakes/reading.ts";

/** `eve` is from outside the organisation. */
export type Person = "ada" | "ben" | "eve";

/**
 * `team`: a channel that the bot is in. `outside`: one that it is not in. `external`: one that people from outside the
 * organisation read. `direct`: alone with the bot.
 */
export type Place = "team" | "outside" | "external" | "direct";

/** Who acts, and where: by default ada, in the team's channel. */
export type Setting = Readonly<{
  by?: Person;
  place?: Place;
  /** The message in whose thread this happens. */
  under?: string;
}>;

/** Something that a person did, as the platform delivered it. */
export type Event = Readonly<{
  /** The id of the person's own message, if there is one. */
  message?: string;
  acknowledged(): boolean;
  /** Delivers the same event once more, as the platform does when it saw no acknowledgement. */
  again(): Event;
}>;

/** A reply as a person sees it. */
export type View = Reading &
  Readonly<{
    id: string;
    place: Place;
    /** The one person who sees it; everyone in the place when absent. */
    onlyFor?: Person;
    /** The message that it replies to, or in whose thread it is. */
    under?: string;
    deleted: boolean;
  }>;

/**
 * What happens to the bot's next answer: `limited` (rate limited for a second, not posted), `fails` (status 500, not
 * posted), `hangs` (no response, not posted), `lost` (posted, but the connection breaks before the response), `refused`
 * (rejected for good, not posted).
 */
export type Fault = "limited" | "fails" | "hangs" | "lost" | "refused";

/** What not every platform can do. A case that needs it is skipped, by name, where it is missing. */
export type Capability =
  | "mention"
  | "shortcut"
  /** Replies in a channel that one person sees. */
  | "private"
  /** The same in reply to a mention. */
  | "whisper"
  /** Channels that the bot is not in. */
  | "outside"
  /** Tells who is from outside, without a list of the operator's. */
  | "external"
  /** Threads that a mention can be made in. */
  | "thread"
  | "reaction"
  /** Also delivers messages of the bot itself and of other bots, edits and deletions. */
  | "noise"
  /** May deliver an event more than once. */
  | "redelivery"
  /** Has a connection that can be lost. */
  | "connection"
  | "faults"
  /** Is served by a process that can restart with the same data. */
  | "restart";

export type Harness = Readonly<{
  /** A command with its options by name. */
  command(name: string, args: Args, setting?: Setting): Event;
  mention(text: string, setting?: Setting): Event;
  direct(text: string, setting?: Setting): Event;
  /** Uses the message shortcut with this label on a message with this text. */
  shortcut(label: string, text: string, setting?: Setting): Event;
  click(view: View, label: string, by?: Person): Event;
  /** Messages that the bot must not answer, each with a question that the reports answer. */
  noise(): readonly Event[];
  /** Everything that the bot has posted, oldest first. */
  views(): readonly View[];
  /** How many reactions the bot has given. */
  reactions(): number;
  fault(fault: Fault): void;
  /** Cuts the connection; resolves when the bot has come back. */
  cut(): Promise<void>;
  /** Asks the process to stop, as a deployment does. Resolves with its exit code; null when a signal ended it. */
  stop(): Promise<number | null>;
  /** Starts the process again with the same data. */
  start(): Promise<void>;
  /** Keeps the process from writing its store until the result is called. */
  lockStore(): () => void;
  /** Moves the platform's clock forward. */
  age(minutes: number): void;
  log(): readonly LogLine[];
  /** Calls that the real platform would have refused as malformed. */
  violations(): readonly string[];
  /** Resolves once the condition holds; throws when it does not in time. */
  until(holds: () => boolean): Promise<void>;
  /** Ends everything. */
  close(): Promise<void>;
}>;
