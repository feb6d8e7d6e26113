// What Slack accepts, each number beside its source.

export const LIMITS = {
  /** docs.slack.dev/reference/block-kit/blocks: blocks of a message. */
  blocks: 50,
  /** Undocumented ceiling near 13,200 characters over all blocks (github.com/slackapi/bolt-js/issues/2509). */
  messageCharacters: 12_000,
  /** docs.slack.dev/reference/methods/chat.postMessage: `text` is best kept under 4,000 characters. */
  fallbackCharacters: 3_500,
  /** docs.slack.dev/reference/block-kit/block-elements/button-element. */
  buttonText: 75,
  buttonValue: 2_000,
  /** docs.slack.dev/reference/block-kit/blocks/actions-block. */
  actionElements: 25,
  /** docs.slack.dev/reference/app-manifest: name, description and hint of a slash command. */
  commandName: 32,
  commandDescription: 2_000,
  commandHint: 1_000,
} as const;
