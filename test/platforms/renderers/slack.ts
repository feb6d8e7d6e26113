// Shows what Ibid sends to Slack by `slack-blocks-to-jsx`, which has other authors than Ibid and its fake Slack.
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { type Block, Message } from "slack-blocks-to-jsx";
import type { ShowBlocks } from "./interface.ts";

export const showBlocks: ShowBlocks = (blocks) => {
  const props = { blocks: blocks as unknown as Block[], time: new Date(0), name: "Ibid", logo: "" };
  return renderToStaticMarkup(createElement(Message, { ...props, withoutWrapper: true }));
};
