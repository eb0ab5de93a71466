import * as v from 'valibot'
import type { DeskReminderKind } from '../../contract'
import { nextNine } from '../../domain/beijing'
import { unansweredList } from '../../domain/desk-lists'
import { digestOf } from '../../domain/messages'
import { atBranch, EVERYBODY, rightAmong } from '../call/authority'
import type { Context } from '../call/context'
import { Id, Text } from '../call/schemas'
import { accepted, failureOf, operation } from '../call/serve'
import type { Messenger } from '../store/ports'
import type { DigestRecord } from '../store/records'

/** WeChat lets one message be sent for each accepted tap; somebody who taps every day does not heap up more. */
const ALLOWED_AT_MOST = 30
const AT_ONCE = 50
const RETRY_AFTER = 1_800_000
const KIND: DeskReminderKind = 'waiting'

/** One for each branch and WeChat. */
const idOf = (context: Context, branchId: string, openid: string): string =>
  `${branchId}:${context.sealing.tokens('login', openid)[0]}`

/**
 * Keeps that this WeChat has allowed to be told once how many wait: at nine the next morning, and each further time it
 * allows another one. `templates` are kinds, or ids of templates as WeChat was asked with; what this deployment does not
 * send is left out of the answer.
 */
const subscribe = operation(
  v.object({ branchId: Id, templates: v.pipe(v.array(Text(64)), v.maxLength(10, 'length')) }),
  async (context, { branchId, templates }) => {
    const at = await atBranch(context, branchId, EVERYBODY)
    if (!at.ok) return at
    const template = context.templates[KIND]
    const allows = template !== undefined && templates.some((one) => one === KIND || one === template.id)
    if (!allows) return accepted({ allowed: [] })
    const { openid } = at.value.caller
    const dueAt = nextNine(context.now)
    await context.store.allowDigest(
      { _id: idOf(context, branchId, openid), branchId, openid, left: 1, dueAt },
      ALLOWED_AT_MOST,
    )
    return accepted({ allowed: [KIND] })
  },
)

/** The page that the message opens. */
const pageOf = (branchId: string): string => `desk/queue/queue?branch=${encodeURIComponent(branchId)}`

/** Sends one, at most once: it is counted off before it is handed to WeChat, by a write that one run alone can make. */
const sendOne = async (context: Context, messenger: Messenger, one: DigestRecord): Promise<boolean> => {
  const template = context.templates[KIND]
  const [wechat, branch] = await Promise.all([context.store.wechat(one.openid), context.store.branch(one.branchId)])
  const right = wechat === null || branch === null ? undefined : rightAmong(wechat, [branch._id], EVERYBODY)
  if (branch === null || right?.ok !== true || template === undefined) {
    await context.store.dropDigest(one._id)
    return false
  }
  const { count, oldest } = await context.store.queueLength(branch._id, unansweredList())
  const next = nextNine(context.now)
  if (count === 0 || oldest === undefined) {
    await context.store.moveDigest(one, { left: one.left, dueAt: next })
    return false
  }
  if (!(await context.store.moveDigest(one, { left: one.left - 1, dueAt: next }))) return false
  const says = digestOf(branch.kind, count, oldest, context.now)
  const sending = await messenger.send({ openid: one.openid, template, says, page: pageOf(branch._id) })
  const counted = { ...one, left: one.left - 1, dueAt: next }
  if (sending === 'later' || sending === 'unavailable')
    await context.store.moveDigest(counted, { left: one.left, dueAt: context.now + RETRY_AFTER })
  else if (counted.left <= 0 || sending === 'refused') await context.store.dropDigest(one._id)
  return sending === 'sent'
}

/** Tells those who allowed it how many wait at their branch, once a day; an outage at one says nothing of the others. */
export const deliverDigests = async (context: Context, messenger: Messenger): Promise<number> => {
  let sent = 0
  for (;;) {
    const due = await context.store.digestsDue(context.now, AT_ONCE)
    for (const one of due) {
      if (context.clock() > context.deadline) return sent
      try {
        if (await sendOne(context, messenger, one)) sent += 1
      } catch (error) {
        failureOf(error, context, 'clock')
        return sent
      }
    }
    if (due.length < AT_ONCE) return sent
  }
}

export const digestOperations = { 'desk.subscribe': subscribe }
