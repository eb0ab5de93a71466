/** What the bench says: one line for each number, and all of them as a table at the end. */
const rows: { what: string; measured: string; goal: string }[] = []

export const row = (what: string, measured: string, goal: string): void => {
  rows.push({ what, measured, goal })
  console.log(`${what}: ${measured} (goal ${goal})`)
}

export const table = (): string =>
  ['| what | measured | goal |', '|---|---|---|']
    .concat(rows.map(({ what, measured, goal }) => `| ${what} | ${measured} | ${goal} |`))
    .join('\n')

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/** Milliseconds that the work takes. */
export const timed = async (work: () => unknown): Promise<number> => {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}

export const times = async (n: number, work: (i: number) => unknown): Promise<number[]> => {
  const all: number[] = []
  for (let i = 0; i < n; i += 1) all.push(await timed(() => work(i)))
  return all
}

/**
 * How many times longer ours takes than a peer's: both are measured in turn, each time the other one first, so that
 * whatever else the machine does meets both; the median of the rounds.
 */
export const ratio = async (
  rounds: number,
  ours: () => number | Promise<number>,
  peer: () => number | Promise<number>,
): Promise<number> => {
  const ratios: number[] = []
  for (let i = 0; i < rounds; i += 1) {
    const first = i % 2 === 0 ? await ours() : await peer()
    const second = i % 2 === 0 ? await peer() : await ours()
    ratios.push(i % 2 === 0 ? first / second : second / first)
  }
  return median(ratios)
}
