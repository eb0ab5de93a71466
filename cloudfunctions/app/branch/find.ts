import * as v from 'valibot'
import { BRANCH_SEARCH_LENGTH } from '../../../miniprogram/limits'
import { soughtForm } from '../../domain/normalise'
import { identify } from '../call/caller'
import { Kind } from '../call/schemas'
import { accepted, operation } from '../call/serve'
import { branchView } from '../store/views'

const MOST = 20

const find = operation(
  v.object({ kind: Kind, text: v.pipe(v.string(), v.maxLength(BRANCH_SEARCH_LENGTH, 'length')) }),
  async (context, { kind, text }) => {
    const caller = await identify(context)
    if (!caller.ok) return caller
    const wanted = soughtForm(text)
    const branches = await context.store.joinableBranches(kind)
    const found = branches.filter(({ searchForms }) => searchForms.some((form) => form.includes(wanted)))
    return accepted(found.slice(0, MOST).map(branchView))
  },
)

export const branchOperations = { 'branch.find': find }
