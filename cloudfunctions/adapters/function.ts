import type { Reply } from '../contract'
import type { Ports } from '../app/store/ports'
import { serve, type Operation } from '../app/call/serve'
import type { Context } from '../app/call/context'
import { openDocuments, type Documents } from './cloudbase/documents'
import { behindSwitch } from './cloudbase/maintenance'
import { numbered } from './cloudbase/schema-numbers'
import { openFiles } from './cloudbase/files'
import { callerOf, termsOf } from './cloudbase/platform'
import { createStore } from './cloudbase/store'
import { metered, resultOf, timed, type Timed } from './logging'
import { spreadsheets } from './on-demand'
import { publicKeys } from './public-keys'
import { readTemplates } from './reminder-templates'
import { createSealing, readKeys } from './sealing'
import { passwords, randomness } from './secrets'

/** Bulk work starts nothing new once this part of the function's time is used up. */
const WORKING_PART = 0.7

/** What is opened once per instance; the store is made anew for each call, for it counts what the call asks. */
interface Opened {
  documents: Documents
  ports: Omit<Ports, 'store'>
}

let opened: Opened | undefined

const open = (): Opened => ({
  documents: behindSwitch(openDocuments(), () => Date.now()),
  ports: {
    sealing: createSealing(
      readKeys('SEAL_KEYS', process.env['SEAL_KEYS']),
      readKeys('TOKEN_KEYS', process.env['TOKEN_KEYS']),
    ),
    random: randomness,
    passwords,
    publicKeys,
    spreadsheets,
    templates: readTemplates(process.env['REMINDER_TEMPLATES']),
    files: openFiles(),
  },
})

/** One call of this function, as the platform describes it; whoever answers it closes it with what became of it. */
export const openCall = (name: string, platform: unknown): { context: Context } & Timed => {
  opened ??= open()
  const { documents, asked } = metered(opened.documents)
  const now = Date.now()
  const { requestId, timeLimitMs } = termsOf(platform)
  const traceId = requestId === '' ? randomness.id() : requestId
  const context: Context = {
    ...opened.ports,
    store: createStore(numbered(documents)),
    openid: callerOf(platform).openid,
    now,
    deadline: now + timeLimitMs * WORKING_PART,
    clock: () => Date.now(),
    traceId,
  }
  return { context, ...timed(name, traceId, asked) }
}

/** The operation that was asked for, where it is one of these. */
const opOf = (operations: Readonly<Record<string, Operation>>, event: unknown): string | null => {
  const op = typeof event === 'object' && event !== null && 'op' in event ? event.op : undefined
  return typeof op === 'string' && Object.hasOwn(operations, op) ? op : null
}

/** Makes the entry point of a function that people call from WeChat. */
export const functionFor =
  (name: string, operations: Readonly<Record<string, Operation>>) =>
  async (event: unknown, platform: unknown): Promise<Reply<unknown>> => {
    const { context, close } = openCall(name, platform)
    const reply = await serve(operations, event, context)
    close({ op: opOf(operations, event), ...resultOf(reply) })
    return reply
  }
