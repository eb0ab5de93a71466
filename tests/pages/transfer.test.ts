import { describe, expect, test } from 'vitest'
import type { AccountView, Stage, TransferView } from '../../cloudfunctions/contract'
import { homePage } from '../../miniprogram/pages/home/view'
import { closedFor, precheckPage } from '../../miniprogram/pages/request/view'
import { transferPage, type TransferPage } from '../../miniprogram/transfer/view'
import { accountView, approvedView, at, iso, stepsDone, transferView } from './views'

const evening = at('2024-11-22 20:23:30')
const ready = at('2024-11-23 14:05:30')
const sentences = (page: TransferPage) => page.paragraphs.map((parts) => parts.map(({ text }) => text).join(''))

describe('the one next thing follows from the stage', () => {
  const cases: [string, TransferView, number, string | null][] = [
    ['registered', transferView(), evening, 'applied'],
    ['applied', transferView({ declared: { officialRegistration: iso('2024-11-22 10:00') } }), evening, null],
    ['waiting', approvedView(), evening, 'copy'],
    ['ready', approvedView({ allowedActions: ['request', 'withdraw'] }), ready, 'copy'],
    ['submitted', approvedView({ submittedAt: iso('2024-11-23 15:00') }), ready, null],
    ['returned', transferView({ stage: 'returned', returnReason: '年月有误' }), evening, 'amend'],
    [
      'failed',
      approvedView({
        stage: 'failed',
        allowedActions: ['request', 'withdraw'],
        failure: { code: 'MISMATCH', differs: ['name'] },
      }),
      ready,
      'copy',
    ],
    ['transferred', transferView({ stage: 'transferred', confirmedBy: 'member', allowedActions: [] }), ready, null],
    ['withdrawn', transferView({ stage: 'withdrawn', allowedActions: [] }), ready, 'restart'],
  ]
  test.each(cases)('%s', (_, transfer, now, act) => {
    expect(transferPage(transfer, now).primary?.act ?? null).toBe(act)
  })
})

describe('while the branch has not answered', () => {
  test('what was sent from here is not said to be sent in the official system', () => {
    const joined = (transfer: TransferView) => transferPage(transfer, ready).steps[0]?.title
    expect(joined(transferView())).toBe('在本小程序申请加入')
    expect(joined(approvedView())).toBe('注册并申请加入')
  })
  const asked = transferView({ since: iso('2024-11-22 09:31') })
  const after = (days: number) => transferPage(asked, Date.parse(asked.since) + days * 86_400_000)
  test('says whom to call once the days of the branch are over, not before', () => {
    expect(after(3).warning).toBe('')
    expect(after(4).warning).toBe('提交已超过 4 天，团支部还没有审核。请致电 010-62334997 询问。')
    const inside = transferPage({ ...asked, origin: 'beijing' }, Date.parse(asked.since) + 5 * 86_400_000)
    expect(inside.warning).toBe('提交已超过 5 天，团支部还没有审核。请致电 010-62334997 询问。')
  })
  test('and then calling is the one thing to do, for whoever has done the own part', () => {
    const now = Date.parse(asked.since) + 4 * 86_400_000
    const declared = { officialRegistration: iso('2024-11-22 10:00') }
    const call = { act: 'call', label: '致电团支部 010-62334997' }
    expect(transferPage({ ...asked, declared }, now).primary).toEqual(call)
    expect(transferPage({ ...asked, declared, origin: 'beijing' }, now).primary).toEqual(call)
    expect(transferPage({ ...asked, declared }, Date.parse(asked.since)).primary).toBeNull()
    expect(after(4).primary?.act).toBe('applied')
  })
  test('says how long this branch usually takes, as far as it is known, and from when on to call', () => {
    const declared = { officialRegistration: iso('2024-11-22 10:00') }
    const said = (usualHours?: number) => {
      const branch = { ...asked.branch, ...(usualHours === undefined ? {} : { usualHours }) }
      return sentences(transferPage({ ...asked, declared, branch }, evening))[1]
    }
    expect(said()).toContain('等待书记审核。超过 3 天没有答复的，请致电询问。')
    expect(said(0.4)).toContain('这个团支部一般 1 天内答复，超过 3 天没有答复的，请致电询问。')
    expect(said(24)).toContain('一般 1 天内答复')
    expect(said(30.5)).toContain('一般 2 天内答复')
  })
  test('whoever has submitted already is told what to do', () => {
    expect(after(0).secondary.map(({ label }) => label)).toContain('原团组织已经提交了？')
    expect(closedFor(asked, Date.parse(asked.since))?.text).toContain('请其撤回或待退回后再提交')
  })
})

