import type { Fault } from '../manifest'

/** Thrown where one file cannot be compiled; carries the place for the overlay. */
export class CompileFault extends Error {
  readonly fault: Fault

  constructor(fault: Fault) {
    super(fault.message)
    this.fault = fault
  }
}

/** One line for the console: `pages/home/home.wxml:3:5 message`. */
export function faultLine(fault: Fault): string {
  const place = [fault.file, fault.line, fault.column].filter((part) => part !== undefined).join(':')
  return `${place}  ${fault.message}`
}

/** Runs `work`, collecting a fault instead of throwing it, so that one build names all broken files. */
export function collectFaults<T>(faults: Fault[], work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof CompileFault)) throw error
    faults.push(error.fault)
    return undefined
  }
}
