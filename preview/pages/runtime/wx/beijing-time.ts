const BEIJING = 8 * 3600_000
const two = (n: number): string => String(n).padStart(2, '0')

/** An instant as Beijing shows it: `2026-11-23 14:05`. */
export function beijingTime(instant: number | string): string {
  const local = new Date(new Date(instant).getTime() + BEIJING)
  const day = `${String(local.getUTCFullYear())}-${two(local.getUTCMonth() + 1)}-${two(local.getUTCDate())}`
  return `${day} ${two(local.getUTCHours())}:${two(local.getUTCMinutes())}`
}
