// `fetch` for everything that is asked of Slack. The caller's signal bounds the time, and covers the body too; this bounds
// the size, so that no answer fills the memory or holds up other events while it is parsed.

// The longest answer is a page of messages, which has a few hundred kilobytes.
const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** Rejects, while the body is read, when it is longer than anything that Slack sends. */
export async function boundedFetch(...request: Parameters<typeof fetch>): Promise<Response> {
  const response = await fetch(...request);
  const { status, statusText } = response;
  const headers = new Headers(response.headers);
  // Bolt knows only whole seconds: without them it forgets that the request was refused, and takes -5 as a number.
  if (status === 429) headers.set("retry-after", String(secondsOf(headers.get("retry-after"))));
  const body = response.body?.pipeThrough(boundBytes()) ?? null;
  return new Response(body, { status, statusText, headers });
}

/** At least one second, whatever the header says. */
function secondsOf(retryAfter: string | null): number {
  return Math.max(1, Number.parseInt(retryAfter ?? "", 10) || 1);
}

function boundBytes(): TransformStream<Uint8Array, Uint8Array> {
  let left = MAX_BODY_BYTES;
  return new TransformStream({
    transform(chunk, controller) {
      left -= chunk.byteLength;
      if (left < 0) controller.error(new Error("Slack's answer is too long to be read"));
      else controller.enqueue(chunk);
    },
  });
}
