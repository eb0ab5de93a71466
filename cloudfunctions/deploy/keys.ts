import { readArguments } from './arguments'
import { fingerprintsOf, newKey, spelled } from './key-rings'
import { Refused, run } from './refused'
import { writeKeys } from './settings-file'
import { KEY_NAMES, LOCAL, readSettings, settingsFile, type KeyName, type Keys } from './settings'

/**
 * `npm run deploy:keys -- --env ENV`: makes the keys that an environment lacks and keeps those it has. They are written
 * into the settings file and never shown; what is shown is a fingerprint of each.
 */
const USAGE = 'npm run deploy:keys -- --env ENV'

const PURPOSE: Readonly<Record<KeyName, string>> = {
  SEAL_KEYS: '加密身份证号、手机号、团员编号、草稿和上传的名单',
  TOKEN_KEYS: '在看不到明文的情况下，按身份证号、手机号、登录名找人',
  SIGN_KEYS: '给外省系统的回复签名',
}
const LOSS: Readonly<Record<KeyName, string>> = {
  SEAL_KEYS: '丢了：已经登记的身份证号、手机号、团员编号再也打不开，每个人都要重新填写。',
  TOKEN_KEYS: '丢了：老用户登录不了，同一个身份证号会被当成新人再登记一次，名单也对不上人。',
  SIGN_KEYS: '丢了：换一把新的即可，但外省系统要重新取一次我们的公钥。',
}

await run(() => {
  const { env } = readArguments(process.argv.slice(2), { usage: USAGE })
  if (env === LOCAL) throw new Refused('本地云的密钥由 npm start 自己生成，在它的数据文件夹里。')
  const file = settingsFile(process.env)
  const { keys: before } = readSettings(env, process.env)
  const odd = KEY_NAMES.filter((name) => before[name] !== undefined && fingerprintsOf(name, before[name]) === undefined)
  if (odd.length > 0)
    throw new Refused(`${odd.join('、')} 的写法不对，没有改动。应为 编号:32 字节的 base64，多把用逗号隔开。`)
  const lacking = KEY_NAMES.filter((name) => before[name] === undefined)
  const keys: Keys = { ...before, ...Object.fromEntries(lacking.map((name) => [name, newKey('k1')])) }
  if (lacking.length > 0) writeKeys(file, env, keys)

  console.log(
    lacking.length === 0 ? `环境 ${env} 的密钥都在，没有改动。` : `已生成，写进 ${file}（不进 git，只有本人可读）。`,
  )
  for (const name of KEY_NAMES) {
    console.log(
      `\n${name}：${spelled(fingerprintsOf(name, keys[name]) ?? [])}${lacking.includes(name) ? '，新的' : ''}`,
    )
    console.log(`  用来${PURPOSE[name]}。`)
    console.log(`  ${LOSS[name]}`)
  }
  console.log(`\n请现在就把 ${file} 抄一份，放到学院保管密码的地方；备份文件里没有密钥。`)
  console.log(
    `所有云函数用同一套，由 npm run deploy -- --env ${env} 放上去；要换新的，用 npm run reseal -- --env ${env}。`,
  )
  return Promise.resolve(0)
})
