/**
 * What each hand may do at each stage, written by hand from the contract (Stages, codes): the stage that follows, two of
 * them where the outcome depends (match or mismatch, success or failure), or the code of the refusal. A dash: there is
 * no operation by which this hand could do it, so that it is refused, by whichever code.
 */
export const LEAGUE_FROM_PROVINCE = `
registered  | member                      | link                        | province                    | secretary          | counsellor | administrator
approve     | -                           | -                           | -                           | approved           | READ_ONLY  | approved
return      | -                           | -                           | -                           | returned           | READ_ONLY  | returned
confirm     | -                           | -                           | -                           | NOT_NOW            | READ_ONLY  | NOT_NOW
receive     | -                           | -                           | -                           | NOT_NOW            | NOT_NOW    | NOT_NOW
release     | -                           | -                           | -                           | returned           | READ_ONLY  | returned
amend       | registered                  | -                           | -                           | -                  | -          | -
copy        | registered                  | -                           | -                           | -                  | -          | -
request     | NOT_APPROVED                | NOT_APPROVED                | NOT_APPROVED                | -                  | -          | -
announce    | NOT_NOW                     | -                           | -                           | -                  | -          | -
withdraw    | withdrawn                   | -                           | -                           | -                  | -          | -
undo        | -                           | -                           | -                           | NOT_NOW            | NOT_NOW    | NOT_NOW
check       | -                           | registered                  | -                           | -                  | -          | -
declare     | registered                  | -                           | -                           | -                  | -          | -

approved    | member                      | link                        | province                    | secretary          | counsellor | administrator
approve     | -                           | -                           | -                           | NOT_NOW            | READ_ONLY  | NOT_NOW
return      | -                           | -                           | -                           | returned           | READ_ONLY  | returned
confirm     | -                           | -                           | -                           | transferred/failed | READ_ONLY  | transferred/failed
receive     | -                           | -                           | -                           | NOT_NOW            | NOT_NOW    | NOT_NOW
release     | -                           | -                           | -                           | returned           | READ_ONLY  | returned
amend       | NOT_NOW                     | -                           | -                           | -                  | -          | -
copy        | registered                  | -                           | -                           | -                  | -          | -
request     | transferred/failed/approved | transferred/failed/approved | transferred/failed/approved | -                  | -          | -
announce    | NOT_NOW                     | -                           | -                           | -                  | -          | -
withdraw    | withdrawn                   | -                           | -                           | -                  | -          | -
undo        | -                           | -                           | -                           | registered         | READ_ONLY  | registered
check       | -                           | approved                    | -                           | -                  | -          | -
declare     | approved                    | -                           | -                           | -                  | -          | -

returned    | member                      | link                        | province                    | secretary          | counsellor | administrator
approve     | -                           | -                           | -                           | NOT_NOW            | READ_ONLY  | NOT_NOW
return      | -                           | -                           | -                           | NOT_NOW            | READ_ONLY  | NOT_NOW
confirm     | -                           | -                           | -                           | NOT_NOW            | READ_ONLY  | NOT_NOW
receive     | -                           | -                           | -                           | NOT_NOW            | NOT_NOW    | NOT_NOW
release     | -                           | -                           | -                           | returned           | READ_ONLY  | returned
amend       | registered                  | -                           | -                           | -                  | -          | -
copy        | returned                    | -                           | -                           | -                  | -          | -
request     | NOT_APPROVED                | NOT_APPROVED                | NOT_APPROVED                | -                  | -          | -
announce    | NOT_NOW                     | -                           | -                           | -                  | -          | -
withdraw    | withdrawn                   | -                           | -                           | -                  | -          | -
undo        | -                           | -                           | -                           | registered         | READ_ONLY  | registered
check       | -                           | returned                    | -                           | -                  | -          | -
declare     | returned                    | -                           | -                           | -                  | -          | -

failed      | member                      | link                        | province                    | secretary          | counsellor | administrator
approve     | -                           | -                           | -                           | NOT_NOW            | READ_ONLY  | NOT_NOW
return      | -                           | -                           | -                           | NOT_NOW            | READ_ONLY  | NOT_NOW
confirm     | -                           | -                           | -                           | transferred/failed | READ_ONLY  | transferred/failed
receive     | -                           | -                           | -                           | NOT_NOW            | NOT_NOW    | NOT_NOW
release     | -                           | -                           | -                           | returned           | READ_ONLY  | returned
amend       | NOT_NOW                     | -                           | -                           | -                  | -          | -
copy        | registered                  | -                           | -                           | -                  | -          | -
request     | transferred/failed/approved | transferred/failed/approved | transferred/failed/approved | -                  | -          | -
announce    | NOT_NOW                     | -                           | -                           | -                  | -          | -
withdraw    | withdrawn                   | -                           | -                           | -                  | -          | -
undo        | -                           | -                           | -                           | NOT_NOW            | READ_ONLY  | NOT_NOW
check       | -                           | failed                      | -                           | -                  | -          | -
declare     | failed                      | -                           | -                           | -                  | -          | -

transferred | member                      | link                        | province                    | secretary          | counsellor | administrator
approve     | -                           | -                           | -                           | NOT_NOW            | READ_ONLY  | NOT_NOW
return      | -                           | -                           | -                           | NOT_NOW            | READ_ONLY  | NOT_NOW
confirm     | -                           | -                           | -                           | transferred/failed | READ_ONLY  | transferred/failed
receive     | -                           | -                           | -                           | NOT_NOW            | NOT_NOW    | NOT_NOW
release     | -                           | -                           | -                           | NOT_NOW            | READ_ONLY  | NOT_NOW
amend       | NOT_NOW                     | -                           | -                           | -                  | -          | -
copy        | NOT_NOW                     | -                           | -                           | -                  | -          | -
request     | NOT_NOW                     | NOT_NOW                     | transferred                 | -                  | -          | -
announce    | NOT_NOW                     | -                           | -                           | -                  | -          | -
withdraw    | NOT_NOW                     | -                           | -                           | -                  | -          | -
undo        | -                           | -                           | -                           | NOT_NOW            | READ_ONLY  | NOT_NOW
check       | -                           | NOT_NOW                     | -                           | -                  | -          | -
declare     | NOT_NOW                     | -                           | -                           | -                  | -          | -

withdrawn   | member                      | link                        | province                    | secretary          | counsellor | administrator
approve     | -                           | -                           | -                           | NOT_NOW            | READ_ONLY  | NOT_NOW
return      | -                           | -                           | -                           | NOT_NOW            | READ_ONLY  | NOT_NOW
confirm     | -                           | -                           | -                           | NOT_NOW            | READ_ONLY  | NOT_NOW
receive     | -                           | -                           | -                           | NOT_NOW            | NOT_NOW    | NOT_NOW
release     | -                           | -                           | -                           | NOT_NOW            | READ_ONLY  | NOT_NOW
amend       | NOT_NOW                     | -                           | -                           | -                  | -          | -
copy        | NOT_NOW                     | -                           | -                           | -                  | -          | -
request     | NOT_NOW                     | NOT_NOW                     | NOT_NOW                     | -                  | -          | -
announce    | NOT_NOW                     | -                           | -                           | -                  | -          | -
withdraw    | NOT_NOW                     | -                           | -                           | -                  | -          | -
undo        | -                           | -                           | -                           | NOT_NOW            | NOT_NOW    | NOT_NOW
check       | -                           | NOT_NOW                     | -                           | -                  | -          | -
declare     | NOT_NOW                     | -                           | -                           | -                  | -          | -
`
