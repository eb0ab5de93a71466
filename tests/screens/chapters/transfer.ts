import { anna, ayguli, chenRare, hoKaMing, liQiang, wangFang, zhangMei, zhaoLei } from '../../support/people'
import { person, valueOf } from '../../support/client'
import type { Phone } from '../../support/phone'
import type { Shot } from '../camera'
import { chapter } from '../chapter'
import type { Life, Story } from '../story'

const at = (life: Life, sees: Shot['sees'], then?: (phone: Phone) => Promise<void>): Shot => ({
  who: life.openid,
  path: `pages/transfer/transfer?id=${life.transfer.id}`,
  sees,
  ...(then === undefined ? {} : { then }),
})

/** What the member and the outside organisation say of the official systems. */
const officialSide = async (story: Story) => {
  const declared = await story.asks('declared', person(61))
  valueOf(await declared.student.member('transfer.declare', { id: declared.transfer.id, officialRegistration: true }))
  const early = await (await story.asks('early', person(62))).approved('09-04 14:05')
  valueOf(await early.student.member('transfer.declare', { id: early.transfer.id, submittedEarly: true }))
  const checked = await (await story.asks('checked', person(63), '09-02 10:12')).approved('09-02 16:40')
  await check(checked, checked.student.claim)
  const checkedOtherwise = await (
    await story.asks('checked-otherwise', person(64), '09-02 10:12')
  ).approved('09-02 16:40')
  await check(checkedOtherwise, { ...checkedOtherwise.student.claim, name: '另一个人' })
  const submitted = await (await story.asks('submitted', person(65), '09-02 10:12')).approved('09-02 16:40')
  await submitted.acts('09-04 09:00', { action: 'request' })
  const overdue = await story.asks('overdue', person(66), '08-30 10:12')
  valueOf(await overdue.student.member('transfer.declare', { id: overdue.transfer.id, officialRegistration: true }))
  return { declared, early, checked, checkedOtherwise, submitted, overdue }
}
const check = async ({ student, transfer }: Life, claimed: Life['student']['claim']): Promise<void> => {
  const { token } = valueOf(await student.member('transfer.invite', { id: transfer.id }))
  const organisation = '某大学材料学院团委'
  valueOf(await student.member('invite.check', { token, claimed, organisation, commandId: `check-${transfer.id}` }))
}

/** One transfer from outside Beijing in every stage, with its steps, its log and whom to call. */
export const fromProvince = chapter(
  'A transfer from outside Beijing',
  async (story) => {
    const registered = await story.asks('registered', zhangMei)
    const waiting = await (await story.asks('waiting', ayguli)).approved('09-04 14:05')
    const ready = await (await story.asks('ready', liQiang, '09-02 10:12')).approved('09-02 16:40')
    const failed = await (await story.asks('failed', hoKaMing, '09-01 10:12')).approved('09-01 16:40')
    await story.at('09-02 09:02')
    await failed.student.request(failed.transfer, failed.student.claim)
    await failed.claims('09-03 10:20', { ...failed.student.claim, name: '何嘉明', memberNumber: '201800000001' })
    const returned = await (await story.asks('returned', chenRare)).returned('09-04 08:50', '入团年月与档案不一致')
    const matched = await (await story.asks('matched', anna, '09-01 11:00')).approved('09-01 17:00')
    await matched.claims('09-03 15:30')
    const said = await officialSide(story)
    return { registered, waiting, ready, failed, returned, matched, ...said }
  },
  {
    'transfer-registered': ({ registered }) => at(registered, '还差一步：在北京共青团系统注册并申请加入'),
    'transfer-declared': ({ declared }) => at(declared, '等待团支部同意'),
    'transfer-overdue': ({ overdue }) => at(overdue, /提交已超过 5 天/u),
    'transfer-checked': ({ checked }) => at(checked, /核对一致。核对不是提交/u),
    'transfer-checked-differs': ({ checkedOtherwise }) => at(checkedOtherwise, /核对不一致。请与其核对/u),
    'transfer-submitted': ({ submitted }) => at(submitted, '原团组织已提交，等待北京系统校核'),
    'transfer-early': ({ early }) => at(early, '已经提交的申请要撤回'),
    'transfer-waiting': ({ waiting }) => at(waiting, /17 小时 42 分/u),
    'transfer-ready': ({ ready }) => at(ready, '现在可以请原团组织提交'),
    'transfer-failed': ({ failed }) => at(failed, '姓名、团员编号与注册信息不一致'),
    'transfer-returned': ({ returned }) => at(returned, '团支部退回了申请'),
    'transfer-matched': ({ matched }) => at(matched, '信息核对一致，等待北京系统确认'),
    'transfer-withdraw-asked': ({ waiting }) => at(waiting, '撤回这项申请？', (phone) => phone.tap('撤回申请')),
    'transfer-copied': ({ waiting }) => ({
      ...at(waiting, /17 小时 42 分/u, async (phone) => {
        await phone.tap('复制发给原团组织的说明')
        await phone.page.locator('#overlay').getByText('内容已复制').waitFor()
      }),
      asSeen: true,
    }),
    'transfer-not-found': () => ({ who: 'newcomer', path: 'pages/transfer/transfer?id=nobody', sees: /没有找到/u }),
  },
)

