import { openDocuments } from '../adapters/cloudbase/documents'
import { createSealing, readKeys } from '../adapters/sealing'
import { readArguments } from './arguments'
import { keyHolderOf } from './key-holders'
import { newKey } from './key-rings'
import { Refused, run } from './refused'
import { resealOnce } from './resealing'
import { readSettings, type Settings } from './settings'
import { databaseAccess } from './target'

/**
 * `npm run reseal -- --env ENV`: changes the key under which numbers are sealed, while people work. The new key comes in
 * behind the old one, so that every function can open by it before any seals by it; then it is the current one and
 * everything is sealed anew; then, when nothing needs the old one any longer, that goes. A run that was cut off is
 * started again and goes on from there.
 */
const USAGE = 'npm run reseal -- --env ENV'
/** Whoever writes a value under the old key after this many passes does so for good, and is looked into by hand. */
const PASSES_AT_MOST = 20

type Ring = [string, ...string[]]

const idOf = (key: string): string => key.slice(0, Math.max(0, key.indexOf(':')))
const numberOf = (id: string): number => Number(/^k(\d+)$/u.exec(id)?.[1] ?? 0)
const ringOf = (text: string): Ring => text.split(',').map((key) => key.trim()) as Ring
const sealingUnder = (ring: Ring, tokens: string) =>
  createSealing(readKeys('SEAL_KEYS', ring.join(',')), readKeys('TOKEN_KEYS', tokens))

/** The rings that a rotation goes through, from where this one stands. */
const stationsOf = (ring: Ring): { behind?: Ring; current: Ring } => {
  const newest = [...ring].sort((a, b) => numberOf(idOf(b)) - numberOf(idOf(a)))[0] ?? ring[0]
  if (ring.length > 1 && ring[0] === newest) return { current: ring }
  const fresh = ring.length > 1 ? newest : newKey(`k${String(numberOf(idOf(newest)) + 1)}`)
  const others = ring.filter((key) => key !== fresh)
  return { behind: [...others, fresh] as unknown as Ring, current: [fresh, ...others] }
}

const rotate = async (settings: Settings, seal: string, tokens: string): Promise<void> => {
  const holder = keyHolderOf(settings, process.env)
  const documents = openDocuments(databaseAccess(settings))
  const { behind, current } = stationsOf(ringOf(seal))
  const put = async (ring: Ring): Promise<void> => {
    const keys = { ...settings.keys, SEAL_KEYS: ring.join(',') }
    holder.keep(keys)
    await holder.give(keys)
  }
  if (behind !== undefined) {
    await put(behind)
    console.log(`1. 新的密钥 ${idOf(current[0])} 已发给所有云函数，先只用来解密。`)
  }
  await put(current)
  console.log(`2. 从现在起用 ${idOf(current[0])} 加密。`)

  const sealing = sealingUnder(current, tokens)
  let total = 0
  for (let pass = 1; ; pass += 1) {
    const { resealed, changed } = await resealOnce(documents, sealing, idOf(current[0]), (collection, so) => {
      console.log(`   ${collection}：这一遍已重新加密 ${String(so)} 处`)
    })
    total += resealed
    if (resealed === 0 && changed === 0) break
    if (pass === PASSES_AT_MOST)
      throw new Refused('一直有数据用旧密钥写入：请看云函数的环境变量是否都是新的，再运行一次。')
  }
  console.log(`3. 已全部重新加密（这次 ${String(total)} 处），没有数据再需要旧的密钥。`)

  // The functions first: cut off between the two, the next run finds the old key on this desk and takes it out again.
  const alone: Ring = [current[0]]
  const without = { ...settings.keys, SEAL_KEYS: alone.join(',') }
  if (settings.local === undefined) {
    await holder.give(without)
    holder.keep(without)
  } else {
    holder.keep(without)
    await holder.give(without)
  }
  const gone = current.slice(1).map(idOf).join('、')
  console.log(
    `4. 旧的密钥 ${gone} 已从云函数和这台电脑上去掉。以前的备份还要用它打开：请在保管密码的地方留到那些备份过期。`,
  )
}

await run(async () => {
  const { env } = readArguments(process.argv.slice(2), { usage: USAGE })
  const settings = readSettings(env, process.env)
  const { SEAL_KEYS, TOKEN_KEYS } = settings.keys
  if (SEAL_KEYS === undefined || TOKEN_KEYS === undefined)
    throw new Refused(`还没有加密用的密钥。请先运行：npm run deploy:keys -- --env ${env}`)
  await rotate(settings, SEAL_KEYS, TOKEN_KEYS)
  return 0
})
