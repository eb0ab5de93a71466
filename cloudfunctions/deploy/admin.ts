import * as v from 'valibot'
import { branchDeskOperations } from '../app/branch/settings'
import type { Context } from '../app/call/context'
import { serve } from '../app/call/serve'
import { staffOperations } from '../app/staff/staff'
import { ALL_BRANCHES } from '../app/store/records'
import type { Failure } from '../contract'
import { beijingText } from '../domain/beijing'
import { readArguments } from './arguments'
import { readBranches } from './branches-file'
import { Refused, run } from './refused'
import { readSettings } from './settings'
import { deploymentContext } from './target'

/**
 * `npm run deploy:admin -- --env ENV [--branches FILE]`: a one-time code that makes whoever enters it an administrator,
 * and the first branches from a file. Both go through the operations that the desk itself uses, so that every rule holds
 * and the log names the deployment.
 */
const USAGE = 'npm run deploy:admin -- --env ENV [--branches branches.json 或 .xlsx]'
const operations = { ...staffOperations, ...branchDeskOperations }
const Invitation = v.looseObject({ code: v.string(), expiresAt: v.pipe(v.string(), v.isoTimestamp()) })

const ask = async (context: Context, op: keyof typeof operations, input: unknown): Promise<unknown> => {
  const reply = await serve(operations, { op, input }, context)
  if (!reply.ok) throw new Refused(faultText(reply.error))
  return reply.value
}

const faultText = (error: Failure): string =>
  error.code === 'BAD_INPUT'
    ? error.detail.fields.map(({ path, rule }) => `${path}（${rule}）`).join('、')
    : error.code === 'TRY_AGAIN'
      ? '正忙，请再运行一次'
      : error.code

const named = ({ fullName, systemId }: Record<string, unknown>, index: number): string =>
  [fullName, systemId].find((text) => typeof text === 'string' && text !== '')?.toString() ??
  `第 ${String(index + 1)} 个`

/** Makes the branches that are not there yet. One that is wrong stops the command before any is made. */
const makeBranches = async (context: Context, file: string): Promise<void> => {
  const given = readBranches(file)
  const there = await context.store.allBranches()
  const isThere = ({ kind, fullName, systemId }: Record<string, unknown>) =>
    there.some(
      (one) => one.kind === kind && (one.fullName === fullName || (one.systemId !== '' && one.systemId === systemId)),
    )
  const fresh = given.filter((branch) => !isThere(branch))
  for (const [index, branch] of fresh.entries()) {
    try {
      await ask(context, 'branch.create', branch)
      console.log(`已新建：${named(branch, index)}`)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      throw new Refused(
        `${named(branch, index)} 没有建成：${error.message}。前面的都算数；改好文件再运行一次，会接着做。`,
      )
    }
  }
  const known = given.length - fresh.length
  console.log(
    `支部：新建 ${String(fresh.length)} 个，原来就有 ${String(known)} 个。没有写“开放加入”的，要在工作台打开。`,
  )
}

await run(async () => {
  const { env, values } = readArguments(process.argv.slice(2), { values: ['branches'], usage: USAGE })
  const context = await deploymentContext(readSettings(env, process.env))
  const { branches } = values
  if (branches !== undefined) await makeBranches(context, branches)

  const administrators = (await context.store.staffAt([ALL_BRANCHES])).length
  if (branches !== undefined && administrators > 0) return 0
  const made = v.parse(
    Invitation,
    await ask(context, 'staff.invite', { branchId: ALL_BRANCHES, role: 'administrator' }),
  )
  if (administrators > 0) console.log(`注意：已经有 ${String(administrators)} 个微信是管理员。这个邀请码会再加一个。`)
  console.log(`管理员邀请码：${made.code}`)
  console.log(`有效到 ${beijingText(Date.parse(made.expiresAt))}（48 小时），只能用一次，只发给本人。`)
  console.log('打开小程序，在“我的账号”里点“我有工作人员邀请码”，填这个码和本人姓名；不用先登记。')
  return 0
})
