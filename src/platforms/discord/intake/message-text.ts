// The words of a message wherever Discord keeps them: content, embeds, text displays (Ibid's own answers are those),
// descriptions of attached files, and forwarded messages.
import { ComponentType, type Message, type MessageSnapshot } from "discord.js";
import { unescapeMarkup, unescapeText } from "#platforms/discord/escape.ts";

/** The parts with an empty line between them; empty for a message without words, such as a picture. */
export function textOf(message: Message | MessageSnapshot): string {
  const { author, client, content, embeds, components, attachments, messageSnapshots } = message;
  const displayed = components.flatMap((component) => displayedTexts(component.toJSON()));
  const parts = [
    unescapeText(content),
    ...embeds.flatMap(({ title, description, fields }) => [
      title,
      description,
      ...fields.flatMap(({ name, value }) => [name, value]),
    ]),
    ...(author?.id === client.user.id ? quotationsIn(displayed) : displayed).map(unescapeMarkup),
    ...attachments.map(({ description }) => description),
    ...(messageSnapshots?.map(textOf) ?? []),
  ];
  return parts.filter((part) => part).join("\n\n");
}

/**
 * Ibid's own answers have a citation under each quotation, whose title would be taken for one more quotation. All of the text
 * where nothing is quoted.
 */
function quotationsIn(texts: readonly string[]): readonly string[] {
  const quotations = texts.flatMap((text) => text.split("\n")).filter((line) => line.startsWith("> "));
  return quotations.length === 0 ? texts : quotations;
}

type Component = Readonly<{ type: number; content?: unknown; components?: unknown }>;

/** Containers and sections have components of their own. */
function displayedTexts(component: Component): readonly string[] {
  const { type, content, components } = component;
  const own = type === ComponentType.TextDisplay && typeof content === "string" ? [content] : [];
  const nested = Array.isArray(components) ? components.flatMap(displayedTexts) : [];
  return [...own, ...nested];
}
