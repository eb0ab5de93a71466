import { Socket } from 'node:net'

/** A machine without a network: whoever goes out by it is told so, and the command fails. */
Socket.prototype.connect = () => {
  throw new Error('there is no network')
}
