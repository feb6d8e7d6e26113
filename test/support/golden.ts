// Compares how a platform renders each reply with its golden file.
import { expect, test } from "vitest";
import { digestMessage } from "#bot/messages/digest.ts";
import { createReadingOrder, previewFirst } from "#digest/select.ts";
import type { Message } from "#domain/message.ts";
import { type LoadedFolder, loadFolder } from "#reports/folder.ts";
import { createFixture, invocation, messageFor } from "./bot-fixture.ts";
import { replies } from "./replies.ts";

const fixture = await createFixture();

/** `payloadOf` renders a message, and throws if the platform would refuse the result. */
export function describeGolden(platform: string, payloadOf: (message: Message) => object): void {
  const expectGolden = (name: string, message: Message) =>
    expect(`${JSON.stringify(payloadOf(message), null, 2)}\n`).toMatchFileSnapshot(
      `../golden/${platform}/${name}.json`,
    );

  test.each(Object.entries(replies))(
    "%s is rendered as in its golden file",
    async (name, [command, args]) => {
      await expectGolden(name, await messageFor(fixture, invocation(command, args)));
    },
  );

  test("an answer to a mention and a shared answer are rendered as in their golden files", async () => {
    const [command, args] = replies.answer ?? ["", {}];
    await expectGolden("mention", await messageFor(fixture, invocation(command, args, "mention")));
    const shared = { reference: "4", ordinal: "4", marked: "4", wording: "closest" };
    await expectGolden("shared", await messageFor(fixture, invocation("share", shared, "button")));
  });

  test("a digest is rendered as in its golden file", async () => {
    await expectGolden("digest", digestPost(await loadFolder("knowledge")));
  });
}

/** The first post of a digest. */
function digestPost({ library }: LoadedFolder): Message {
  const { edition, occasion } = previewFirst(createReadingOrder(library));
  if (edition.kind === "nothing") throw new Error("the report has nothing for a digest");
  return digestMessage(edition, occasion, { library, today: new Date("2026-11-24") });
}
