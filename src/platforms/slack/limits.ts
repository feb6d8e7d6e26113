// What Slack accepts, each number beside its source. Lengths are UTF-16 code units, which never undercounts.

export const LIMITS = {
  /** docs.slack.dev/reference/block-kit/blocks: blocks of a message. */
  blocks: 50,
  /** Undocumented: near 13,200 characters over all blocks Slack answers `msg_blocks_too_long` (slackapi/bolt-js issue 2509). */
  messageCharacters: 13_200,
  /** docs.slack.dev/reference/methods/chat.postMessage: `text` is best kept under 4,000 characters. */
  fallbackCharacters: 4_000,
  /** docs.slack.dev/reference/block-kit/block-elements/button-element. */
  buttonText: 75,
  buttonValue: 2_000,
  /** docs.slack.dev/reference/block-kit/block-elements: `action_id` and `block_id`. */
  identifier: 255,
  /** docs.slack.dev/reference/block-kit/blocks/actions-block. */
  actionElements: 25,
  /** docs.slack.dev/reference/block-kit/block-elements/button-element: `url`; applied to links too. */
  address: 3_000,
  /** docs.slack.dev/reference/app-manifest: a slash command with its slash, its description and hint; a shortcut. */
  commandName: 32,
  commandDescription: 2_000,
  commandHint: 1_000,
  shortcutName: 24,
  shortcutDescription: 150,
  /** docs.slack.dev/reference/methods/conversations.history recommends at most 200 messages a page. */
  historyPage: 200,
} as const;

/** Our own limit, in milliseconds: a request without an answer is abandoned, and its outcome is then unknown. */
export const REQUEST_TIMEOUT = 10_000;
