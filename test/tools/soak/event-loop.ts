// How long a process's event loop was blocked, from its own metrics.

/**
 * Watches a process whose metrics have this address; it may be away at times. `stop` returns the longest time for which its event
 * loop was blocked, in milliseconds. The time until an answer would include the process that plays the platforms and is as busy.
 */
export function watchEventLoop(address: string): Readonly<{ stop(): number }> {
  let longest = 0;
  let running = true;
  const poll = async () => {
    while (running) {
      const metrics = await fetch(address)
        .then((response) => response.text())
        .catch(() => "");
      longest = Math.max(
        longest,
        Number(/^nodejs_eventloop_lag_max_seconds (\S+)/mu.exec(metrics)?.[1] ?? 0),
      );
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  };
  void poll();
  return {
    stop() {
      running = false;
      return longest * 1000;
    },
  };
}
