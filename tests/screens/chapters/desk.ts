import { approveChosen, filterBy, sheet } from '../../journeys/desk'
import { addStaff, LEAGUE, leagueSecretary, PARTY } from '../../support/client'
import { anna, ayguli, hoKaMing, liQiang, wangFang, zhangMei, zhaoLei } from '../../support/people'
import type { Phone } from '../../support/phone'
import type { Shot } from '../camera'
import { chapter } from '../chapter'
import { loseConnection, still } from '../rehearsal'
import type { Life } from '../story'
import { COHORT, ROSTER } from './cohort'

const SECRETARY = 'local-league-secretary'
const QUEUE = `desk/queue/queue?branch=${LEAGUE}`
const FIRST = COHORT[0]?.name ?? ''
/** From this width on the desk is a table, with the case beside it. */
const WIDE = 900

const queue = (sees: Shot['sees'], then?: (phone: Phone) => Promise<void>, who = SECRETARY): Shot => ({
  who,
  path: QUEUE,
  sees,
  ...(then === undefined ? {} : { then }),
})
/** The counts change where the filters stand: first they must be there. */
const filter = async (phone: Phone, label: string): Promise<void> => {
  await phone.page.evaluate(still)
  await filterBy(phone, label)
}
const file = (life: Life, sees: Shot['sees'], who = SECRETARY): Shot => ({
  who,
  path: `desk/case/case?id=${life.transfer.id}`,
  sees,
})
const choose = async (phone: Phone, names: readonly string[]): Promise<void> => {
  for (const name of names) await phone.tick(`选择${name}`)
}

