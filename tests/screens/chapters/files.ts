import { exportJWK, generateKeyPair } from 'jose'
import { branches } from '../../../preview/seed/branches'
import { sheet } from '../../journeys/desk'
import {
  addBranch,
  addStaff,
  administrator,
  LEAGUE,
  leagueSecretary,
  PARTY,
  setBranch,
  valueOf,
} from '../../support/client'
import { anna, ayguli, chenRare, hoKaMing, liQiang, wangFang, zhangMei, zhaoLei } from '../../support/people'
import type { Phone } from '../../support/phone'
import type { Shot } from '../camera'
import { chapter } from '../chapter'
import type { Life, Story } from '../story'

const LEAGUE_DESK = 'local-league-secretary'
/** As the notice writes it. */
const LEAGUE_NAME = branches.find(({ _id }) => _id === LEAGUE)?.fullName ?? ''
const PARTY_DESK = 'local-party-secretary'
type Then = (phone: Phone) => Promise<void>

const file = (life: Life, sees: Shot['sees'], then?: Then, who = LEAGUE_DESK): Shot => ({
  who,
  path: `desk/case/case?id=${life.transfer.id}`,
  sees,
  ...(then === undefined ? {} : { then }),
})
const at = (page: string, sees: Shot['sees'], then?: Then, who = LEAGUE_DESK, branch: string = LEAGUE): Shot => ({
  who,
  path: `desk/${page}/${page}?branch=${branch}`,
  sees,
  ...(then === undefined ? {} : { then }),
})
const confirm = (phone: Phone, button: RegExp): Promise<void> =>
  sheet(phone).getByRole('button', { name: button }).last().click()

/** Files at their end, and what can be done with one. */
export const filesAtTheEnd = chapter(
  'Files at the end',
  async (story) => {
    const official = await (await story.asks('official', zhangMei, '08-30 10:00')).approved('08-30 16:00')
    await official.claims('09-01 10:00')
    await official.confirmed('09-02 09:15', 'success')
    const failure = await (await story.asks('failure', liQiang, '08-30 10:00')).approved('08-30 16:00')
    await failure.confirmed('09-02 09:15', 'failure', '团员编号与智慧团建不一致')
    const withdrawn = await (await story.asks('withdrawn', ayguli)).acts('09-03 20:10', { action: 'withdraw' })
    const given = { origin: 'beijing', reason: '升学' } as const
    const inside = await story.asks('inside', anna, '09-03 10:40', given)
    const erased = await story.asks('erased', hoKaMing, '09-02 10:00')
    await story.at('09-03 12:00')
    valueOf(await erased.student.member('account.erase', { confirm: true }))
    const registered = await story.asks('registered', chenRare, '09-04 10:00')
    await story.fails('claimant', 'account.register', {
      ...zhaoLei,
      idNumber: chenRare.idNumber,
      consent: { version: '1', terms: true, sensitive: true },
    })
    const released = await story.asks('released', wangFang, '09-02 11:00')
    await story.fails('other-claimant', 'account.register', {
      ...zhaoLei,
      idNumber: wangFang.idNumber,
      consent: { version: '1', terms: true, sensitive: true },
    })
    const desk = leagueSecretary(story.cloud)
    const { items } = valueOf(await desk.desk('desk.conflicts', { branchId: LEAGUE }))
    const conflict = items.find(({ idNumber }) => idNumber.endsWith(wangFang.idNumber.slice(-4)))
    await story.at('09-04 09:20')
    const why = '已当面核对身份证，号码属于后登记的人'
    valueOf(await desk.desk('desk.release', { conflictId: conflict?.id ?? '', why }))
    addStaff(story.cloud, 'counsellor', LEAGUE, 'counsellor')
    return { official, failure, withdrawn, inside, erased, registered, released }
  },
  {
    'case-transferred': ({ official }) => file(official, '办理记录'),
    'case-official-failure': ({ failure }) => file(failure, '办理记录'),
    'case-withdrawn': ({ withdrawn }) => file(withdrawn, '办理记录'),
    'case-inside': ({ inside }) => file(inside, '办理记录'),
    'case-erased': ({ erased }) => file(erased, /个人信息已删除/u),
    'case-conflict': ({ registered }) => file(registered, /身份证号已由其他账号登记|冲突/u),
    'case-released': ({ released }) => file(released, '办理记录'),
    'case-counsellor': ({ registered }) => file(registered, '办理记录', undefined, 'counsellor'),
    'case-reveal': ({ registered }) =>
      file(registered, /操作记录/u, async (phone) => {
        await phone.tap('查看…身份证号')
        await sheet(phone).waitFor()
        await confirm(phone, /^查看/u)
        await phone.front.getByRole('alert').first().waitFor()
      }),
    'case-revealed': ({ registered }) =>
      file(registered, new RegExp(chenRare.idNumber.slice(6, 14), 'u'), async (phone) => {
        await phone.tap('查看…身份证号')
        await sheet(phone).getByPlaceholder('理由（必填）').fill('与北京系统核对')
        await confirm(phone, /^查看/u)
        await sheet(phone).waitFor({ state: 'hidden' })
      }),
    'case-recovery-code': ({ registered }) =>
      file(registered, '7K3M-Q2XF-9RTB', async (phone) => {
        await phone.tap(/^发恢复码/u)
        await sheet(phone).getByPlaceholder('理由（必填）').fill('本人到办公室，已核对身份证')
        await confirm(phone, /恢复码/u)
        await sheet(phone).waitFor({ state: 'hidden' })
      }),
  },
)