describe('while waiting', () => {
  const page = transferPage(approvedView(), evening)
  test('counts down to the instant and marks the exact minute', () => {
    expect(page.until).toBe(iso('2024-11-23 14:05:30'))
    expect(page.paragraphs[0]).toContainEqual({ text: '11月23日 14:06', kind: 'strong' })
    expect(page.warning).toBe('未满一天提交，将导致转移失败。')
  })
  test('the closed step says from when it opens, and the wait until when it lasts', () => {
    expect(page.steps.map(({ sub }) => sub)).toEqual([
      '你 · 11月22日 09:31',
      '团支部书记 · 11月22日 14:05',
      '到 11月23日 14:06',
      '原团组织 · 11月23日 14:06 后',
      '系统',
      '北京系统',
    ])
  })
  test('a branch that asks for more says so', () => {
    const longer = approvedView({ branch: { ...approvedView().branch, waitHours: 72 } })
    const { steps, warning } = transferPage(longer, evening)
    expect(steps[2]?.title).toBe('满 3 天后才能提交')
    expect(warning).toBe('未满 3 天提交，将导致转移失败。')
  })
})

test('a finished wait is shown by the minute that was promised', () => {
  const steps = stepsDone(3, [iso('2024-11-22 09:31'), iso('2024-11-22 14:05:30'), iso('2024-11-23 14:05:30')])
  expect(transferPage(approvedView({ steps }), ready).steps[2]?.sub).toBe('11月23日 14:06')
})

describe('the result', () => {
  test('a mismatch names the fields that differ and what to do, never a value', () => {
    const failed = approvedView({ stage: 'failed', failure: { code: 'MISMATCH', differs: ['name', 'memberNumber'] } })
    const page = transferPage(failed, ready)
    expect(page.title).toBe('姓名、团员编号与注册信息不一致')
    expect(sentences(page)).toEqual(['身份证号一致。'])
    expect(page.todo).toHaveLength(4)
  })
  test('what is registered stands beside what differs: the own values, numbers by their last four', () => {
    const failed = approvedView({
      stage: 'failed',
      failure: { code: 'MISMATCH', differs: ['name', 'idNumber', 'memberNumber'] },
    })
    const shown = (account: AccountView | null) =>
      transferPage(failed, ready, undefined, account).differing.map(({ label, value }) => `${label} ${value}`)
    expect(shown(accountView)).toEqual(['姓名 阿依古丽·买买提', '身份证号 尾号 002X', '团员编号 尾号 1234'])
    const { memberNumber: _none, ...without } = accountView
    expect(shown(without)[2]).toBe('团员编号 没有登记')
    expect(shown(null)).toEqual([])
    const official = approvedView({ stage: 'failed', failure: { code: 'OFFICIAL_FAILURE' } })
    expect(transferPage(official, ready, undefined, accountView).differing).toEqual([])
  })
  test('an official failure tells the reason that the branch recorded', () => {
    const failed = approvedView({
      stage: 'failed',
      failure: { code: 'OFFICIAL_FAILURE' },
      log: [{ at: iso('2024-11-24 09:00'), by: 'secretary', what: 'officiallyFailed', reason: '编号不符' }],
    })
    expect(sentences(transferPage(failed, ready))).toEqual(['原因：编号不符'])
  })
  test.each([
    [{ code: 'MISMATCH', differs: ['name'] }, 4, '系统 · 上次不一致'],
    [{ code: 'OFFICIAL_FAILURE' }, 5, '北京系统 · 上次转移失败'],
  ] as const)(
    'after a failure the step that failed is red, and the request stands to be made again',
    (failure, n, sub) => {
      const steps = stepsDone(3, [iso('2024-11-22 09:31')])
      const page = transferPage(
        approvedView({ stage: 'failed', failure: { ...failure, differs: ['name'] }, steps }),
        ready,
      )
      expect(page.steps.filter(({ tone }) => tone === 'bad')).toEqual([page.steps[n]])
      expect(page.steps[n]?.sub).toBe(sub)
      expect(page.steps[3]).toMatchObject({ title: '原团组织重新提交', state: 'current', tone: 'brand' })
    },
  )
  test('inside Beijing the approval is the result', () => {
    const inside = transferPage(transferView({ origin: 'beijing' }), ready)
    expect(inside.steps[1]?.title).toBe('团支部同意，即为转移成功')
  })
  test.each(['member', 'link'] as const)('a match by %s waits for the official system', (confirmedBy) => {
    const page = transferPage(transferView({ stage: 'transferred', confirmedBy }), ready)
    expect(page.title).toBe('信息核对一致，等待北京系统确认')
  })
  test.each(['province', 'secretary'] as const)('confirmed by %s it is 转移成功', (confirmedBy) => {
    expect(transferPage(transferView({ stage: 'transferred', confirmedBy }), ready).title).toBe('转移成功')
  })
})

