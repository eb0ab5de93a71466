import { finding, notTried, type Finding } from '../findings'
import { WANTED_COLLECTIONS } from '../wanted'

/** A client of the mini-program's kind, with no key of the account. */
export interface Client {
  /** Rows that a client gets of a collection; refused for want of a right; or else a fault, which proves nothing. */
  read(collection: string): Promise<number | 'refused' | 'failed'>
  /** A collection that clients may read, with one document in it: what shows that this way of asking works at all. */
  control: string
}

const PASSES = 8
const PAUSE_MS = 500
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** A permission takes its time to be in force: the control is asked for until it is. */
const works = async (client: Client, passes: number): Promise<boolean> => {
  for (let pass = 1; ; pass += 1) {
    const got = await client.read(client.control)
    if (typeof got === 'number' && got > 0) return true
    if (pass >= passes) return false
    await pause(PAUSE_MS)
  }
}

/**
 * Tries to read every collection as a client. It says that they are closed only where the same client reads another
 * collection that is open: a way of asking that never gets anything proves nothing.
 */
export const checkAsClient = async (open: () => Promise<Client | string>, passes = PASSES): Promise<Finding[]> => {
  const claim = '小程序里直接读数据库，每个集合都读不到'
  const client = await open()
  if (typeof client === 'string') return [notTried('client-reads-nothing', claim, client)]
  if (!(await works(client, passes)))
    return [notTried('client-reads-nothing', claim, '用来对照的公开集合也读不到，所以读不到别的也说明不了什么')]
  const read: string[] = []
  const unclear: string[] = []
  for (const collection of WANTED_COLLECTIONS.keys()) {
    const got = await client.read(collection)
    if (got === 'failed') unclear.push(collection)
    else if (got !== 'refused') read.push(collection)
  }
  if (read.length === 0 && unclear.length > 0)
    return [notTried('client-reads-nothing', claim, `这些集合报的不是没有权限，而是别的错：${unclear.join('、')}`)]
  return [
    finding('client-reads-nothing', claim, read.length === 0, {
      seen: `读到了：${read.join('、')}`,
      breaks: '任何人都能读到同学的登记；请马上运行 npm run deploy',
    }),
  ]
}
