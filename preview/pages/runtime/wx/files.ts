import { api, type Callbacks, guarded, WxFailure } from './api'

/** Files of this session: chosen by the person or written by a page, by their WeChat path. */
const files = new Map<string, Blob>()
const USER_DATA_PATH = 'wxfile://usr'

type Encoding = 'base64' | 'utf8' | 'utf-8' | 'hex'

function encode(bytes: Uint8Array<ArrayBuffer>, encoding: Encoding | undefined): string | ArrayBuffer {
  if (encoding === undefined) return bytes.buffer
  if (encoding === 'base64') return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
  if (encoding === 'hex') return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return new TextDecoder().decode(bytes)
}

function decode(data: string | ArrayBuffer, encoding: Encoding | undefined): Blob {
  if (typeof data === 'string' && encoding === 'base64')
    return new Blob([Uint8Array.from(atob(data), (character) => character.charCodeAt(0))])
  return new Blob([data])
}

function find(filePath: string): Blob {
  const file = files.get(filePath)
  if (file === undefined) throw new WxFailure(`no such file or directory, open '${filePath}'`, 1300002)
  return file
}

const nameOf = (filePath: string): string => filePath.slice(filePath.lastIndexOf('/') + 1)

/** As in WeChat these answer by callbacks alone. */
const byCallback =
  <Options extends object>(name: string, work: (options: Options) => unknown) =>
  (options: Options & Callbacks): void => {
    void api(name, work)({ complete: () => undefined, ...options })
  }

const fileSystem = {
  readFile: byCallback('readFile', async ({ filePath, encoding }: { filePath: string; encoding?: Encoding }) => ({
    data: encode(new Uint8Array(await find(filePath).arrayBuffer()), encoding),
  })),
  writeFile: byCallback(
    'writeFile',
    ({ filePath, data, encoding }: { filePath: string; data: string | ArrayBuffer; encoding?: Encoding }) => {
      files.set(filePath, decode(data, encoding))
    },
  ),
  writeFileSync: (filePath: string, data: string | ArrayBuffer, encoding?: Encoding) => {
    files.set(filePath, decode(data, encoding))
  },
  unlink: byCallback('unlink', ({ filePath }: { filePath: string }) => {
    find(filePath)
    files.delete(filePath)
  }),
}

/** Lets the person choose files of their computer. */
function choose(count: number, extensions: readonly string[]): Promise<File[]> {
  const input = document.createElement('input')
  input.type = 'file'
  input.multiple = count > 1
  input.accept = extensions.map((extension) => `.${extension.replace(/^\./, '')}`).join()
  return new Promise((resolve, reject) => {
    input.addEventListener('change', () => {
      resolve(Array.from(input.files ?? []).slice(0, count))
    })
    input.addEventListener('cancel', () => {
      reject(new WxFailure('cancel'))
    })
    input.click()
  })
}

function remember(file: File): { path: string; name: string; size: number; time: number; type: 'file' } {
  const path = `wxfile://tmp/${crypto.randomUUID()}/${file.name}`
  files.set(path, file)
  return { path, name: file.name, size: file.size, time: Math.floor(file.lastModified / 1000), type: 'file' }
}

/** Whatever the answer is, it is kept as the file, as in WeChat. */
async function fetched({ url, filePath }: { url: string; filePath?: string }) {
  const answer = await fetch(url)
  const path = filePath ?? `wxfile://tmp/${crypto.randomUUID()}`
  files.set(path, await answer.blob())
  return { statusCode: answer.status, ...(filePath === undefined ? { tempFilePath: path } : { filePath }) }
}

/** A document is opened by saving it on the computer. */
function download({ filePath }: { filePath: string }): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(find(filePath))
  link.download = nameOf(filePath)
  link.click()
  setTimeout(() => {
    URL.revokeObjectURL(link.href)
  }, 1000)
}

export const fileApi = {
  env: { USER_DATA_PATH },
  getFileSystemManager: () => fileSystem,
  chooseMessageFile: guarded(
    'chooseMessageFile',
    async ({ count = 1, extension = [] }: { count?: number; extension?: readonly string[] }) => ({
      tempFiles: (await choose(count, extension)).map(remember),
    }),
  ),
  downloadFile: api('downloadFile', fetched),
  openDocument: api('openDocument', download),
  shareFileMessage: api('shareFileMessage', download),
}
