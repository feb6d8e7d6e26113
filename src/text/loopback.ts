// Names and addresses of this machine itself.

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/iu;

/** True for a host, with or without a port, that is this machine itself. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}
