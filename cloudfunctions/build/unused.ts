import type { Plugin } from 'esbuild'

const throwing = (name: string) => `throw new Error('${name} is not part of this bundle')`

/** All the XML that is read: what the storage answers to a file is nothing, or an error of four texts. */
const STORAGE_ANSWER = `export function parseString(xml, done) {
  const text = String(xml)
  const part = (name) => [new RegExp('<' + name + '>([^<]*)').exec(text)?.[1] ?? '']
  done(null, text.includes('<Error>') ? { Error: Object.fromEntries(['Code', 'Message', 'RequestId', 'TraceId'].map((name) => [name, part(name)])) } : null)
}`

/**
 * Parts of `@cloudbase/node-sdk` that this product never uses, with what stands in for each: they are three quarters of
 * the bundle and of its time to load. Whoever comes to use one is told by name.
 */
const UNUSED: Readonly<Record<string, string>> = {
  '@cloudbase/ai': 'export class AI {}; export default {}',
  '@cloudbase/app': 'export default {}',
  '@cloudbase/wx-cloud-client-sdk': `export default { generateHTTPClient() { ${throwing('wx-cloud-client-sdk')} }, generateMySQLClient() { ${throwing('wx-cloud-client-sdk')} } }`,
  'web-streams-polyfill': 'export class ReadableStream {}',
  xml2js: STORAGE_ANSWER,
  jsonwebtoken: `export function sign() { ${throwing('jsonwebtoken')} }; export default { sign }`,
  axios:
    "const axios = () => Promise.reject(new Error('axios is not part of this bundle')); axios.get = axios; export default axios",
  'form-data': `module.exports = class { constructor() { ${throwing('form-data')} } }`,
  realtime: `export class RealtimeWebSocketClient { constructor() { ${throwing('realtime')} } }`,
  'http-proxy-agent': 'export class HttpProxyAgent {}',
  'https-proxy-agent': 'export class HttpsProxyAgent {}',
}

/**
 * Doors of the SDK that nobody goes through here: sign-in of its own, calls of other functions, WeChat's interfaces, AI,
 * SQL, figures of its own.
 */
const DOORS: Readonly<Record<string, readonly string[]>> = {
  auth: ['auth'],
  functions: ['callFunction', 'callApis'],
  cloudrun: ['callContainer'],
  wx: ['callWxOpenApi', 'callWxPayApi', 'wxCallContainerApi', 'callCompatibleWxOpenApi'],
  ai: ['createAI'],
  notification: ['sendNotification'],
  analytics: ['analytics'],
  'utils/tcbopenapicommonrequester': ['request'],
}
const doorStub = (door: string): string =>
  (DOORS[door] ?? []).map((name) => `export function ${name}() { ${throwing(door)} }`).join('\n')

const FILTER = new RegExp(`^(?:${Object.keys(UNUSED).join('|').replaceAll('/', '\\/')})(?:\\/.*)?$`)

/** Puts the stand-ins in place of the parts that are never used. */
export const withoutUnusedParts: Plugin = {
  name: 'without-unused-parts',
  setup: (build) => {
    build.onResolve({ filter: FILTER }, ({ path }) => ({
      path: /^(?:@[^/]+\/)?[^/]+/u.exec(path)?.[0] ?? path,
      namespace: 'unused',
    }))
    // Watching documents needs a browser: the database package brings its client along as a file of its own.
    build.onResolve({ filter: /^\.{1,2}\/realtime\/websocket-client$/ }, () => ({
      path: 'realtime',
      namespace: 'unused',
    }))
    const doors = new RegExp(`^\\.\\/(?:${Object.keys(DOORS).join('|')})$`)
    build.onResolve({ filter: doors }, ({ path, importer }) =>
      /@cloudbase[\\/]node-sdk[\\/]dist[\\/]cloudbase\.js$/.test(importer)
        ? { path: path.slice('./'.length), namespace: 'door' }
        : undefined,
    )
    build.onLoad({ filter: /.*/, namespace: 'door' }, ({ path }) => ({ contents: doorStub(path), loader: 'js' }))
    // Of BSON the SDK reads and writes its form in JSON alone: the binary one, half of the package, is never asked for.
    build.onResolve({ filter: /^bson$/ }, ({ resolveDir }) =>
      build.resolve('bson/lib/extended_json', { kind: 'require-call', resolveDir }),
    )
    build.onLoad({ filter: /.*/, namespace: 'unused' }, ({ path }) => ({ contents: UNUSED[path] ?? '', loader: 'js' }))
  },
}
