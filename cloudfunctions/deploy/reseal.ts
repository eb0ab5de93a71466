import { openDocuments } from '../adapters/cloudbase/documents'
import { createSealing, readKeys } from '../adapters/sealing'
import { readArguments } from './arguments'
import { close, reopen } from './maintenance'
import { Refused, run } from './refused'
import { resealOnce } from './resealing'
import { boundTo, dropTokens, retokenOnce, type Bound } from './retokening'
import { keyId, ringOf, rotationOf, stationsOf, type Ring } from './rotation'
import { readSettings, type Settings } from './settings'
import { databaseAccess, nowAt } from './target'
import { BOUND_TOKENS } from './token-fields'

/**
 * `npm run reseal -- --env ENV [--tokens [--although-bound]]`: changes the key under which numbers are sealed, or the one
 * under which they are found, while people work. The new key comes in behind the old one, so that every function knows
 * it before any uses it; then it is the current one and everything is made anew; then, when nothing needs the old one
 * any longer, that goes. A run that was cut off is started again and goes on from there.
 */
const USAGE = 'npm run reseal -- --env ENV [--tokens 换找人用的密钥 [--although-bound 旧密钥还有用也去掉]]'
/** Whoever writes a value under the old key after this many passes does so for good, and is looked into by hand. */
const PASSES_AT_MOST = 20
const MINUTE = 60_000

type Documents = ReturnType<typeof openDocuments>
interface Given {
  settings: Settings
  documents: Documents
  seal: Ring
  tokens: Ring
}

const sealingUnder = (seal: Ring, tokens: Ring) =>
  createSealing(readKeys('SEAL_KEYS', seal.join(',')), readKeys('TOKEN_KEYS', tokens.join(',')))
const idsOf = (keys: readonly string[]): string => keys.map(keyId).join('、')

/** Repeats a pass until one found nothing to do; how much was done in all. */
const untilDone = async (pass: () => Promise<{ done: number; again: number }>): Promise<number> => {
  let total = 0
  for (let passes = 1; ; passes += 1) {
    const { done, again } = await pass()
    total += done
    if (done === 0 && again === 0) return total
    if (passes === PASSES_AT_MOST)
      throw new Refused('一直有数据用旧密钥写入：请看云函数的环境变量是否都是新的，再运行一次。')
  }
}

const rotateSeal = async ({ settings, documents, seal, tokens }: Given): Promise<void> => {
  const rotation = rotationOf(settings, 'SEAL_KEYS', process.env)
  const { behind, current } = stationsOf(seal)
  const [fresh, ...old] = current
  if (behind !== undefined) {
    await rotation.put(behind)
    console.log(`1. 新的密钥 ${keyId(fresh)} 已发给所有云函数，先只用来解密。`)
  }
  await rotation.put(current)
  console.log(`2. 从现在起用 ${keyId(fresh)} 加密。`)
  const sealing = sealingUnder(current, tokens)
  const total = await untilDone(async () => {
    const { resealed, changed } = await resealOnce(documents, sealing, keyId(fresh), (collection, so) => {
      console.log(`   ${collection}：这一遍已重新加密 ${String(so)} 处`)
    })
    return { done: resealed, again: changed }
  })
  console.log(`3. 已全部重新加密（这次 ${String(total)} 处），没有数据再需要旧的密钥。`)
  await rotation.leave([fresh])
  console.log(
    `4. 旧的密钥 ${idsOf(old)} 已从云函数和这台电脑上去掉。以前的备份还要用它打开：请在保管密码的地方留到那些备份过期。`,
  )
}

/**
 * Makes the new key current while nothing is written: of two functions that look under both keys and write under
 * different ones, each could give the same number to somebody else.
 */
const switchTokens = async ({ settings, documents }: Given, switchOver: () => Promise<void>): Promise<void> => {
  await close(documents, settings, 'writes', (await nowAt(settings)) + MINUTE)
  try {
    await switchOver()
  } finally {
    await reopen(documents, settings)
  }
}

