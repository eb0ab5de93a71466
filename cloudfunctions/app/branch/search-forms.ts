import { searchForm } from '../../domain/normalise'
import type { BranchRecord } from '../store/records'

/**
 * The forms in which a branch is searched: every name and ID that is printed for it, without layout spaces
 * (procedure.md, rule 12).
 */
export const searchFormsOf = (
  branch: Pick<BranchRecord, 'fullName' | 'shortName' | 'letterDestination' | 'systemId' | 'alsoKnownAs'>,
): string[] => {
  const printed = [branch.fullName, branch.shortName, branch.letterDestination, branch.systemId, ...branch.alsoKnownAs]
  return [...new Set(printed.map(searchForm).filter((form) => form !== ''))]
}