test('once all is over nothing is left to be copied, and the branch is named', () => {
  const over = (changes: Partial<TransferView>) => {
    const { copies, letterUrl, lines } = transferPage(transferView(changes), ready)
    return [copies.length === 0, letterUrl === '', lines[0]?.key === 'branch']
  }
  expect(over({ stage: 'transferred', confirmedBy: 'secretary' })).toEqual([true, true, true])
  expect(over({ stage: 'withdrawn' })).toEqual([true, true, true])
  expect(over({ kind: 'party', stage: 'received' })).toEqual([true, true, true])
  // What waits to be confirmed may have to be mended.
  expect(over({ stage: 'transferred', confirmedBy: 'member' })).toEqual([false, false, false])
})

test('a Party branch that does not take over what is on its way online is called; a letter may come later', () => {
  const now = at('2024-11-27 10:00')
  const branch = { ...transferView().branch, kind: 'party' as const }
  const online = transferView({ kind: 'party', stage: 'announced', channel: 'online', branch })
  expect(transferPage(online, now)).toMatchObject({
    warning: '提交已超过 5 天，党支部还没有接收。请致电 010-62334997 询问。',
    primary: { act: 'call' },
  })
  const paper = transferPage({ ...online, channel: 'paper' }, now)
  expect([paper.warning, paper.primary]).toEqual(['', null])
  const accepted = transferPage({ ...online, facts: { online: iso('2024-11-23 10:00') } }, now)
  expect([accepted.warning, accepted.primary]).toEqual(['', null])
})

test('a Party branch that has taken the membership over is not said to wait for it', () => {
  const facts = { letter: iso('2024-11-22 15:00') }
  const accepted = transferView({ kind: 'party', stage: 'announced', channel: 'paper', facts })
  expect(transferPage(accepted, ready).tag).toEqual({ text: '党支部已接收', tone: 'wait' })
})

test('the link is offered at every open stage: a check is welcome before the approval too', () => {
  const offers = (transfer: TransferView) => transferPage(transfer, ready).secondary.some(({ act }) => act === 'link')
  expect([transferView(), transferView({ stage: 'returned' }), approvedView()].map(offers)).toEqual([true, true, true])
})

describe('what the member says of the official system', () => {
  const applied = { officialRegistration: iso('2024-11-22 10:00') }
  test('until it is said, it is the headline, with the way open and the name and ID beside it', () => {
    const page = transferPage(transferView(), evening)
    expect(page.title).toBe('还差一步：在北京共青团系统注册并申请加入')
    expect([page.guideOpen, page.guideCopies.length, page.copies.length]).toEqual([true, 2, 0])
    expect(transferPage(transferView({ origin: 'beijing' }), evening).title).toBe(
      '还差一步：在北京共青团系统转移团组织',
    )
  })
  test('once said it is quiet, and can be taken back', () => {
    const page = transferPage(transferView({ declared: applied }), evening)
    expect([page.title, page.guideOpen, page.copies.length]).toEqual(['等待团支部同意', false, 2])
    expect(sentences(page)[0]).toContain('11月22日 10:00')
    expect(page.secondary.map(({ act }) => act)).toContain('notApplied')
  })
  test('submitted too early it says so at every open stage until it is settled', () => {
    const declared = { submittedEarly: iso('2024-11-22 19:00') }
    const early = (transfer: TransferView) => transferPage(transfer, evening).early?.text ?? ''
    expect(early(transferView({ declared }))).toContain('团支部同意并满一天后再提交')
    expect(early(approvedView({ declared }))).toContain('11月23日 14:06 以后再提交')
    expect(early(transferView({ declared, stage: 'withdrawn' }))).toBe('')
    expect(early(approvedView())).toBe('')
  })
})

