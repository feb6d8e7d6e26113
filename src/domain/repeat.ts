/**
 * Does the work now and every so many milliseconds, each time only after the time before. The returned function stops that
 * and resolves when the work in progress is done. The work must not throw.
 */
export function repeat(work: () => Promise<void>, milliseconds: number): () => Promise<void> {
  let working = work();
  const timer = setInterval(() => {
    working = working.then(work);
  }, milliseconds);
  return async () => {
    clearInterval(timer);
    await working;
  };
}