/** The secretary's list, and the sheets in which is decided. */
export const queues = chapter(
  'The queue',
  async (story) => {
    await story.imports(LEAGUE, ROSTER)
    for (const [n, person] of COHORT.entries()) {
      const day = n === 0 ? '08-31' : n < 3 ? '09-03' : '09-04'
      await story.asks(`cohort-${String(n)}`, person, `${day} ${String(9 + n).padStart(2, '0')}:1${String(n % 10)}`)
    }
    const failed = await (await story.asks('failed', hoKaMing, '09-01 10:12')).approved('09-01 16:40')
    await failed.claims('09-03 10:20', { ...failed.student.claim, name: '何嘉明' })
    const matched = await (await story.asks('matched', anna, '09-01 11:00')).approved('09-01 17:00')
    await matched.claims('09-03 15:30')
    await (await story.asks('waiting', ayguli)).approved('09-04 14:05')
    const returned = await story.asks('returned', liQiang)
    await returned.returned('09-04 08:50', '入团年月与档案不一致')
    addStaff(story.cloud, 'cadre', LEAGUE, 'cadre')
  },
  {
    'desk-queue-list': () => ({
      ...queue(FIRST, (phone) =>
        choose(
          phone,
          COHORT.slice(1, 3).map(({ name }) => name),
        ),
      ),
      asSeen: true,
    }),
    // The keys are for a computer: the third of the list, opened beside it.
    'desk-queue-keys': () => ({
      ...queue(FIRST, async (phone) => {
        if ((phone.page.viewportSize()?.width ?? 0) < WIDE) return
        await phone.sees(FIRST)
        for (const { name } of COHORT.slice(0, 3)) {
          await phone.page.keyboard.press('ArrowDown')
          await phone.front.locator('.row--at').getByText(name).waitFor()
        }
        await phone.page.keyboard.press('Enter')
        await phone.front
          .locator('.desk__file')
          .getByText(COHORT[2]?.name ?? '')
          .first()
          .waitFor()
      }),
      asSeen: true,
    }),
    'desk-queue-approved': () => queue(ayguli.name, (phone) => filter(phone, '已同意')),
    'desk-queue-failed': () => queue(hoKaMing.name, (phone) => filter(phone, '失败')),
    'desk-queue-matched': () => queue(anna.name, (phone) => filter(phone, '待确认')),
    'desk-queue-absent': () => queue(ayguli.name, (phone) => filter(phone, '不在名单')),
    'desk-queue-search': () =>
      queue(ayguli.name, async (phone) => {
        await filter(phone, '全部')
        await phone.fill('姓名、学号或登记编号', '阿依')
        await phone.misses(FIRST)
      }),
    'desk-queue-everybody': () =>
      queue(/已选 \d+ 人/u, async (phone) => {
        await filter(phone, '全部')
        await phone.tick('全选')
      }),
    'desk-queue-search-nobody': () => queue(/没有找到“司马”/u, (phone) => phone.fill('姓名、学号或登记编号', '司马')),
    'desk-queue-read-only': () => queue(FIRST, undefined, 'cadre'),
    'desk-queue-choose-branch': () => ({ who: 'local-admin', path: 'desk/queue/queue', sees: '选择团支部或党支部' }),
    'desk-queue-not-staff': () => queue('你还不是工作人员', undefined, 'newcomer'),
    'desk-queue-remind': () =>
      queue(/原因写在各人名下/u, async (phone) => {
        await filter(phone, '已退回')
        await choose(phone, [liQiang.name])
        await phone.tap('微信提醒 1 人…')
        await phone.answer('确定')
      }),
    'desk-queue-loading': () => ({ ...queue(/学院的指引/u), replies: 'never' }),
    'desk-queue-offline': () => ({ ...queue('没有连上网络'), replies: 'lost' }),
    'decision-approve-one': () =>
      queue(/电脑端/u, async (phone) => {
        await choose(phone, [FIRST])
        await phone.tap(/^同意 \d+ 人/u)
      }),
    'decision-approve-many': () =>
      queue(/电脑端/u, async (phone) => {
        await phone.tick('全选')
        await phone.tap(/^同意 \d+ 人/u)
      }),
    'decision-tick-missing': () =>
      queue(/再勾选这一项/u, async (phone) => {
        await choose(phone, [FIRST])
        await phone.tap(/^同意 \d+ 人/u)
        await sheet(phone).getByRole('button', { name: '同意', exact: true }).click()
      }),
    'decision-return': () =>
      queue('北京系统中没有申请', async (phone) => {
        await choose(phone, [FIRST])
        await phone.tap(/^退回 1 人/u)
        await sheet(phone).getByRole('button', { name: '选用原因：入团年月有误' }).click()
      }),
    'decision-confirm': () =>
      queue('转移失败', async (phone) => {
        await filter(phone, '待确认')
        await choose(phone, [anna.name])
        await phone.tap(/^登记 1 人/u)
        await sheet(phone)
          .getByRole('radio', { name: /^转移失败/u })
          .click()
      }),
    'decision-lost': () =>
      queue(/没有收到回复/u, async (phone) => {
        await choose(phone, [FIRST])
        await phone.tap(/^同意 1 人/u)
        await phone.page.evaluate(loseConnection)
        await sheet(phone).getByRole('checkbox').click()
        await sheet(phone).getByRole('button', { name: '同意', exact: true }).click()
      }),
    'desk-queue-decided': () =>
      queue(/已同意 2 人/u, async (phone) => {
        await choose(
          phone,
          COHORT.slice(0, 2).map(({ name }) => name),
        )
        await approveChosen(phone)
      }),
  },
)

/** A queue with nobody in it. */
export const emptyQueue = chapter('An empty queue', () => Promise.resolve(), {
  'desk-queue-empty': () => queue(/没有待审核的申请/u),
})