describe('a check by link', () => {
  const checked = (matches: boolean) => ({ at: iso('2024-11-22 18:00'), organisation: '某大学团委', matches })
  test('does not make the step done: it stays current, with the text to copy', () => {
    const transfer = approvedView({ checked: checked(true), steps: stepsDone(3, [iso('2024-11-22 09:31')]) })
    const page = transferPage(transfer, ready)
    expect(page.checked).toMatchObject({ tone: 'done' })
    expect(page.checked?.text).toContain('某大学团委 已于 11月22日 18:00 核对一致。核对不是提交')
    expect(page.steps[3]).toMatchObject({ key: 'request', state: 'current' })
    expect(page.primary?.act).toBe('copy')
  })
  test('that differs is 核对不一致, never 转移失败', () => {
    const page = transferPage(approvedView({ checked: checked(false) }), evening)
    expect(page.checked).toMatchObject({ tone: 'wait' })
    expect(page.checked?.text).toContain('核对不一致')
    expect(JSON.stringify([page.tag, page.title, page.checked])).not.toContain('转移失败')
  })
  test('is of no interest any more once it was submitted', () => {
    const submittedAt = iso('2024-11-23 15:00')
    const page = transferPage(
      approvedView({ checked: checked(true), submittedAt, steps: stepsDone(4, [submittedAt]) }),
      ready,
    )
    expect([page.checked, page.tag.text]).toEqual([null, '已提交，待校核'])
    expect(page.steps[4]).toMatchObject({ title: '由北京系统校核', state: 'current' })
  })
})

test('the other journeys show where they stand', () => {
  const party: Stage[] = ['preparing', 'announced', 'returned', 'received', 'withdrawn']
  for (const stage of party) {
    const page = transferPage(transferView({ kind: 'party', stage, allowedActions: [] }), ready)
    expect(page.kind).toBe('党组织关系 · 京外转入')
    expect(page.title).not.toBe('')
  }
})

describe('recording a request', () => {
  test('is closed one millisecond before the wait ends, with the exact minute and why', () => {
    const closed = closedFor(approvedView(), ready - 1)
    expect(closed?.text).toContain('最早可于 11月23日 14:06 提交')
    expect(closed?.why).toContain('至少一天')
  })
  test('is closed while nobody has approved, and once it is over', () => {
    expect(closedFor(transferView(), evening)?.text).toContain('团支部还没有同意')
    const over = closedFor(transferView({ stage: 'transferred', allowedActions: [] }), ready)
    expect([over?.title, over?.text]).toEqual(['不用再登记', '转接已有结果，可以在转接详情里查看。'])
    // Nothing is to come any more: no text for the outside organisation is offered.
    expect([closedFor(transferView(), evening)?.coming, over?.coming]).toEqual([true, false])
  })
  test('is open when the server would take it', () => {
    expect(closedFor(approvedView({ allowedActions: ['request'] }), ready)).toBeNull()
  })
  test('a difference is mended first, a variant may be sent with a warning', () => {
    expect(precheckPage({ matches: false, differs: ['name'], variants: [], unsure: [] }).send).toBe(false)
    const variant = precheckPage({ matches: true, differs: [], variants: ['name'], unsure: [] })
    expect([variant.send, variant.tone]).toEqual([true, 'wait'])
    expect(precheckPage({ matches: true, differs: [], variants: [], unsure: ['memberNumber'] }).tone).toBe('wait')
    expect(precheckPage({ matches: true, differs: [], variants: [], unsure: [] }).tone).toBe('done')
  })
})

