import { moveClock } from './cloud-panel'
import { byId, fill, make, makeButton } from './dom'
import { become } from './people'
import { choose, chosen } from './phone-frame'

interface Step {
  readonly text: string
  readonly button: string
  readonly press: () => unknown
}

const STUDENT = 'local-student-1'
const SECRETARY = 'local-league-secretary'
const DESK = 'desk/queue/queue?branch=ustb-scce-2024-league'

/** The main job, by people who are there from the start: the phone changes hands as it would. */
const STEPS: readonly Step[] = [
  {
    text: '林一诺已在小程序申请加入团支部。在北京共青团系统也申请好以后，点“我已申请”。',
    button: '打开林一诺的手机',
    press: () => {
      become(STUDENT)
    },
  },
  {
    text: '团支部书记搜索“林一诺”，勾选后点“同意”。',
    button: '打开书记的工作台',
    press: () => {
      become(SECRETARY, DESK)
    },
  },
  {
    text: '满一天，原团组织才能提交：把时钟拨快一天。',
    button: '时钟 +1 天',
    press: () => moveClock({ advance: 'P1D' }),
  },
  {
    text: '林一诺复制说明，发给原团组织；对方提交后，点“登记：原团组织已提交”。',
    button: '再打开林一诺的手机',
    press: () => {
      become(STUDENT)
    },
  },
  {
    text: '书记在“我的团员”中看到林一诺后，在这里搜索、勾选，登记北京系统结果“转移成功”。',
    button: '再打开书记的工作台',
    press: () => {
      become(SECRETARY, `${DESK}&filter=approved`)
    },
  },
]

const tried = (): number => Number(chosen('tried') || '0')

addEventListener('preview:reset', () => {
  choose('tried', '')
  showTries()
})

/** Shows the five steps; those that were opened bear a tick. */
export function showTries(): void {
  const done = tried()
  fill(
    byId('tries'),
    STEPS.map(({ text, button, press }, index) => {
      const item = make('li')
      item.dataset['state'] = index < done ? 'done' : index === done ? 'next' : 'later'
      const opens = makeButton(button, () => {
        choose('tried', String(index + 1))
        showTries()
        return press()
      })
      item.append(make('p', text), opens)
      return item
    }),
  )
}