/** Everything on one person, as the desk reads it. */
export const cases = chapter(
  'A case',
  async (story) => {
    const registered = await story.asks('registered', { ...zhangMei, identity: 'cadre' }, '08-31 10:00')
    const waiting = await (await story.asks('waiting', ayguli)).approved('09-04 14:05')
    const failed = await (await story.asks('failed', hoKaMing, '09-01 10:12')).approved('09-01 16:40')
    await failed.claims('09-03 10:20', { ...failed.student.claim, name: '何嘉明' })
    const matched = await (await story.asks('matched', anna, '09-01 11:00')).approved('09-01 17:00')
    await matched.claims('09-03 15:30')
    const returned = await story.asks('returned', liQiang)
    await returned.returned('09-04 08:50', '入团年月与档案不一致')
    const probationary = await story.registers('probationary', wangFang, '08-28 09:00')
    const party = await probationary.asks('08-28 09:10', { kind: 'party' })
    await party.acts('09-02 11:20', {
      action: 'announce',
      channel: 'paper',
      letter: { issuedOn: '2024-08-26', validDays: 90, duesPaidTo: '2024-08' },
      probationEndsOn: '2024-12-01',
      prepared: ['file', 'letterToCounsellor', 'probationPapers'],
    })
    await party.decided('09-03 15:00', { verdict: 'receive', checked: ['letter'] })
    const full = await story.registers('full', zhaoLei, '08-28 09:00')
    const preparing = await full.asks('08-28 09:10', { kind: 'party' })
    return { registered, waiting, failed, matched, returned, party, preparing }
  },
  {
    'case-registered': ({ registered }) => file(registered, '办理记录'),
    'case-waiting': ({ waiting }) => file(waiting, '办理记录'),
    'case-failed': ({ failed }) => file(failed, '办理记录'),
    'case-matched': ({ matched }) => file(matched, '办理记录'),
    'case-returned': ({ returned }) => file(returned, '办理记录'),
    'case-party-announced': ({ party }) => file(party, '办理记录', 'local-party-secretary'),
    'case-party-preparing': ({ preparing }) => file(preparing, '办理记录', 'local-party-secretary'),
    'case-loading': ({ registered }) => ({ ...file(registered, /学院的指引/u), replies: 'never' }),
    'case-not-found': () => ({ who: SECRETARY, path: 'desk/case/case?id=nobody', sees: /没有找到/u }),
    'desk-queue-party': () => ({
      who: 'local-party-secretary',
      path: `desk/queue/queue?branch=${PARTY}`,
      sees: wangFang.name,
    }),
  },
)

const at = (page: string, sees: Shot['sees'], then?: (phone: Phone) => Promise<void>, who = SECRETARY): Shot => ({
  who,
  path: `desk/${page}/${page}?branch=${LEAGUE}`,
  sees,
  ...(then === undefined ? {} : { then }),
})

/** The desk's other pages. */
export const office = chapter(
  'The office',
  async (story) => {
    await story.imports(LEAGUE, ROSTER)
    for (const [n, person] of COHORT.entries())
      await story.asks(`cohort-${String(n)}`, person, `09-0${String(1 + (n % 3))} 09:1${String(n % 10)}`)
    const failed = await (await story.asks('failed', hoKaMing, '09-01 10:12')).approved('09-01 16:40')
    await failed.claims('09-03 10:20', { ...failed.student.claim, name: '何嘉明' })
    await (await story.asks('waiting', ayguli)).approved('09-04 14:05')
    const official = await (await story.asks('official', zhangMei, '08-30 10:00')).approved('08-30 16:00')
    await official.claims('09-01 10:00')
    await official.confirmed('09-02 09:15', 'success')
    await story.fails('claimant', 'account.register', {
      ...liQiang,
      idNumber: zhangMei.idNumber,
      consent: { version: '1', terms: true, sensitive: true },
    })
    const desk = leagueSecretary(story.cloud)
    await story.at('09-04 11:00')
    await desk.desk('desk.reveal', { id: official.transfer.id, field: 'idNumber', why: '与北京系统核对' })
  },
  {
    ...Object.fromEntries(
      ['summary', 'gaps', 'roster', 'staff', 'audit'].map((page) => [
        `desk-${page}-loading`,
        (): Shot => ({ ...at(page, /学院的指引/u), replies: 'never' }),
      ]),
    ),
    'desk-summary': () => at('summary', '去审核'),
    'desk-export': () => at('export', '导出表格'),
    'desk-export-no-reason': () =>
      at('export', '导出表格', async (phone) => {
        await phone.tap('导出')
        await phone.front.getByRole('alert').first().waitFor()
      }),
    'desk-conflicts': () => at('conflicts', '身份证号冲突'),
    'desk-branch': () => at('branch', '名称与组织 ID'),
    'desk-staff': () => at('staff', '工作人员'),
    'desk-staff-invite': () => at('staff', '邀请谁做什么', (phone) => phone.tap('邀请')),
    'desk-staff-code': () =>
      at('staff', '邀请码', async (phone) => {
        await phone.tap('邀请')
        await phone.choose(/^辅导员/u)
        await phone.tap('生成邀请码')
        await phone.sees('复制邀请')
      }),
    'desk-accept': () => ({ who: 'newcomer', path: 'desk/accept/accept', sees: '工作人员邀请码' }),
    'desk-audit': () => at('audit', /与北京系统核对/u),
    'desk-provinces': () => at('provinces', '外省市系统', undefined, 'local-admin'),
    'desk-roster': () => at('roster', '导入新生名单'),
    'desk-gaps': () => at('gaps', '导入名单'),
  },
)
