import { ayguli, liQiang, wangFang, zhangMei } from '../../support/people'
import { chapter } from '../chapter'

const HOME = 'pages/home/home'

/** The first page: whatever is under way, with its one next thing. */
export const home = chapter(
  'Home',
  async (story) => {
    const asked = await story.asks('asked', zhangMei)
    const waiting = await (await story.asks('waiting', ayguli)).approved('09-04 14:05')
    const ready = await (await story.asks('ready', liQiang, '09-02 10:12')).approved('09-02 16:40')
    const both = await story.asks('both', wangFang, '09-03 11:02')
    return { asked, waiting, ready, both }
  },
  {
    'home-empty': () => ({ who: 'newcomer', path: HOME, sees: '转接党团组织关系' }),
    'home-registered': ({ asked }) => ({ who: asked.openid, path: HOME, sees: '等待团支部同意' }),
    'home-waiting': ({ waiting }) => ({ who: waiting.openid, path: HOME, sees: /17 小时 42 分/u, asSeen: true }),
    'home-ready': ({ ready }) => ({ who: ready.openid, path: HOME, sees: '现在可以请原团组织提交' }),
    'home-loading': ({ asked }) => ({ who: asked.openid, path: HOME, sees: /学院的指引/u, replies: 'never' }),
    'home-offline': ({ asked }) => ({ who: asked.openid, path: HOME, sees: '没有连上网络', replies: 'lost' }),
  },
)
