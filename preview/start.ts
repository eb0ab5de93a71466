import { watch } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildFunctions } from '../cloudfunctions/build/build'
import { timeLimitMs } from '../cloudfunctions/build/functions'
import { buildThread } from './cloud/build-thread'
import { StartFailure } from './cloud/failures'
import { readIndexDefinitions } from './cloud/index-definitions'
import { openLocalCloud, type LocalCloud } from './cloud/local-cloud'
import { createPreview } from './pages/serve'
import { LOCAL_ENVIRONMENT } from './seed/environment'
import { seed } from './seed/seed'
import { localWechat } from './seed/wechat'

const projectRoot = fileURLToPath(new URL('..', import.meta.url))
const settleMs = 150
const minuteMs = 60_000

try {
  await start()
} catch (error) {
  if (!(error instanceof StartFailure)) throw error
  console.error(error.message)
  process.exit(1)
}

/** `npm start`: the local cloud with the product's functions and the preview, until it is told to stop. */
async function start(): Promise<void> {
  const dataDir = process.env['DATA_DIR'] ?? join(projectRoot, '.data')
  const functions = join(dataDir, 'functions')
  const cloud = await openLocalCloud({
    dataDir,
    port: portOf(process.env['PORT'] ?? '8787'),
    indexes: readIndexDefinitions(join(projectRoot, 'cloudfunctions', 'indexes.json')),
    functions: {
      directory: functions,
      build: () => buildFunctions(functions),
      env: LOCAL_ENVIRONMENT,
      timeLimitMs,
      thread: await buildThread(),
    },
    preview: () => createPreview({ projectRoot, watch: true }),
    wechat: localWechat,
    seed,
    demo: true,
    timerEveryMs: minuteMs,
  })
  // What the clock counts is there from the first page on.
  await cloud.runTimer()
  const watcher = rebuildOnChange(cloud, functions)
  console.log(`小程序预览已启动：${cloud.url}/ （按 Ctrl+C 停止）`)

  const stop = (): void => {
    watcher.close()
    void cloud.close().then(() => process.exit(0))
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
}

function portOf(text: string): number {
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65_535) return port
  throw new StartFailure(`PORT 应为 0 到 65535 之间的整数，现在是“${text}”。例如 PORT=8788。`)
}

/** Rebuilds the functions when their sources change; a mistake is shown and the last good ones stay. */
function rebuildOnChange(cloud: LocalCloud, functions: string): { close(): void } {
  let settling: NodeJS.Timeout | undefined
  return watch(join(projectRoot, 'cloudfunctions'), { recursive: true }, () => {
    clearTimeout(settling)
    settling = setTimeout(() => {
      buildFunctions(functions).then(
        () => {
          cloud.reload()
        },
        (error: unknown) => {
          console.error(`云函数没有重新构建：${error instanceof Error ? error.message : '未知错误'}`)
        },
      )
    }, settleMs)
  })
}
