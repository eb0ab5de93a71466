import { act } from './act'
import { declare, precheck } from './official'
import { start } from './start'

export const transferOperations = {
  'transfer.start': start,
  'transfer.act': act,
  'transfer.declare': declare,
  'transfer.precheck': precheck,
}
