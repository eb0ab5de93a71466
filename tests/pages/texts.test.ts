import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { CallFailure } from '../../miniprogram/cloud'
import {
  failureText,
  fieldText,
  logText,
  numberHint,
  outsideMessage,
  pieces,
  returnedText,
  stageTag,
  problemOf,
  waitingText,
} from '../../miniprogram/texts'
import { approvedView, at, iso, leagueBranch, transferView } from './views'

/** Each code with every detail that makes another sentence of it; one that is missing does not compile. */
const FAILURES: { [C in CallFailure['code']]: readonly Extract<CallFailure, { code: C }>[] } = {
  OFFLINE: [{ code: 'OFFLINE' }, { code: 'OFFLINE', detail: { service: '-504003' } }],
  BAD_INPUT: [
    { code: 'BAD_INPUT', detail: { fields: [{ path: 'idNumber', rule: 'id.checkDigit' }] } },
    { code: 'BAD_INPUT', detail: { fields: [] } },
  ],
  NO_IDENTITY: [{ code: 'NO_IDENTITY' }],
  NOT_REGISTERED: [{ code: 'NOT_REGISTERED' }],
  ALREADY_REGISTERED: [{ code: 'ALREADY_REGISTERED' }],
  ID_TAKEN: [{ code: 'ID_TAKEN' }],
  LOGIN_TAKEN: [{ code: 'LOGIN_TAKEN' }],
  LOGIN_FAILED: [{ code: 'LOGIN_FAILED' }],
  LOCKED: [{ code: 'LOCKED', detail: { until: iso('2024-11-22 14:05:30') } }],
  CODE_INVALID: [{ code: 'CODE_INVALID' }],
  NOT_FOUND: [{ code: 'NOT_FOUND' }],
  NOT_YOURS: [{ code: 'NOT_YOURS' }],
  NOT_STAFF: [{ code: 'NOT_STAFF' }],
  READ_ONLY: [{ code: 'READ_ONLY' }],
  LAST_SECRETARY: [{ code: 'LAST_SECRETARY' }],
  NOT_NOW: [{ code: 'NOT_NOW', detail: { stage: 'approved' } }],
  WAIT_NOT_OVER: [{ code: 'WAIT_NOT_OVER', detail: { readyAt: iso('2024-11-23 14:05:30') } }],
  NOT_APPROVED: [{ code: 'NOT_APPROVED' }],
  MISMATCH: [{ code: 'MISMATCH', detail: { differs: ['name', 'idNumber', 'memberNumber'] } }],
  OFFICIAL_FIRST: [{ code: 'OFFICIAL_FIRST' }],
  OFFICIAL_FAILURE: [{ code: 'OFFICIAL_FAILURE' }],
  ALREADY_OPEN: [{ code: 'ALREADY_OPEN' }],
  NOTHING_TO_TRANSFER: [{ code: 'NOTHING_TO_TRANSFER' }],
  BRANCH_NOT_JOINABLE: [{ code: 'BRANCH_NOT_JOINABLE' }],
  WINDOW_CLOSED: [
    { code: 'WINDOW_CLOSED', detail: { opensOn: '2024-06-01', closesOn: '2024-09-30' } },
    { code: 'WINDOW_CLOSED', detail: { opensOn: '2024-06-01' } },
    { code: 'WINDOW_CLOSED', detail: { closesOn: '2024-09-30' } },
    { code: 'WINDOW_CLOSED', detail: {} },
  ],
  LETTER_EXPIRED: [{ code: 'LETTER_EXPIRED', detail: { validUntil: '2024-09-01' } }],
  NOT_PREPARED: [{ code: 'NOT_PREPARED', detail: { missing: ['file', 'letterToCounsellor', 'probationPapers'] } }],
  CHANGED_MEANWHILE: [{ code: 'CHANGED_MEANWHILE', detail: { version: 3 } }],
  LINK_USED: [{ code: 'LINK_USED', detail: { branch: leagueBranch } }],
  LINK_EXPIRED: [{ code: 'LINK_EXPIRED', detail: { branch: leagueBranch } }],
  TOO_MANY: [{ code: 'TOO_MANY', detail: { retryAt: iso('2024-11-23 00:00') } }],
  TOO_LARGE: [{ code: 'TOO_LARGE' }],
  TOO_OLD: [{ code: 'TOO_OLD' }],
  TRY_AGAIN: [{ code: 'TRY_AGAIN' }, { code: 'TRY_AGAIN', detail: { until: iso('2024-11-23 00:00') } }],
  REASON_REQUIRED: [{ code: 'REASON_REQUIRED' }],
  BAD_FILE: [{ code: 'BAD_FILE', detail: { rule: 'broken' } }],
  ID_RELEASED: [{ code: 'ID_RELEASED' }],
  UNKNOWN_OP: [{ code: 'UNKNOWN_OP' }],
  INTERNAL: [{ code: 'INTERNAL', detail: { traceId: 'trace-abc' } }],
}
/** Whoever asks for what is not theirs learns no more than that. */
const SAYS_NO_MORE: readonly string[] = ['NOT_FOUND', 'NOT_YOURS']