const LETTER = { issuedOn: '2024-08-26', validDays: 90, duesPaidTo: '2024-08' }
const PREPARED = ['file', 'letterToCounsellor'] as const
const startParty = async (story: Story, openid: string, person: Parameters<Story['registers']>[1]): Promise<Life> =>
  (await story.registers(openid, person, '08-28 09:00')).asks('08-28 09:10', { kind: 'party' })

/** The Party branch's desk. */
export const partyDesk = chapter(
  "The Party branch's desk",
  async (story) => {
    const online = await startParty(story, 'online', zhaoLei)
    await online.acts('08-30 11:20', { action: 'announce', channel: 'online', prepared: [...PREPARED] })
    const paper = await startParty(story, 'paper', { ...anna, party: 'full' })
    await paper.acts('09-02 11:20', { action: 'announce', channel: 'paper', letter: LETTER, prepared: [...PREPARED] })
    const late = await startParty(story, 'late', { ...ayguli, party: 'full' })
    await late.acts('08-28 11:20', {
      action: 'announce',
      channel: 'paper',
      letter: { issuedOn: '2024-08-01', validDays: 30, duesPaidTo: '2024-08' },
      prepared: [...PREPARED],
    })
    const received = await startParty(story, 'received', { ...chenRare, party: 'full' })
    await received.acts('09-02 11:20', {
      action: 'announce',
      channel: 'paper',
      letter: LETTER,
      prepared: [...PREPARED],
    })
    await received.decided('09-03 15:00', { verdict: 'receive', checked: ['letter'] })
    await received.decided('09-04 15:00', { verdict: 'receive', checked: ['materials'] })
    await startParty(story, 'preparing', wangFang)
    return { online, late, received }
  },
  {
    'desk-queue-party-several': () => at('queue', anna.name, undefined, PARTY_DESK, PARTY),
    'decision-receive': () =>
      at(
        'queue',
        '党员材料完整',
        async (phone) => {
          await phone.tick(`选择${anna.name}`)
          await phone.tap(/^登记.*接收情况/u)
        },
        PARTY_DESK,
        PARTY,
      ),
    'decision-receive-nothing': ({ online }) =>
      file(
        online,
        /勾选/u,
        async (phone) => {
          await phone.tap(/^登记接收情况/u)
          await confirm(phone, /^登记/u)
          await phone.front.getByRole('alert').first().waitFor()
        },
        PARTY_DESK,
      ),
    'decision-receive-late': ({ late }) =>
      file(
        late,
        /过期|有效期/u,
        async (phone) => {
          await phone.tap(/^登记接收情况/u)
          await sheet(phone)
            .getByRole('checkbox', { name: /^收到介绍信|^已收介绍信/u })
            .click()
          await confirm(phone, /^登记/u)
          await phone.front.getByRole('alert').first().waitFor()
        },
        PARTY_DESK,
      ),
    'case-party-late': ({ late }) => file(late, '办理记录', undefined, PARTY_DESK),
    'case-party-received': ({ received }) => file(received, '办理记录', undefined, PARTY_DESK),
    'desk-summary-party': () => at('summary', /合计/u, undefined, PARTY_DESK, PARTY),
    'desk-branch-party': () => at('branch', '名称与组织 ID', undefined, PARTY_DESK, PARTY),
  },
)