const saidOf = ({ rosterRows, links, staffCodes, recoveries }: Bound): string[] => [
  ...(rosterRows === 0
    ? []
    : [`名单上还没有登记的 ${String(rosterRows)} 人：他们登记之后，或名单删除之后，就不再需要`]),
  ...(links === 0 ? [] : [`已经发出的链接 ${String(links)} 个：最多 7 天`]),
  ...(staffCodes === 0 ? [] : [`还没有用的工作人员邀请码 ${String(staffCodes)} 个：最多 48 小时`]),
  ...(recoveries === 0 ? [] : [`还没有用的恢复码 ${String(recoveries)} 个：最多 48 小时`]),
]

const rotateTokens = async (given: Given, althoughBound: boolean): Promise<void> => {
  const { settings, documents, seal, tokens } = given
  const rotation = rotationOf(settings, 'TOKEN_KEYS', process.env)
  const { behind, current } = stationsOf(tokens)
  const [fresh, ...old] = current
  if (behind !== undefined) {
    await rotation.put(behind)
    console.log(`1. 新的密钥 ${keyId(fresh)} 已发给所有云函数，先只用来查找。`)
    console.log('   换的一刻停止办理不到一分钟，可以看，不能办。')
    await switchTokens(given, () => rotation.put(current))
  } else await rotation.put(current)
  console.log(`2. 从现在起用 ${keyId(fresh)}，查找时新旧两把都试。`)
  const sealing = sealingUnder(seal, current)
  const say = (collection: string, so: number): void => {
    console.log(`   ${collection}：这一遍已重新计算 ${String(so)} 份`)
  }
  const total = await untilDone(async () => {
    const { renewed, busy } = await retokenOnce(documents, sealing, say)
    return { done: renewed, again: busy }
  })
  console.log(`3. 存有原值的都已重新计算（这次 ${String(total)} 份）。`)

  const gone = new Set(old.map(keyId))
  const bound = saidOf(await boundTo(documents, gone, await nowAt(settings)))
  if (bound.length > 0 && !althoughBound) {
    console.log(`4. 旧的密钥 ${idsOf(old)} 暂时留着，只用来查找，因为这些没有存原值，不能重新计算：`)
    for (const one of bound) console.log(`   ${one}`)
    console.log('   过后再运行一次同样的命令，会从这里接着做。密钥已经泄露、等不得的，加 --although-bound：')
    for (const one of new Set(Object.values(BOUND_TOKENS))) console.log(`   ${one}`)
    console.log('   名单上还没有登记的人，要把同一份名单再导入一次，才能按身份证号对上。')
    return
  }
  await rotation.leave([fresh])
  const cleaned = await dropTokens(documents, gone, () => undefined)
  console.log(
    `4. 旧的密钥 ${idsOf(old)} 已从云函数和这台电脑上去掉，${String(cleaned)} 份记录里用它算的都已删除。以前的备份还要用它：请在保管密码的地方留到那些备份过期。`,
  )
  if (bound.length > 0) console.log('   请把名单再导入一次，链接、邀请码、恢复码重新发。')
}

await run(async () => {
  const { env, flags } = readArguments(process.argv.slice(2), { flags: ['tokens', 'although-bound'], usage: USAGE })
  const settings = readSettings(env, process.env)
  const { SEAL_KEYS, TOKEN_KEYS } = settings.keys
  if (SEAL_KEYS === undefined || TOKEN_KEYS === undefined)
    throw new Refused(`还没有加密用的密钥。请先运行：npm run deploy:keys -- --env ${env}`)
  const documents = openDocuments(databaseAccess(settings))
  const given = { settings, documents, seal: ringOf(SEAL_KEYS), tokens: ringOf(TOKEN_KEYS) }
  if (flags.has('tokens')) await rotateTokens(given, flags.has('although-bound'))
  else await rotateSeal(given)
  return 0
})