/** The same when it is over. */
export const fromProvinceAtTheEnd = chapter(
  'A transfer from outside Beijing, at the end',
  async (story) => {
    const official = await (await story.asks('official', zhangMei, '08-30 10:00')).approved('08-30 16:00')
    await official.claims('09-01 10:00')
    await official.confirmed('09-02 09:15', 'success')
    const failure = await (await story.asks('failure', liQiang, '08-30 10:00')).approved('08-30 16:00')
    await failure.confirmed('09-02 09:15', 'failure', '团员编号与智慧团建不一致')
    const withdrawn = await (await story.asks('withdrawn', ayguli)).acts('09-03 20:10', { action: 'withdraw' })
    return { official, failure, withdrawn }
  },
  {
    'transfer-transferred': ({ official }) => at(official, '转移成功'),
    'transfer-official-failure': ({ failure }) => at(failure, '北京系统返回转移失败'),
    'transfer-withdrawn': ({ withdrawn }) => at(withdrawn, '你已撤回这项申请。需要时可以重新提交。'),
  },
)

/** Inside Beijing: no wait. */
export const insideBeijing = chapter(
  'A transfer inside Beijing',
  async (story) => {
    const given = { origin: 'beijing', reason: '升学' } as const
    const registered = await story.asks('registered', zhangMei, '09-04 10:40', given)
    const returned = await story.asks('returned', anna, '09-03 10:40', given)
    await returned.returned('09-04 10:02', '不是本团支部新生')
    const transferred = await story.asks('transferred', ayguli, '09-03 10:40', given)
    await transferred.approved('09-04 10:02')
    const failure = await story.asks('failure', liQiang, '09-03 10:40', given)
    await failure.approved('09-03 16:00')
    await failure.confirmed('09-04 10:02', 'failure', '原团组织未办理转出')
    return { registered, returned, transferred, failure }
  },
  {
    'inside-registered': ({ registered }) => at(registered, '还差一步：在北京共青团系统转移团组织'),
    'inside-returned': ({ returned }) => at(returned, '团支部退回了申请'),
    'inside-transferred': ({ transferred }) => at(transferred, '转移成功'),
    'inside-official-failure': ({ failure }) => at(failure, '北京系统返回转移失败'),
  },
)

const LETTER = { issuedOn: '2024-08-26', validDays: 90, duesPaidTo: '2024-08' }
const PREPARED = ['file', 'letterToCounsellor'] as const

/** The Party's: prepared, on its way, received. */
export const party = chapter(
  'A Party transfer',
  async (story) => {
    const start = async (openid: string, person: typeof zhaoLei) =>
      (await story.registers(openid, person, '08-28 09:00')).asks('08-28 09:10', { kind: 'party' })
    const preparing = await start('preparing', wangFang)
    const online = await start('online', zhaoLei)
    await online.acts('09-02 11:20', { action: 'announce', channel: 'online', prepared: [...PREPARED] })
    const probationary = { ...anna, party: 'probationary' } as const
    const paper = await start('paper', probationary)
    await paper.acts('09-02 11:20', {
      action: 'announce',
      channel: 'paper',
      letter: LETTER,
      probationEndsOn: '2024-12-01',
      prepared: [...PREPARED, 'probationPapers'],
    })
    await paper.decided('09-03 15:00', { verdict: 'receive', checked: ['letter'] })
    const returned = await start('returned', { ...hoKaMing, party: 'full' })
    await returned.acts('09-02 11:20', { action: 'announce', channel: 'online', prepared: [...PREPARED] })
    await returned.returned('09-03 16:00', '介绍信的抬头或去处有误，请联系原党组织重新开具。')
    const received = await start('received', { ...chenRare, party: 'full' })
    await received.acts('09-02 11:20', {
      action: 'announce',
      channel: 'paper',
      letter: LETTER,
      prepared: [...PREPARED],
    })
    await received.decided('09-03 15:00', { verdict: 'receive', checked: ['letter'] })
    await received.decided('09-04 15:00', { verdict: 'receive', checked: ['materials'] })
    return { preparing, online, paper, returned, received }
  },
  {
    'party-preparing': ({ preparing }) => at(preparing, '准备材料，再请原党组织转出'),
    'party-announced-online': ({ online }) => at(online, '等待党支部接收'),
    'party-announced-paper': ({ paper }) => at(paper, '等待党支部核对材料'),
    'party-returned': ({ returned }) => at(returned, '党支部退回了登记'),
    'party-received': ({ received }) => at(received, '接收完成'),
  },
)
