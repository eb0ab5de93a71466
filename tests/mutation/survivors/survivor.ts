/** Mutants of one line that no test notices, and why none can or need be. */
export interface Survivor {
  /** Under `cloudfunctions/`. */
  file: string
  /** The line as it stands, without the spaces around it. */
  line: string
  /** What stands there instead, each of them for the same reason. */
  replacements: readonly string[]
  why: string
}
