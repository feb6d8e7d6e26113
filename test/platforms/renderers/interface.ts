// What the tests see of the renderers. The packages themselves may be absent, and their types with them.

/** `blocks`: of a message to Slack. Returns the page that shows them, as HTML. */
export type ShowBlocks = (blocks: readonly object[]) => string;

/** A part of a text that Discord shows, as its parser names it. */
export type MarkdownNode = Readonly<{ type: string; content?: unknown; name?: string; target?: string }>;

export type ParseMarkdown = (text: string) => readonly MarkdownNode[];
