import * as v from 'valibot'
import type { Documents } from '../../adapters/cloudbase/documents'
import type { Database } from '../database'
import { finding, isUnanswered, notTried, unanswered, type Finding } from '../findings'

const MINUTE = 60_000
/** The timer runs every five minutes; one that was missed may be. */
const HEARD_WITHIN = 10 * MINUTE
/** Waits are counted to the minute: so far may clocks lie apart, the way of a request included. */
const DRIFT = 10_000

const Run = v.looseObject({ at: v.number(), server: v.date() })
const CLAIMS = {
  'timer-heard': '十分钟之内有过一次定时任务',
  'clock-drift': '云函数和数据库的时钟一致',
  'desk-drift': '这台电脑和数据库的时钟一致',
} as const
const seconds = (ms: number): string => `${String(Math.round(ms / 1_000))} 秒`

/** When the timer's function last ran, and whether its clock, the database's and this desk's agree. */
export const checkRunning = async (
  documents: Documents,
  db: Database,
  scratch: string,
  now: number,
): Promise<Finding[]> => {
  try {
    const run = v.safeParse(Run, await documents.get('deployment', 'clock'))
    await db.collection(scratch).add({ _id: 'clock', key: 'clock', at: db.serverDate() })
    return found(run, (await db.collection(scratch).doc('clock').get()).data, now)
  } catch (error) {
    if (!isUnanswered(error)) throw error
    return Object.entries(CLAIMS).map(([id, claim]) => notTried(id, claim, unanswered(error)))
  }
}

const found = (run: v.SafeParseResult<typeof Run>, written: unknown, now: number): Finding[] => {
  const { 'timer-heard': timer, 'clock-drift': clocks, 'desk-drift': desk } = CLAIMS
  const server = v.safeParse(v.tuple([v.looseObject({ at: v.date() })]), written)
  return [
    run.success
      ? finding('timer-heard', timer, Math.abs(now - run.output.at) <= HEARD_WITHIN, {
          seen: `上一次在 ${seconds(now - run.output.at)}之前`,
          breaks: '提醒没有发出，到期的数据没有删除；看 clock 的日志和定时触发器',
        })
      : finding('timer-heard', timer, false, {
          seen: '还没有过',
          breaks: '刚部署完请等五分钟再检查；一直没有，看 clock 的日志和定时触发器',
        }),
    run.success
      ? finding('clock-drift', clocks, Math.abs(run.output.server.getTime() - run.output.at) <= DRIFT, {
          seen: `相差 ${seconds(Math.abs(run.output.server.getTime() - run.output.at))}`,
          breaks: '“等满一天”会早或晚这么多',
        })
      : notTried('clock-drift', clocks, '定时任务还没有运行过'),
    server.success
      ? finding('desk-drift', desk, Math.abs(server.output[0].at.getTime() - now) <= DRIFT * 6, {
          seen: `相差 ${seconds(Math.abs(server.output[0].at.getTime() - now))}`,
          breaks: '这台电脑的请求会被腾讯云拒绝（签名过期）；请校准它的时间',
        })
      : notTried('desk-drift', desk, '读不到数据库的时间'),
  ]
}
