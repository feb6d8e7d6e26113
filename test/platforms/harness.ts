// What a platform's test provides so that the contract can be played on it: people act, replies are read as neutral views.
import type { Args } from "#bot/command.ts";
import type { LogLine } from "#test/support/fakes/process.ts";
import type { Reading } from "#test/support/fakes/reading.ts";

export type Person = "ada" | "ben";

/** `team`: a channel that the bot is in. `outside`: one that it is not in. `direct`: alone with the bot. */
export type Place = "team" | "outside" | "direct";

/** Who acts, and where: ada in the team's channel unless told otherwise. */
export type Setting = Readonly<{
  by?: Person;
  place?: Place;
  /** The message whose thread this is said in. */
  under?: string;
}>;

/** Something that a person did, as the platform delivered it. */
export type Event = Readonly<{
  /** The person's own message, where there is one. */
  message?: string;
  acknowledged(): boolean;
  /** Delivers the same event once more, as the platform does when it is unsure. */
  again(): Event;
}>;

/** A reply as a person sees it. */
export type View = Reading &
  Readonly<{
    id: string;
    place: Place;
    /** The one person who sees it; everyone in the place when absent. */
    onlyFor?: Person;
    /** The message that it stands under or answers. */
    under?: string;
    deleted: boolean;
  }>;

/**
 * What becomes of the bot's next answer: `limited` (refused for a second, nothing posted), `fails` (500, nothing posted),
 * `hangs` (nothing posted, no reply), `lost` (posted, and the connection breaks before the reply), `refused` (not taken as
 * it is, for good).
 */
export type Fault = "limited" | "fails" | "hangs" | "lost" | "refused";

/** What a platform may be unable to do; a clause that needs it is skipped there, by name. */
export type Capability =
  | "mention"
  | "shortcut"
  /** Replies in a channel that one person sees. */
  | "private"
  /** The same in reply to a mention. */
  | "whisper"
  /** Channels that the bot is not in. */
  | "outside"
  /** Threads that a mention can be made in. */
  | "thread"
  | "reaction"
  /** Messages of the bot itself, of other bots, edits and deletions are delivered. */
  | "noise"
  /** Delivers an event more than once. */
  | "redelivery"
  /** The connection can be cut. */
  | "connection"
  | "faults"
  /** Is served by a process that restarts on the same data. */
  | "restart";

export type Harness = Readonly<{
  /** A command with its options by name. */
  command(name: string, args: Args, setting?: Setting): Event;
  mention(text: string, setting?: Setting): Event;
  direct(text: string, setting?: Setting): Event;
  /** The message shortcut with that label, on a message with that text. */
  shortcut(label: string, text: string, setting?: Setting): Event;
  click(view: View, label: string, by?: Person): Event;
  /** Messages that are not the bot's to answer, each with a question that the reports answer. */
  noise(): readonly Event[];
  /** Everything that the bot ever posted, oldest first. */
  views(): readonly View[];
  /** How many reactions the bot has given. */
  reactions(): number;
  fault(fault: Fault): void;
  /** Cuts the connection; resolves when the bot has come back. */
  cut(): Promise<void>;
  /** Asks the process to stop, as a deploy does; resolves with its exit code. */
  stop(): Promise<number | null>;
  /** Starts the process again with what it remembered. */
  start(): Promise<void>;
  /** Lets time pass on the platform. */
  age(minutes: number): void;
  log(): readonly LogLine[];
  /** Calls that the real platform would have refused as malformed. */
  violations(): readonly string[];
  until(holds: () => boolean): Promise<void>;
  /** Ends everything. */
  close(): Promise<void>;
}>;
