// What an asker reads when something did not work.
import type { Message } from "#domain/message.ts";
import { text } from "./blocks.ts";

/** A bug: the id is the one in the log. */
export function wordError(id: string): Message {
  return forAsker(`That did not work, and it is logged as ${id}. Please ask again.`);
}

/** A mistake of the asker, with how to put it right. */
export function wordUsage(line: string): Message {
  return forAsker(line);
}

/** For a place where the bot was not meant to be. */
export function wordElsewhere(): Message {
  return forAsker("Ibid serves only the places that its operator has listed, and this is none of them.");
}

function forAsker(line: string): Message {
  return { audience: "asker", summary: line, blocks: [text(line)] };
}
