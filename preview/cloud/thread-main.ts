import { parentPort, workerData } from 'node:worker_threads'
import { offsetIn } from './clock'
import type { FromThread, InThread, ToThread } from './function-thread'
import { runHere } from './running-function'

/** A function's own thread (`function-thread.ts`): loads it, and answers one message a call. */
const { file, env, clockOffset } = workerData as InThread
const tell = (message: FromThread): void => {
  parentPort?.postMessage(message)
}
const running = runHere(file, {
  env,
  now: () => Date.now() + offsetIn(clockOffset),
  log: (line) => {
    tell({ line })
  },
})

parentPort?.on('message', ({ call, event, context }: ToThread) => {
  void running.run(event, context).then((answer) => {
    tell({ call, answer })
  })
})
