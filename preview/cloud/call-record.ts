/** One call of a function, as the preview's panel shows it: who and how it went, never what was said. */
export interface CallRecord {
  at: string
  fn: string
  op: string
  /** `ok` or the failure's code. */
  code: string
  ms: number
  openid: string | null
}
