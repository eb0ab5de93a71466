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
  before: () => life.hasNoDraft('party-preparation'),
  ...(then === undefined ? {} : { then }),
})

const toList = (channel: RegExp) => async (phone: Phone) => {
  await phone.choose(channel)
}
const ONLINE = /^线上转出/u
const PAPER = /^纸质介绍信/u
/** To the page on which the outside organisation does its part. */
const toMove = (channel: RegExp) => async (phone: Phone) => {
  await phone.choose(channel)
  await phone.tick(/^原单位已确认/u)
  if (channel === PAPER) await phone.tick(/^介绍信由我带到学校/u)
  await phone.tap('继续')
}
/** What is answered is kept on the server: whoever answers something is in one picture alone. */
const PEOPLE = ['channel', 'listOnline', 'list', 'online', 'paper', 'check'] as const

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
    'announce-channel': ({ channel }) => at(channel, '原党组织怎样转出？'),
    'announce-list': ({ list }) => at(list, '纸质介绍信不放进档案', toList(PAPER)),
    'announce-list-online': ({ listOnline }) => at(listOnline, '转出之前，先准备好', toList(ONLINE)),
    'announce-list-probationary': ({ probationary }) => at(probationary, '预备党员的考察材料', toList(PAPER)),
    'announce-list-missing': ({ probationary }) =>
      at(probationary, /还有没办好的/u, async (phone) => {
        await toList(PAPER)(phone)
        await phone.tick(/^原单位已确认/u)
        await phone.tap('继续')
      }),
    'announce-online': ({ online }) => at(online, /接收党组织名称/u, toMove(ONLINE)),
    'announce-paper': ({ paper }) => at(paper, '介绍信开具日期', toMove(PAPER)),
    'announce-check': ({ check }) =>
      at(check, '登记前请核对', async (phone) => {
        await toMove(PAPER)(phone)
        await chooseMonth(phone, '介绍信开具日期')
        await chooseMonth(phone, '党费交至')
        await phone.tap('继续')
      }),
  },
)
