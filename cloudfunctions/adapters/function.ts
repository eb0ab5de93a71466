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
import { metered, resultOf, timed, type Metered, type Timed } from './logging'
import { spreadsheets } from './on-demand'
import { publicKeys } from './public-keys'
import { readTemplates } from './reminder-templates'
import { createSealing, readKeys } from './sealing'
import { passwords, randomness } from './secrets'

/** Bulk work starts nothing new once this part of the function's time is used up. */
const WORKING_PART = 0.7

/** A store that counts what one call asks of it; a call under way has it for itself. */
interface Lane {
  store: Ports['store']
  meter: Metered
}

/** What is opened once per instance: making a store takes as long as some calls do, so that it is used again. */
interface Opened {
  documents: Documents
  ports: Omit<Ports, 'store'>
  free: Lane[]
}

let opened: Opened | undefined

const open = (): Opened => ({
  free: [],
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

const newLane = ({ documents }: Opened): Lane => {
  const meter = metered(documents)
  return { store: createStore(numbered(meter.documents)), meter }
}

/** One call of this function, as the platform describes it; whoever answers it closes it with what became of it. */
export const openCall = (name: string, platform: unknown): { context: Context } & Timed => {
  opened ??= open()
  const { free } = opened
  const lane = free.pop() ?? newLane(opened)
  const now = Date.now()
  const { requestId, timeLimitMs } = termsOf(platform)
  const traceId = requestId === '' ? randomness.id() : requestId
  const context: Context = {
    ...opened.ports,
    store: lane.store,
    openid: callerOf(platform).openid,
    now,
    deadline: now + timeLimitMs * WORKING_PART,
    clock: () => Date.now(),
    traceId,
  }
  const { close } = timed(name, traceId, lane.meter.asked)
  return {
    context,
    close: (end) => {
      close(end)
      if (lane.meter.reset()) free.push(lane)
    },
  }
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
