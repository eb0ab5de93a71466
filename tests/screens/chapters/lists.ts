import { sheet } from '../../journeys/desk'
import { LEAGUE, leagueSecretary, valueOf } from '../../support/client'
import { ayguli } from '../../support/people'
import type { Phone } from '../../support/phone'
import type { Shot } from '../camera'
import { chapter } from '../chapter'
import { loseConnection } from '../rehearsal'
import { NOW } from '../story'
import { COHORT, ROSTER } from './cohort'

const at = (page: string, sees: Shot['sees'], then?: (phone: Phone) => Promise<void>): Shot => ({
  who: 'local-league-secretary',
  path: `desk/${page}/${page}?branch=${LEAGUE}`,
  sees,
  ...(then === undefined ? {} : { then }),
})

/** What a secretary copies from a spreadsheet: three rows are wrong. */
const TABLE = [
  '姓名\t学号\t身份证后四位\t手机号',
  '沈佳宜\tM202410501\t1234\t19900000201',
  '林一诺\tM202410401\t0025\t19900000109',
  '何天佑\tM202410402\t417X\t',
  '周子墨\tM202410385\t12\t',
  '\tM202410503\t1235\t',
  '沈佳宜\tM202410501\t1234\t',
].join('\n')
const paste = async (phone: Phone, text = TABLE): Promise<void> => {
  await phone.tap(/^粘贴表格内容/u)
  await phone.front.getByLabel('粘贴表格内容', { exact: true }).locator('visible=true').last().fill(text)
}
const preview = async (phone: Phone): Promise<void> => {
  await paste(phone)
  await phone.tap('读取名单')
  await phone.sees('导入前请核对')
}
const picking = (sees: Shot['sees'], names: readonly string[], then?: (phone: Phone) => Promise<void>): Shot => ({
  ...at('queue', sees, async (phone) => {
    await phone.tap('粘贴姓名')
    await phone.front.getByLabel('粘贴姓名', { exact: true }).locator('visible=true').last().fill(names.join('\n'))
    await then?.(phone)
  }),
  leadsTo: 'desk/pick/pick',
})

/** The roster, who is missing, and names that are pasted. */
export const lists = chapter(
  'Lists of people',
  async (story) => {
    await story.imports(LEAGUE, ROSTER)
    for (const [n, person] of COHORT.slice(0, 5).entries())
      await story.asks(`cohort-${String(n)}`, person, `09-0${String(1 + (n % 3))} 09:1${String(n)}`)
    const returned = await story.asks('returned', ayguli)
    await returned.returned('09-04 08:50', '不是本团支部新生')
  },
  {
    'desk-gaps-registered': () =>
      at('gaps', '王小明', (phone) => phone.front.getByRole('tab', { name: /^已登记/u }).click()),
    'desk-gaps-phones': () =>
      at('gaps', /手机号以明文复制/u, async (phone) => {
        await phone.tap(/^复制手机号/u)
        await sheet(phone).getByRole('button', { name: /复制/u }).last().click()
        await phone.front.getByRole('alert').first().waitFor()
      }),
    'desk-gaps-remove': () =>
      at('gaps', '林一诺', async (phone) => {
        await phone.tap('把林一诺移出名单')
        await phone.page.getByRole('dialog').filter({ visible: true }).waitFor()
      }),
    'desk-pick': () => picking(/认出 3 人/u, ['王小明', '欧阳若溪', '司马相']),
    'desk-pick-nothing': () => picking(/粘贴/u, ['姓名'], (phone) => phone.tap('查找')),
    'desk-pick-found': () =>
      picking(/没有找到 1 人/u, ['王小明', '欧阳若溪', '阿依古丽·买买提', '司马相'], (phone) => phone.tap('查找')),
    'desk-roster-paste': () => at('roster', /共 7 行/u, (phone) => paste(phone)),
    'desk-roster-unreadable': () =>
      at('roster', '请指定各列', async (phone) => {
        await paste(phone, '王小明\n李想')
        await phone.tap('读取名单')
        await phone.sees(/表头|姓名/u)
      }),
    'desk-roster-preview': () => at('roster', /不导入的/u, preview),
    'desk-roster-lost': () =>
      at('roster', '表格还没有读完', async (phone) => {
        await paste(phone)
        await phone.page.evaluate(loseConnection)
        await phone.tap('读取名单')
      }),
    'desk-roster-broken': () =>
      at('roster', '导入断开了', async (phone) => {
        await preview(phone)
        await phone.page.evaluate(loseConnection)
        await phone.tap(/^导入/u)
      }),
    'desk-roster-left': () =>
      at('roster', /^上次从“粘贴的表格”导入/u, async (phone) => {
        await phone.page.evaluate(
          ([key, at]) => {
            wx.setStorageSync(key, { importId: 'left', source: '粘贴的表格', done: 500, total: 620, at: Number(at) })
          },
          [`import ${LEAGUE}`, String(NOW)] as const,
        )
        await phone.tap('粘贴表格内容')
        await phone.tap('改为选择文件')
      }),
    'desk-roster-done': () =>
      at('roster', '导入完成', async (phone) => {
        await preview(phone)
        await phone.tap(/^导入/u)
      }),
  },
)

/** A branch at its beginning: no roster, no requests, nothing to read. */
export const nothingYet = chapter('Nothing yet', () => Promise.resolve(), {
  'desk-roster-none': () => at('roster', /^还没有名单/u),
  'desk-gaps-none': () => at('gaps', /还没有名单|没有/u),
  'desk-summary-none': () => at('summary', '未登记'),
  'desk-conflicts-none': () => at('conflicts', /没有冲突/u),
  'desk-audit-none': () => at('audit', '还没有操作记录。'),
})

/** Decisions that are refused beside the row of whom they are about. */
export const refusals = chapter(
  'Refused decisions',
  async (story) => {
    const lives = []
    for (const [n, person] of COHORT.slice(0, 3).entries())
      lives.push(await story.asks(`cohort-${String(n)}`, person, `09-04 09:1${String(n)}`))
    return lives
  },
  {
    'desk-queue-refused': (lives) =>
      at('queue', /没有办成/u, async (phone) => {
        await phone.tick('全选')
        await phone.tap(/^同意 \d+ 人/u)
        // Meanwhile one withdraws, another is returned by somebody else.
        const [first, second] = lives
        if (first === undefined || second === undefined) throw new Error('nobody asks')
        valueOf(await first.student.act(await first.student.transfer(), { action: 'withdraw' }))
        const desk = leagueSecretary(first.student.cloud)
        await desk.returned(await second.student.transfer(), '入团年月与档案不一致')
        await sheet(phone).getByRole('checkbox').click()
        await sheet(phone).getByRole('button', { name: /^同意/u }).click()
      }),
  },
)
