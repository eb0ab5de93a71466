import { chooseMonth } from '../../journeys/way'
import { person } from '../../support/client'
import { wangFang, zhaoLei } from '../../support/people'
import type { Phone } from '../../support/phone'
import type { Shot } from '../camera'
import { chapter } from '../chapter'
import type { Life } from '../story'

const at = (life: Life, sees: Shot['sees'], then?: (phone: Phone) => Promise<void>): Shot => ({
  who: life.openid,
  path: `pages/announce/announce?id=${life.transfer.id}`,
  sees,
  ...(then === undefined ? {} : { then }),
})

const toChannel = async (phone: Phone): Promise<void> => {
  await phone.tick(/^原单位已确认/u)
  await phone.tick(/^介绍信由我带到学校/u)
  await phone.tap('继续')
}
/** Ticks are kept on the server: whoever ticks something is in one picture alone. */
const PEOPLE = ['list', 'channel', 'online', 'paper', 'check'] as const

/** A Party member prepares, and records that the membership is on its way. */
export const preparing = chapter(
  'Preparing a Party transfer',
  async (story) => {
    const begun: Partial<Record<(typeof PEOPLE)[number], Life>> = {}
    for (const [n, openid] of PEOPLE.entries()) {
      const { idNumber, phone } = person(n)
      const life = await story.registers(openid, { ...zhaoLei, idNumber, phone }, '08-28 09:00')
      begun[openid] = await life.asks('08-28 09:10', { kind: 'party' })
    }
    const onProbation = await story.registers('probationary', wangFang, '08-28 09:00')
    const probationary = await onProbation.asks('08-28 09:10', { kind: 'party' })
    return { ...(begun as Record<(typeof PEOPLE)[number], Life>), probationary }
  },
  {
    'announce-list': ({ list }) => at(list, '转出之前，先准备好'),
    'announce-list-probationary': ({ probationary }) => at(probationary, '预备党员的考察材料'),
    'announce-list-missing': ({ probationary }) =>
      at(probationary, /还有没办好的/u, async (phone) => {
        await phone.tick(/^原单位已确认/u)
        await phone.tap('继续')
      }),
    'announce-channel': ({ channel }) => at(channel, '原党组织怎样转出？', toChannel),
    'announce-online': ({ online }) =>
      at(online, /接收党组织名称/u, async (phone) => {
        await toChannel(phone)
        await phone.choose(/^线上转出/u)
      }),
    'announce-paper': ({ paper }) =>
      at(paper, '介绍信开具日期', async (phone) => {
        await toChannel(phone)
        await phone.choose(/^纸质介绍信/u)
      }),
    'announce-check': ({ check }) =>
      at(check, '登记前请核对', async (phone) => {
        await toChannel(phone)
        await phone.choose(/^纸质介绍信/u)
        await chooseMonth(phone, '介绍信开具日期')
        await chooseMonth(phone, '党费交至')
        await phone.tap('继续')
      }),
  },
)
