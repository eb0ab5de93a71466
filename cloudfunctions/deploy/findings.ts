import { isBusy } from '../adapters/cloudbase/refusals'
import { Contention } from '../app/store/ports'

/** What a check came to: what could not be asked is not tried, and never holds. */
export type Verdict = 'holds' | 'differs' | 'not tried'

export interface Finding {
  /** Names it for good, so that one check is found again in another run. */
  id: string
  /** What should be so. */
  claim: string
  verdict: Verdict
  /** What was seen, or why it could not be asked. */
  seen?: string
  /** What does not work where it differs. */
  breaks?: string
}

export interface Chapter {
  title: string
  findings: readonly Finding[]
}

const MARKS: Readonly<Record<Verdict, string>> = { holds: '✓ 符合', differs: '✗ 不符', 'not tried': '– 未试' }

/** A claim that was looked at: it holds, or what was seen instead. */
export const finding = (
  id: string,
  claim: string,
  holds: boolean,
  { seen, breaks }: { seen?: string; breaks?: string } = {},
): Finding => ({
  id,
  claim,
  verdict: holds ? 'holds' : 'differs',
  ...(holds || seen === undefined ? {} : { seen }),
  ...(holds || breaks === undefined ? {} : { breaks }),
})

export const notTried = (id: string, claim: string, seen: string): Finding => ({
  id,
  claim,
  verdict: 'not tried',
  seen,
})

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''

/** Whether nobody answered, or nobody who was asked: a fault of the network, a proxy's status, a service too busy. */
export const isUnanswered = (error: unknown): boolean =>
  /^(?:E[A-Z]+|\d{3})$/u.test(codeOf(error)) || isBusy(error) || error instanceof Contention

/** Why something could not be asked, in words. */
export const unanswered = (error: unknown): string => `没有得到回答（${codeOf(error) === '' ? '正忙' : codeOf(error)}）`

/** All findings as a table, with what does not work where one differs. */
export const tableOf = (chapters: readonly Chapter[]): string =>
  chapters
    .map(({ title, findings }) =>
      [
        title,
        ...findings.flatMap(({ claim, verdict, seen, breaks }) => [
          `  ${MARKS[verdict]}  ${claim}`,
          ...(seen === undefined ? [] : [`          ${verdict === 'differs' ? '看到的是：' : '原因：'}${seen}`]),
          ...(breaks === undefined ? [] : [`          影响：${breaks}`]),
        ]),
      ].join('\n'),
    )
    .join('\n\n')

/** How many of each verdict, in words. */
export const totalOf = (chapters: readonly Chapter[]): string => {
  const count = (verdict: Verdict): string =>
    String(chapters.flatMap(({ findings }) => findings).filter((one) => one.verdict === verdict).length)
  return `符合 ${count('holds')} 项，不符 ${count('differs')} 项，未试 ${count('not tried')} 项。`
}

export const anyDiffers = (chapters: readonly Chapter[]): boolean =>
  chapters.some(({ findings }) => findings.some(({ verdict }) => verdict === 'differs'))
