/** What the desk says of reminding people by WeChat: who was reached, and who not with the reason. */
import type { Unreached, ValueOf } from '../../../cloudfunctions/contract'
import type { CallFailure } from '../../cloud'
import type { Tone } from '../../texts'
import { NUDGE_AGAIN_AFTER_HOURS } from '../../limits'
import { deskFailureText, namesText, peopleText } from './desk'

type Reminded = ValueOf<'secretary', 'desk.remind'>
interface Said {
  text: string
  tone: Tone
}

const UNREACHED: { [W in Unreached]: string } = {
  notAllowed: '没有允许微信提醒，或已用完',
  noWechat: '没有绑定微信',
  lately: `${String(NUDGE_AGAIN_AFTER_HOURS)} 小时内已提醒过`,
  over: '已办完或已撤回',
  erased: '个人信息已删除',
  notTheirTurn: '现在不需要本人操作',
  notFound: '没有找到该登记',
  tryAgain: '没来得及发送，请再试一次',
}
/** Those who have to be told in another way. */
const OTHERWISE: readonly Unreached[] = ['notAllowed', 'noWechat']
const NAMES_SHOWN = 10

/** How it ended for one person whose file is open. */
export function remindedOne({ unreached }: Reminded): Said {
  const [missed] = unreached
  if (missed === undefined) return { text: '已交给微信提醒本人，几分钟内发出。', tone: 'done' }
  const otherwise = OTHERWISE.includes(missed.why) ? '请打电话或用其他方式通知。' : ''
  return { text: `没有提醒：${UNREACHED[missed.why]}。${otherwise}`, tone: 'wait' }
}

/** How it ended for those who were chosen in a list: how many were reached; why the others were not stands beside each. */
export function remindedInList({ reached, unreached }: Reminded): Said & { errors: Map<string, string> } {
  const done = reached.length === 0 ? '' : `已交给微信提醒 ${peopleText(reached.length)}。`
  const rest = unreached.length === 0 ? '' : `${peopleText(unreached.length)}没有提醒到，原因写在各人名下。`
  return {
    text: done + rest,
    tone: unreached.length === 0 ? 'done' : 'wait',
    errors: new Map(unreached.map(({ id, why }) => [id, `没有提醒：${UNREACHED[why]}`])),
  }
}

/** How it ended for many: how many were reached, and the names of the others by reason. */
export function remindedMany({ reached, unreached }: Reminded, names: ReadonlyMap<string, string>): Said {
  const groups = (Object.keys(UNREACHED) as Unreached[]).flatMap((why) => {
    const missed = unreached.filter((one) => one.why === why).map(({ id }) => names.get(id) ?? '')
    return missed.length === 0 ? [] : [`${UNREACHED[why]}：${namesText(missed, NAMES_SHOWN)}。`]
  })
  const done = reached.length === 0 ? '没有可以提醒到的人。' : `已交给微信提醒 ${peopleText(reached.length)}。`
  const otherwise = unreached.some(({ why }) => OTHERWISE.includes(why)) ? '没有提醒到的，请用其他方式通知。' : ''
  return { text: [done, ...groups, otherwise].join(''), tone: unreached.length === 0 ? 'done' : 'wait' }
}

/** How it ended before everybody was answered for: what is known, and that going on reminds nobody twice. */
export function remindedSoFar(said: Said, { reached }: Reminded, left: number, failure: CallFailure | null): Said {
  if (left === 0) return said
  const known = reached.length === 0 ? '' : said.text
  const why = failure === null ? '已停下，' : deskFailureText(failure)
  return {
    text: `${known}${why}还有 ${peopleText(left)}没有提醒；接着提醒不会重复。`,
    tone: failure === null ? 'wait' : 'bad',
  }
}
/** 「正在提醒 100 / 250 人」 */
export function remindingText(answered: number, all: number): string {
  return `正在提醒 ${String(answered)} / ${peopleText(all)}…`
}
export function remindRestLabel(left: number): string {
  return `接着提醒 ${peopleText(left)}`
}

/** What is asked before many are reminded. */
export const REMIND_MANY = {
  title: (people: number) => `用微信提醒 ${peopleText(people)}`,
  content: `只能提醒在小程序里允许过的人，每人 ${String(NUDGE_AGAIN_AFTER_HOURS)} 小时内一次。提醒里没有个人信息。`,
}
export const NOBODY_TO_REMIND = '没有已登记、未办完的人，不用提醒。'
