import { Worker } from 'node:worker_threads'
import type { Surroundings } from './bundle'
import { withoutMessage, type Answer, type RunningFunction } from './running-function'

/** What the thread is begun with. */
export interface InThread {
  file: string
  env: Record<string, string>
  /** The clock's offset (`Clock.shared`), which the thread reads as it is at that moment. */
  clockOffset: SharedArrayBuffer
}
export interface ToThread {
  call: number
  event: unknown
  context: unknown
}
export type FromThread = { line: string } | { call: number; answer: Answer }

/**
 * Gives a function a thread of its own, as each has machines of its own on the platform: one that computes for long keeps
 * neither the database nor another function waiting. The thread begins with the first call, and after one that broke with
 * the next; a call under way that it breaks off has thrown.
 */
export class FunctionThread implements RunningFunction {
  #worker: Worker | null = null
  #calls = 0
  readonly #waiting = new Map<number, (answer: Answer) => void>()
  #retired = false

  /** `entrance`: what `buildThread` makes. */
  constructor(
    private readonly entrance: string,
    private readonly given: InThread,
    private readonly log: Surroundings['log'],
  ) {}

  run(event: unknown, context: unknown): Promise<Answer> {
    const call = ++this.#calls
    return new Promise((resolve) => {
      this.#waiting.set(call, resolve)
      this.#worker ??= this.#begin()
      const message: ToThread = { call, event, context }
      this.#worker.postMessage(message)
    })
  }

  retire(): void {
    this.#retired = true
    if (this.#waiting.size === 0) this.end()
  }

  end(): void {
    const worker = this.#worker
    this.#worker = null
    // Whoever waits still is going as well.
    this.#waiting.clear()
    void worker?.terminate()
  }

  #begin(): Worker {
    const worker = new Worker(this.entrance, { eval: true, workerData: this.given, env: {}, execArgv: [] })
    worker.unref()
    worker.on('message', (message: FromThread) => {
      if ('line' in message) this.log(message.line)
      else this.#answered(message.call, message.answer)
    })
    worker.once('error', (error) => {
      this.#broke(worker, withoutMessage(error))
    })
    worker.once('exit', () => {
      this.#broke(worker, 'the thread ended')
    })
    return worker
  }

  #answered(call: number, answer: Answer): void {
    this.#waiting.get(call)?.(answer)
    this.#waiting.delete(call)
    if (this.#retired && this.#waiting.size === 0) this.end()
  }

  #broke(worker: Worker, thrown: string): void {
    if (this.#worker !== worker) return
    this.#worker = null
    for (const resolve of this.#waiting.values()) resolve({ thrown })
    this.#waiting.clear()
  }
}