describe('home', () => {
  const me = { account: null, staffOf: [], now: iso('2024-11-22 20:00') }
  test('without a transfer it leads to the way', () => {
    expect(homePage({ ...me, transfers: [] }, evening)).toMatchObject({ mains: [], begin: true, others: [] })
  })
  test('the open transfer stands first, closed ones below', () => {
    const closed = transferView({ id: 'old', stage: 'withdrawn', allowedActions: [] })
    const home = homePage({ ...me, transfers: [closed, approvedView()] }, evening)
    expect(home.mains.map(({ id }) => id)).toEqual(['t1'])
    expect(home.others.map(({ id }) => id)).toEqual(['old'])
  })
  test('what to tell the old organisation is at hand once it can submit', () => {
    const ready = approvedView({ readyAt: iso('2024-11-22 19:00') })
    const [main] = homePage({ ...me, transfers: [ready] }, evening).mains
    expect(main?.primary?.act).toBe('copy')
    expect(main?.more.map(({ label }) => label)).toEqual(['登记：原团组织已提交'])
  })
  test('what was just sent is said so; its number stands in the head, and nowhere else', () => {
    const home = homePage({ ...me, transfers: [transferView()] }, evening)
    expect([home.sent, home.mains[0]?.reference]).toEqual(['申请已提交。', '登记编号 2411 0382 7'])
    expect(homePage({ ...me, transfers: [approvedView()] }, evening).sent).toBe('')
  })
  test('where one stands is said in a line; the steps themselves stand on the page of the transfer', () => {
    const [main] = homePage({ ...me, transfers: [approvedView()] }, evening).mains
    expect(main).toMatchObject({ place: '第 3 步，共 6 步', turn: '到 11月23日 14:06', steps: [] })
  })
  test('while the official way stands open it is the one next thing', () => {
    const [main] = homePage({ ...me, transfers: [transferView()] }, evening).mains
    expect([main?.guideOpen, main?.more]).toEqual([true, []])
  })
  test('names the body that is responsible, by its branch where one is known', () => {
    expect(homePage({ ...me, transfers: [transferView()] }, evening).body).toBe(
      '北京科技大学计算机与通信工程学院团委负责',
    )
    expect(homePage({ ...me, transfers: [] }, evening).body).toBe('北京科技大学计算机与通信工程学院负责')
  })
  test('League and Party under way stand side by side, each with its own next thing and its own branch', () => {
    const party = transferView({ id: 'p1', kind: 'party', stage: 'preparing', steps: [] })
    const home = homePage({ ...me, transfers: [party, approvedView()] }, evening)
    expect(home.mains.map(({ id, primary }) => [id, primary?.act])).toEqual([
      ['t1', 'copy'],
      ['p1', 'announce'],
    ])
    expect(home.primary).toBeNull()
  })
  test('says what to do after a failure in one sentence, for the list stands on the page of the transfer', () => {
    const failed = (failure: TransferView['failure']) =>
      homePage({ ...me, transfers: [approvedView({ stage: 'failed', ...(failure && { failure }) })] }, ready).mains
    const [mismatch] = failed({ code: 'MISMATCH', differs: ['name'] })
    expect(mismatch && sentences(mismatch)).toEqual([
      '身份证号一致。',
      '请先核对身份证上的写法。原团组织登记有误的，请其更正后重新提交；你注册有误的，修改后须经团支部重新同意并再满一天。',
    ])
    const [number] = failed({ code: 'MISMATCH', differs: ['memberNumber'] })
    expect(number && sentences(number)[1]).toMatch(/^请先在智慧团建的个人中心核对 12 位团员编号。原团组织/u)
    const [official] = failed({ code: 'OFFICIAL_FAILURE' })
    expect(official && sentences(official)).toEqual(['请致电团支部问明原因，更正后请原团组织重新提交。'])
    const explained = approvedView({
      stage: 'failed',
      failure: { code: 'OFFICIAL_FAILURE' },
      log: [{ at: iso('2024-11-24 09:00'), by: 'secretary', what: 'officiallyFailed', reason: '编号不符' }],
    })
    const [withReason] = homePage({ ...me, transfers: [explained] }, ready).mains
    expect(withReason && sentences(withReason)).toEqual(['原因：编号不符', '请按原因更正，再请原团组织重新提交。'])
  })
  test('says of a Party transfer on its way what is missing, and who has to do what first', () => {
    const announced = transferView({ kind: 'party', stage: 'announced', channel: 'paper', steps: [] })
    const [page] = homePage({ ...me, transfers: [announced] }, ready).mains
    expect(page && sentences(page)[0]).toContain('还缺：纸质介绍信、党员材料。')
    expect(page && sentences(page)[1]).toMatch(/^纸质介绍信：.*不要放进档案。$/u)
  })
  test('a half that is known to be missing is said; whoever answered to have none is not asked again', () => {
    const account = { ...accountView, party: 'probationary' } as const
    const party = transferView({ id: 'p1', kind: 'party', stage: 'preparing', steps: [] })
    const missing = (of: AccountView, transfers: TransferView[]) =>
      homePage({ ...me, account: of, transfers }, evening).missing
    expect(missing(account, [party])).toMatchObject({ url: '/pages/route/route?add=league' })
    expect(missing(account, [transferView()])).toMatchObject({ url: '/pages/route/route?add=party' })
    expect(missing(accountView, [transferView()])).toBeNull()
    expect(missing({ ...account, identity: 'nonmember' }, [party])).toBeNull()
    expect(missing(account, [party, transferView()])).toBeNull()
  })
  test('staff see the way to their desk', () => {
    const staff = {
      id: 's',
      branchId: 'b',
      branchName: '计通24级临时团支部',
      branchKind: 'league',
      role: 'secretary',
    } as const
    const { desks } = homePage({ ...me, transfers: [], staffOf: [staff] }, evening)
    expect(desks).toEqual([{ branchId: 'b', title: '团支部工作台', sub: '计通24级临时团支部 · 书记' }])
  })
})
