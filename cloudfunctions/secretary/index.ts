import { functionFor } from '../adapters/function'
import { deskOperations } from '../app/operations/desk'
import { recoveryOperations } from '../app/operations/recovery'

/** The function `secretary`: what a branch's staff does at the desk. */
export const main = functionFor({ ...deskOperations, ...recoveryOperations })
