import { anna, ayguli, chenRare, hoKaMing, liQiang, wangFang, zhangMei } from '../../support/people'
import { chapter } from '../chapter'

const HOME = 'pages/home/home'

/** The first page: whatever is under way, with its one next thing. */
export const home = chapter(
  'Home',
  async (story) => {
    const asked = await story.asks('asked', zhangMei)
    const waiting = await (await story.asks('waiting', ayguli)).approved('09-04 14:05')
    const ready = await (await story.asks('ready', liQiang, '09-02 10:12')).approved('09-02 16:40')
    const failed = await (await story.asks('failed', hoKaMing, '09-01 10:12')).approved('09-01 16:40')
    await failed.claims('09-03 10:20', { ...failed.student.claim, name: '何嘉明' })
    const returned = await (await story.asks('returned', chenRare)).returned('09-04 08:50', '入团年月与档案不一致')
    const matched = await (await story.asks('matched', anna, '09-01 11:00')).approved('09-01 17:00')
    await matched.claims('09-03 15:30')
    const both = await story.asks('both', wangFang, '09-03 11:02')
    await both.asks('09-03 11:05', { kind: 'party' })
    await both.approved('09-04 09:40')
    return { asked, waiting, ready, failed, returned, matched, both }
  },
  {
    'home-empty': () => ({ who: 'newcomer', path: HOME, sees: '你现在是团员吗？' }),
    'home-registered': ({ asked }) => ({
      who: asked.openid,
      path: HOME,
      sees: '还差一步：在北京共青团系统注册并申请加入',
    }),
    'home-sent': ({ asked }) => ({
      who: asked.openid,
      path: `${HOME}?started=1`,
      sees: '申请已提交。',
      asSeen: true,
    }),
    'home-waiting': ({ waiting }) => ({ who: waiting.openid, path: HOME, sees: /17 小时 42 分/u, asSeen: true }),
    'home-ready': ({ ready }) => ({ who: ready.openid, path: HOME, sees: '现在可以请原团组织提交' }),
    'home-failed': ({ failed }) => ({ who: failed.openid, path: HOME, sees: '姓名与注册信息不一致', asSeen: true }),
    'home-returned': ({ returned }) => ({ who: returned.openid, path: HOME, sees: '团支部退回了申请' }),
    'home-matched': ({ matched }) => ({ who: matched.openid, path: HOME, sees: '信息核对一致，等待北京系统确认' }),
    'home-both': ({ both }) => ({ who: both.openid, path: HOME, sees: '准备材料，再请原党组织转出' }),
    'copy-by-hand': ({ asked }) => ({
      who: asked.openid,
      path: `pages/transfer/transfer?id=${asked.transfer.id}`,
      leadsTo: 'pages/copy/copy',
      sees: '没有复制',
      then: async (phone) => {
        const refuse = (number: string) =>
          phone.page.evaluate((value) => {
            sessionStorage.setItem('preview:refusal', value)
          }, number)
        await refuse('112')
        await phone.front.getByRole('button', { name: /^复制/u }).first().click()
        await phone.sees('没有复制')
        await refuse('none')
      },
    }),
    'home-secretary': () => ({ who: 'local-league-secretary', path: HOME, sees: '团支部工作台' }),
    'home-loading': ({ asked }) => ({ who: asked.openid, path: HOME, sees: /学院的指引/u, replies: 'never' }),
    'home-offline': ({ asked }) => ({ who: asked.openid, path: HOME, sees: '没有连上网络', replies: 'lost' }),
  },
)

/** The first page when something is over. */
export const homeAtTheEnd = chapter(
  'Home, at the end',
  async (story) => {
    const official = await (await story.asks('official', zhangMei, '08-30 10:00')).approved('08-30 16:00')
    await official.claims('09-01 10:00')
    await official.confirmed('09-02 09:15', 'success')
    const officialFailure = await (await story.asks('officialFailure', liQiang, '08-30 10:00')).approved('08-30 16:00')
    await officialFailure.confirmed('09-02 09:15', 'failure', '团员编号与智慧团建不一致')
    const withdrawn = await (await story.asks('withdrawn', ayguli)).acts('09-03 20:10', { action: 'withdraw' })
    const inside = await story.asks('inside', anna, '09-03 10:40', { origin: 'beijing', reason: '升学' })
    await inside.approved('09-04 10:02')
    return { official, officialFailure, withdrawn, inside }
  },
  {
    'home-transferred': ({ official }) => ({ who: official.openid, path: HOME, sees: '转移成功' }),
    'home-official-failure': ({ officialFailure }) => ({
      who: officialFailure.openid,
      path: HOME,
      sees: '北京系统返回转移失败',
    }),
    'home-withdrawn': ({ withdrawn }) => ({
      who: withdrawn.openid,
      path: HOME,
      sees: '你已撤回这项申请。需要时可以重新提交。',
    }),
    'home-inside-transferred': ({ inside }) => ({ who: inside.openid, path: HOME, sees: '转移成功' }),
  },
)
