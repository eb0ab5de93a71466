/** How a deployed function runs; seconds and megabytes. */
interface Deployed {
  timeout: number
  memorySize: number
}

/** The deployed functions: each is a folder of `cloudfunctions/` with an `index.ts` that exports `main`. */
export const FUNCTIONS = {
  member: { timeout: 10, memorySize: 256 },
  // Files are read here (`adapters/spreadsheet/in-worker.ts`).
  secretary: { timeout: 20, memorySize: 512 },
  province: { timeout: 10, memorySize: 256 },
  clock: { timeout: 60, memorySize: 256 },
} as const satisfies Readonly<Record<string, Deployed>>

export type FunctionName = keyof typeof FUNCTIONS
export const FUNCTION_NAMES = Object.keys(FUNCTIONS) as FunctionName[]

/** The platform's Node, fixed when a function is made, and the export that it calls. */
export const RUNTIME = 'Nodejs20.19'
export const HANDLER = 'index.main'
/** When `clock` runs: seven fields, every five minutes, so that a message is never later than that. */
export const CLOCK_EVERY = { name: 'everyFiveMinutes', cron: '0 */5 * * * * *' } as const

const deployed: Readonly<Record<string, Deployed>> = FUNCTIONS
/** How long a function may run, milliseconds; one that is not deployed, ten seconds. */
export const timeLimitMs = (name: string): number => (deployed[name]?.timeout ?? 10) * 1_000
