/** The server's time on this phone: the phone's own clock may be wrong, and deadlines are the server's. */
let ahead = 0

/** Takes the instant that a reply carried. */
export function setServerNow(now: string): void {
  ahead = Date.parse(now) - Date.now()
}

/** Milliseconds since 1970 by the server's clock. */
export function serverNow(): number {
  return Date.now() + ahead
}
