import { functionFor } from '../adapters/function'
import { deskOperations } from '../app/operations/desk'

/** The function `secretary`: what a branch's staff does at the desk. */
export const main = functionFor({ ...deskOperations })
