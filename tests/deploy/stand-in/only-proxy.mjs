import dns from 'node:dns'
import { Socket } from 'node:net'

/**
 * A network whose only way out is the proxy: who looks for a name of the outside, or goes anywhere else, is told of it on
 * the spot, and so is whoever reads what the command wrote.
 */
const proxy = new URL(process.env['HTTPS_PROXY'])
const refuse = (what) => {
  process.stderr.write(`past the proxy: ${what}\n`)
  throw new Error(`past the proxy: ${what}`)
}
const { connect } = Socket.prototype
Socket.prototype.connect = function (...line) {
  const [first] = Array.isArray(line[0]) ? line[0] : line
  const { host, port } = typeof first === 'object' ? first : { port: first, host: line[1] }
  if (host !== proxy.hostname || String(port) !== proxy.port) refuse(`${String(host)}:${String(port)}`)
  return Reflect.apply(connect, this, line)
}
const { lookup } = dns
dns.lookup = (name, ...line) => (name === proxy.hostname ? lookup(name, ...line) : refuse(String(name)))
