import * as v from 'valibot'
import { openDocuments, type DatabaseAccess, type Documents } from '../adapters/cloudbase/documents'
import { numbered } from '../adapters/cloudbase/schema-numbers'
import { createStore } from '../adapters/cloudbase/store'
import { publicKeys } from '../adapters/public-keys'
import { createSealing, readKeys } from '../adapters/sealing'
import { passwords, randomness } from '../adapters/secrets'
import { spreadsheets } from '../adapters/spreadsheet'
import type { Context } from '../app/call/context'
import { DEPLOYMENT } from '../app/store/records'
import { standBesideTheCloud } from './beside-the-cloud'
import { Refused } from './refused'
import type { Settings } from './settings'

const MINUTE = 60_000
const State = v.looseObject({ now: v.pipe(v.string(), v.isoTimestamp()) })

/** How this desk reaches the database of an environment; refuses where nobody may. */
export const databaseAccess = ({ envId, credentials, region, proxy, local }: Settings): DatabaseAccess => {
  if (credentials === undefined)
    throw new Refused(
      '没有腾讯云的密钥。请放进环境变量 TENCENTCLOUD_SECRETID、TENCENTCLOUD_SECRETKEY，或写进设置文件。',
    )
  standBesideTheCloud()
  return {
    env: envId,
    ...credentials,
    ...(region === undefined ? {} : { region }),
    ...(proxy === undefined ? {} : { proxy }),
    ...(local === undefined ? {} : { serviceUrl: `${local}/tcb` }),
  }
}

/** The time where the functions run: the local cloud's clock may have been moved. */
export const nowAt = async ({ local }: Settings): Promise<number> => {
  if (local === undefined) return Date.now()
  try {
    const answer = await fetch(`${local}/local/state`)
    return Date.parse(v.parse(State, await answer.json()).now)
  } catch {
    throw new Refused(`本地云没有回答（${local}）。请先运行 npm start；用过 PORT 的话，这里也要用同一个。`)
  }
}

const notHere = () => Promise.reject(new Error('a command has no storage'))

/**
 * One call as the functions have it, made from this desk by the deployment itself: the product's own operations, with
 * their rules, serve its commands too.
 */
export const deploymentContext = async (settings: Settings): Promise<Context & { documents: Documents }> => {
  const documents = numbered(openDocuments(databaseAccess(settings)))
  const now = await nowAt(settings)
  const { SEAL_KEYS, TOKEN_KEYS } = settings.keys
  if (SEAL_KEYS === undefined || TOKEN_KEYS === undefined)
    throw new Refused(`还没有加密用的密钥。请先运行：npm run deploy:keys -- --env ${settings.name}`)
  return {
    documents,
    store: {
      ...createStore(documents),
      wechat: () => Promise.resolve({ _id: DEPLOYMENT.id, accountId: null, staff: [DEPLOYMENT] }),
    },
    sealing: createSealing(readKeys('SEAL_KEYS', SEAL_KEYS), readKeys('TOKEN_KEYS', TOKEN_KEYS)),
    random: randomness,
    passwords,
    publicKeys,
    spreadsheets,
    templates: {},
    files: { idOf: notHere, put: notHere, addressOf: notHere, drop: notHere },
    openid: DEPLOYMENT.id,
    now,
    deadline: now + MINUTE,
    clock: () => now,
    traceId: randomness.id(),
  }
}