describe('every failure says what happened and what to do', () => {
  const all = Object.values<readonly CallFailure[]>(FAILURES).flat()
  test.each(all)('$code', (failure) => {
    const text = failureText(failure)
    expect(text).toMatch(/。$|^填写有误：/u)
    if (!SAYS_NO_MORE.includes(failure.code)) expect(text).toMatch(/请|返回首页/u)
    expect(text).not.toMatch(/undefined|NaN|Invalid|\[object|[A-Z]{2}_/u)
    expect(problemOf(failure).title).not.toBe('')
  })
  test('and says it of what is in its detail', () => {
    const said = (failure: CallFailure | undefined) => (failure === undefined ? '' : failureText(failure))
    const firstOf = (code: CallFailure['code']) => all.find((failure) => failure.code === code)
    expect(said(firstOf('LOCKED'))).toContain('11月22日 14:06')
    expect(said(firstOf('INTERNAL'))).toContain('trace-abc')
    expect(said(firstOf('TOO_MANY'))).toContain('11月23日')
    expect(said(firstOf('LETTER_EXPIRED'))).toContain('9月1日')
    expect(said(firstOf('MISMATCH'))).toContain('姓名、身份证号、团员编号')
    expect(new Set(all.map(said)).size).toBe(all.length - 1)
  })
  test('the sentences of the procedure stand as they are agreed', () => {
    expect(failureText({ code: 'WAIT_NOT_OVER', detail: { readyAt: iso('2024-11-23 14:05:30') } })).toBe(
      '暂不能提交：团支部同意未满一天，最早可于 11月23日 14:06 提交。如原团组织已经提交，该申请可能转移失败，请其撤回或待退回后再提交。',
    )
    expect(failureText({ code: 'MISMATCH', detail: { differs: ['name'] } })).toBe(
      '转移失败：姓名与注册信息不一致。请先核对身份证上的写法。原团组织登记有误的，请其更正后重新提交；你注册有误的，修改后须经团支部重新同意并再满一天。',
    )
    expect(failureText({ code: 'NOT_FOUND' })).toBe('没有找到该申请，或你无权查看。')
    expect(failureText({ code: 'NOT_YOURS' })).toBe(failureText({ code: 'NOT_FOUND' }))
    expect(returnedText('入团年月有误')).toBe('团支部退回了你的申请，原因：入团年月有误')
  })
  test('waiting names the exact minute and the safest day', () => {
    expect(
      waitingText(leagueBranch, iso('2024-11-22 14:05:30'), iso('2024-11-23 14:05:30'), at('2024-11-22 20:00')),
    ).toBe(
      '团支部已于 11月22日 14:05 在北京共青团系统同意你的加入申请。请在 11月23日 14:06 以后联系原团组织，在外省市系统中提交转入北京申请（建议 11月24日起）。',
    )
  })
})

describe('what stands beside a field', () => {
  test('a date that does not exist is quoted', () => {
    expect(fieldText('idNumber', 'id.date', '110105 2001 0229 002X')).toBe(
      '出生日期 2001年2月29日 不存在，请对照身份证再输入一次',
    )
  })
  test('a path inside an object counts by its last part, and an unknown rule still says something', () => {
    expect(fieldText('claimed.name', 'required')).toBe('请填写姓名')
    expect(fieldText('phone', 'something.new')).toBe('手机号有误，请核对后再填')
  })
  test('the member number is asked for by the month of joining', () => {
    expect(numberHint('2015-05').label).toContain('选填')
    expect(numberHint('2016-05').label).toContain('选填')
    expect(numberHint('2017-05').label).toBe('团员编号')
    expect(numberHint('2019-05').hint).toContain('2019')
  })
})

describe('the tag of a transfer', () => {
  const ready = at('2024-11-23 14:05:30')
  test('turns at the very instant the wait ends', () => {
    expect(stageTag(approvedView(), ready - 1).text).toBe('同意未满一天')
    expect(stageTag(approvedView(), ready).text).toBe('已满一天可提交')
  })
  test.each(['member', 'link'] as const)('a match recorded by %s is not yet 转移成功', (confirmedBy) => {
    expect(stageTag(transferView({ stage: 'transferred', confirmedBy }), ready).text).toBe('信息核对一致')
  })
  test.each(['province', 'secretary'] as const)('confirmed by %s it is 转移成功', (confirmedBy) => {
    expect(stageTag(transferView({ stage: 'transferred', confirmedBy }), ready).text).toBe('转移成功')
  })
})

describe('the text for the outside organisation', () => {
  test('names the branch, its unconfirmed ID, the earliest minute, the fields and the warning', () => {
    const text = outsideMessage(approvedView(), at('2024-11-22 20:00'))
    expect(text).toContain('中国共产主义青年团计通24级临时团支部')
    expect(text).toContain('5324992（待团支部确认）')
    expect(text).toContain('11月23日 14:06 以后提交（建议 11月24日起）')
    expect(text).toContain('姓名、身份证号、团员编号')
    expect(text).toContain('不按步骤或跨步骤操作均将导致转移失败')
  })
  const evening = at('2024-11-22 20:00')
  const firstLine = (text: string) => text.split('\n')[0]
  test('says in its first line what to do now, and into which university', () => {
    const early = { declared: { submittedEarly: iso('2024-11-22 19:00') } }
    const cases: [string, RegExp][] = [
      [outsideMessage(transferView(), evening), /^请先不要提交：北京团支部还没有同意/u],
      [outsideMessage(approvedView(), evening), /^请在 11月23日 14:06 以后提交（建议 11月24日起），请勿提前/u],
      [outsideMessage(approvedView(), at('2024-11-23 14:06')), /^现在可以提交（11月23日 14:06 起已满一天）/u],
      [outsideMessage(approvedView(early), evening), /^请撤回已经提交的“转入北京”申请/u],
      [outsideMessage(transferView(early), evening), /^请撤回已经提交的“转入北京”申请/u],
      [outsideMessage(approvedView({ stage: 'failed' }), at('2024-11-24 14:06')), /^请更正后重新提交/u],
    ]
    for (const [text, first] of cases) {
      expect(firstLine(text)).toMatch(first)
      expect(firstLine(text)).toContain('北京科技大学计算机与通信工程学院团委')
    }
  })
  test('says to wait while nobody has approved', () => {
    expect(outsideMessage(transferView(), evening)).toContain('同意并满一天后才能提交')
  })
  test('names the address and the reason for leaving', () => {
    const text = outsideMessage(approvedView(), evening)
    expect(text).toContain('地址：北京市海淀区学院路30号')
    expect(text).toContain('转出原因：升学')
  })
})

test('whoever is no staff is led to where a code is entered', () => {
  expect(problemOf({ code: 'NOT_STAFF' }).way?.url).toBe('/desk/accept/accept')
  expect(problemOf({ code: 'NOT_YOURS' }).way).toBeUndefined()
})

test('the log says who did what, why and how often', () => {
  const line = { at: iso('2024-11-22 15:00'), by: 'member', what: 'refused', code: 'WAIT_NOT_OVER' } as const
  expect(logText({ ...line, count: 3 })).toBe('本人 提交未被接受：同意未满一天（3 次）')
  expect(logText({ at: line.at, by: 'secretary', what: 'returned', reason: '年月有误' })).toBe('团支部 退回：年月有误')
  expect(logText({ at: line.at, by: 'member', what: 'started' }, 'party')).toBe('本人 登记转接')
  const mismatch = { at: line.at, what: 'mismatched' } as const
  expect(logText({ ...mismatch, by: 'member' })).toBe('本人 记录了提交，信息核对不一致')
  expect(logText({ ...mismatch, by: 'link' })).toBe('原团组织 信息核对不一致')
  const received = { at: line.at, by: 'secretary', what: 'factsAdded' } as const
  expect(logText({ ...received, facts: ['letter', 'materials'], reason: '邮寄延误' }, 'party')).toBe(
    '党支部 登记已收介绍信、党员材料完整：邮寄延误',
  )
})

test('a sentence in pieces reads as the sentence, and its dates stay whole', () => {
  const sentence = '请在 11月23日 14:06 以后提交（建议 11月24日起）'
  const cut = pieces(sentence, '11月23日 14:06')
  expect(cut.map(({ text }) => text).join('')).toBe(sentence)
  expect(cut.filter(({ kind }) => kind !== 'plain')).toEqual([
    { text: '11月23日 14:06', kind: 'strong' },
    { text: '11月24日起', kind: 'whole' },
  ])
})

const PAGES = fileURLToPath(new URL('../../miniprogram', import.meta.url))
/** Everything that is exported by a file of sentences. */
const modules: object[] = await Promise.all(
  ['texts', 'desk/texts'].flatMap((folder) =>
    readdirSync(path.join(PAGES, folder)).map(
      (file) => import(/* @vite-ignore */ path.join(PAGES, folder, file)) as Promise<object>,
    ),
  ),
)

describe('a name in quotation marks', () => {
  const sentencesIn = (value: unknown): string[] => {
    if (typeof value === 'string') return [value]
    return typeof value === 'object' && value !== null ? Object.values(value).flatMap(sentencesIn) : []
  }
  const quoted = modules.flatMap(sentencesIn).filter((one) => one.includes('“'))

  test.each(quoted)('stays whole, and is short enough to: %s', (sentence) => {
    const whole = pieces(sentence).filter(({ kind }) => kind === 'whole')
    for (const [name] of sentence.matchAll(/“[^”]*”/gu))
      expect(
        whole.some(({ text }) => text === name),
        name,
      ).toBe(true)
  })

  test('stands in no template but through what keeps it whole', () => {
    const templates = ['pages', 'components'].flatMap((folder) =>
      readdirSync(path.join(PAGES, folder), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.wxml'))
        .map((file) => [file, readFileSync(path.join(PAGES, folder, file), 'utf8')] as const),
    )
    const broken = templates.flatMap(([file, text]) =>
      [...text.matchAll(/>[^<>{}]*“[^<>{}]*</gu)].map(([found]) => `${file}: ${found}`),
    )
    expect([templates.length > 30, broken]).toEqual([true, []])
  })
})
