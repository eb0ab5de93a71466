import type { Reply } from '../contract'
import type { Ports } from '../app/store/ports'
import { serve, type Operation } from '../app/call/serve'
import type { Context } from '../app/call/context'
import { openDocuments } from './cloudbase/documents'
import { behindSwitch } from './cloudbase/maintenance'
import { numbered } from './cloudbase/schema-numbers'
import { openFiles } from './cloudbase/files'
import { callerOf, termsOf } from './cloudbase/platform'
import { createStore } from './cloudbase/store'
import { spreadsheets } from './on-demand'
import { publicKeys } from './public-keys'
import { readTemplates } from './reminder-templates'
import { createSealing, readKeys } from './sealing'
import { passwords, randomness } from './secrets'

/** Bulk work starts nothing new once this part of the function's time is used up. */
const WORKING_PART = 0.7

let opened: Ports | undefined

/** The product's ports on CloudBase, opened once per instance. */
const ports = (): Ports => {
  opened ??= {
    store: createStore(numbered(behindSwitch(openDocuments(), () => Date.now()))),
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
  }
  return opened
}

/** One call of a function, as the platform describes it. */
export const contextFor = (context: unknown): Context => {
  const now = Date.now()
  const { requestId, timeLimitMs } = termsOf(context)
  return {
    ...ports(),
    openid: callerOf(context).openid,
    now,
    deadline: now + timeLimitMs * WORKING_PART,
    clock: () => Date.now(),
    traceId: requestId === '' ? randomness.id() : requestId,
  }
}

/** Makes the entry point of a function that people call from WeChat. */
export const functionFor =
  (operations: Readonly<Record<string, Operation>>) =>
  async (event: unknown, context: unknown): Promise<Reply<unknown>> =>
    serve(operations, event, contextFor(context))