/** Who may do what, and for which branches. */
export const administration = chapter(
  'Administration',
  async (story) => {
    addStaff(story.cloud, '李老师', LEAGUE, 'counsellor')
    addStaff(story.cloud, '王支委', LEAGUE, 'cadre')
    await story.asks('student', zhangMei)
    const conflict = await story.asks('holder', liQiang)
    await story.fails('same-person', 'account.register', {
      ...zhangMei,
      phone: '19900000999',
      consent: { version: '1', terms: true, sensitive: true },
    })
    const claim = {
      ...hoKaMing,
      idNumber: conflict.student.person.idNumber,
      consent: { version: '1', terms: true, sensitive: true },
    } as const
    await story.fails('claimant', 'account.register', claim, 'after')
    addBranch(story.cloud, 'last-year', { shortName: '计通23级临时团支部', fullName: '计通23级', joinable: false })
    await setBranch(story.cloud, 'last-year', { closedAt: Date.parse('2024-08-30T02:00:00Z') })
    await story.at('09-03 10:00')
    const invited = valueOf(
      await leagueSecretary(story.cloud).desk('staff.invite', { branchId: LEAGUE, role: 'secretary' }),
    )
    const { publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' })
    const admin = administrator(story.cloud)
    const register = async (code: string, name: string, kid: string) =>
      valueOf(
        await admin.desk('province.register', { code, name, publicKey: { ...(await exportJWK(publicKey)), kid } }),
      )
    await register('hebei', '河北省团组织系统', 'hebei-2024-1')
    await register('shanxi', '山西省智慧团建', 'shanxi-2024-1')
    await story.at('09-04 09:00')
    valueOf(await admin.desk('province.revoke', { code: 'shanxi', kid: 'shanxi-2024-1' }))
    return { code: invited.code }
  },
  {
    // First, while nothing was done but what the story tells: what a picture does is recorded too.
    'desk-audit-all': () => at('audit', '操作记录', undefined, 'local-admin', '*'),
    'desk-staff-several': () => at('staff', '王支委'),
    'desk-staff-remove': () =>
      at('staff', '王支委', async (phone) => {
        await phone.tap('移除王支委')
        await phone.page.getByRole('dialog').filter({ visible: true }).waitFor()
      }),
    'desk-staff-last': () => at('staff', /只有你一位/u),
    'desk-staff-hand-over': () => at('staff', '交接给继任者', (phone) => phone.tap('交接')),
    'desk-staff-uninvite': () =>
      at('staff', '还没有用的邀请', async (phone) => {
        await phone.tap('撤回邀请一位书记')
        await phone.page.getByRole('dialog').filter({ visible: true }).waitFor()
      }),
    'desk-staff-grant': () =>
      at('staff', zhangMei.name, async (phone) => {
        await phone.tap('授予提交过申请的人')
        await phone.fill('姓名或学号开头', '张')
        await phone.front.getByRole('radio', { name: /^张梅/u }).first().click()
      }),
    'desk-staff-administrators': () => at('staff', '管理员', undefined, 'local-admin', '*'),
    'desk-accept-empty': () => ({
      who: 'newcomer',
      path: 'desk/accept/accept',
      sees: '请填写书记或管理员发给你的邀请码',
      then: (phone) => phone.tap('加入'),
    }),
    'desk-accept-wrong': () => ({
      who: 'newcomer',
      path: 'desk/accept/accept',
      sees: /邀请码不对/u,
      then: async (phone) => {
        await phone.fill('邀请码', '0000-0000-0000')
        await phone.fill('你的姓名', '陈书记')
        await phone.tap('加入')
      },
    }),
    'desk-accept-done': ({ code }) => ({
      who: 'new-secretary',
      path: 'desk/accept/accept',
      sees: '已加入工作台',
      then: async (phone) => {
        await phone.fill('邀请码', code)
        await phone.fill('你的姓名', '陈书记')
        await phone.tap('加入')
      },
    }),
    'desk-conflicts-same-person': () => at('conflicts', /多半是本人换了微信/u),
    'desk-conflicts-recovery': () =>
      at('conflicts', '7K3M-Q2XF-9RTB', async (phone) => {
        await phone.tap(/发恢复码$/u)
        await sheet(phone).getByPlaceholder('理由（必填）').fill('本人到办公室，已核对身份证')
        await confirm(phone, /恢复码/u)
        await sheet(phone).waitFor({ state: 'hidden' })
      }),
    'desk-conflicts-release': () =>
      at('conflicts', /退回|移除/u, async (phone) => {
        await phone.tap(/^移除/u)
        await sheet(phone).waitFor()
      }),
    'desk-conflicts-released': () =>
      at('conflicts', /^已移除/u, async (phone) => {
        await phone.tap(/^移除/u)
        await sheet(phone).getByPlaceholder('理由（必填）').fill('已当面核对身份证')
        await confirm(phone, /^移除/u)
        await sheet(phone).waitFor({ state: 'hidden' })
      }),
    'desk-branch-errors': () =>
      at('branch', /24 至 720/u, async (phone) => {
        await phone.fill('同意后等待的小时数', '12')
        await phone.fill('组织全称', '')
        await phone.tap('保存')
        await phone.front.getByRole('alert').first().waitFor()
      }),
    'desk-branch-saved': () =>
      at('branch', /已保存/u, async (phone) => {
        await phone.fill('联系人', '计通学院团委张老师')
        await phone.tap('保存')
      }),
    'desk-branch-unsaved': () =>
      at('branch', '名称与组织 ID', async (phone) => {
        await phone.fill('联系人', '计通学院团委李老师')
        await phone.page.locator('#nav').getByRole('button', { name: '回到首页' }).click()
        await phone.page.getByRole('dialog').filter({ visible: true }).waitFor()
      }),
    'desk-branch-new': () => at('branch', '名称与组织 ID', undefined, 'local-admin', ''),
    'desk-branch-models': () => at('branch', '名称与组织 ID', (phone) => phone.tap('照去年的新建'), 'local-admin', ''),
    'desk-branch-like': () => ({
      who: 'local-admin',
      path: `desk/branch/branch?like=${LEAGUE}`,
      sees: /^已照/u,
    }),
    'desk-branch-same-name': () =>
      at(
        'branch',
        '名称与组织 ID',
        async (phone) => {
          await phone.fill('组织全称', LEAGUE_NAME)
          await phone.fill('简称', '又一个')
          await phone.tap('新建')
          await phone.page.getByRole('dialog').filter({ visible: true }).waitFor()
        },
        'local-admin',
        '',
      ),
    'desk-close': () => at('close', /关闭后不再收新的申请/u, undefined, 'local-admin'),
    'desk-close-closed': () => at('close', '照它新建下一年的', undefined, 'local-admin', 'last-year'),
    'desk-export-columns': () => at('export', '收起', (phone) => phone.tap('选择列')),
    'desk-export-archive': () => ({
      who: LEAGUE_DESK,
      path: `desk/export/export?branch=${LEAGUE}&archive=1`,
      sees: '导出全部存档',
    }),
    'desk-provinces-keys': () => at('provinces', '河北省团组织系统', undefined, 'local-admin', '*'),
    'desk-provinces-errors': () =>
      at(
        'provinces',
        '登记公钥',
        async (phone) => {
          await phone.fill('系统代码', '河北')
          await phone.fill('整段粘贴对方给的公钥', '不是公钥')
          await phone.tap('登记')
          await phone.front.getByRole('alert').first().waitFor()
        },
        'local-admin',
        '*',
      ),
    'desk-summary-administrator': () => at('summary', '全院', undefined, 'local-admin'),
    'desk-export-ready': () =>
      at('export', '表格已生成', async (phone) => {
        await phone.tap('选用理由：归档')
        await phone.tap('导出')
      }),
  },
)
