// Answers by response_url, for longer than the process lives that was handed it: Bolt has it only while it listens.

// A request that hangs is given up after this many milliseconds; what became of it is then unknown.
export const REQUEST_TIMEOUT = 10_000;

/** Throws what `readFailure` understands. */
export async function respond(url: string, body: object): Promise<void> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(REQUEST_TIMEOUT),
  });
  await response.body?.cancel();
  if (response.ok) return;
  const { status: statusCode, headers } = response;
  const wait = Number(headers.get("retry-after"));
  throw Object.assign(new Error(`Slack answered a response_url with ${statusCode}`), {
    statusCode,
    ...(statusCode === 429 && wait > 0 ? { retryAfter: wait } : {}),
  });
}
