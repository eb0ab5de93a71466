/**
 * Read as the table of the way from outside Beijing. There is no request here, and neither `approved` nor `failed` is
 * ever reached: both stand in the table, and nothing moves them.
 */
export const LEAGUE_INSIDE_BEIJING = `
registered  | member     | link    | province | secretary            | counsellor | administrator
approve     | -          | -       | -        | transferred          | READ_ONLY  | transferred
return      | -          | -       | -        | returned             | READ_ONLY  | returned
confirm     | -          | -       | -        | NOT_NOW              | READ_ONLY  | NOT_NOW
receive     | -          | -       | -        | NOT_NOW              | NOT_NOW    | NOT_NOW
release     | -          | -       | -        | returned             | READ_ONLY  | returned
amend       | registered | -       | -        | -                    | -          | -
copy        | registered | -       | -        | -                    | -          | -
request     | NOT_NOW    | NOT_NOW | NOT_NOW  | -                    | -          | -
announce    | NOT_NOW    | -       | -        | -                    | -          | -
withdraw    | withdrawn  | -       | -        | -                    | -          | -
undo        | -          | -       | -        | NOT_NOW              | NOT_NOW    | NOT_NOW
check       | -          | NOT_NOW | -        | -                    | -          | -
declare     | registered | -       | -        | -                    | -          | -

approved    | member     | link    | province | secretary            | counsellor | administrator
approve     | -          | -       | -        | NOT_NOW              | READ_ONLY  | NOT_NOW
return      | -          | -       | -        | NOT_NOW              | READ_ONLY  | NOT_NOW
confirm     | -          | -       | -        | NOT_NOW              | READ_ONLY  | NOT_NOW
receive     | -          | -       | -        | NOT_NOW              | NOT_NOW    | NOT_NOW
release     | -          | -       | -        | NOT_NOW              | READ_ONLY  | NOT_NOW
amend       | NOT_NOW    | -       | -        | -                    | -          | -
copy        | NOT_NOW    | -       | -        | -                    | -          | -
request     | NOT_NOW    | NOT_NOW | NOT_NOW  | -                    | -          | -
announce    | NOT_NOW    | -       | -        | -                    | -          | -
withdraw    | NOT_NOW    | -       | -        | -                    | -          | -
undo        | -          | -       | -        | NOT_NOW              | NOT_NOW    | NOT_NOW
check       | -          | NOT_NOW | -        | -                    | -          | -
declare     | NOT_NOW    | -       | -        | -                    | -          | -

returned    | member     | link    | province | secretary            | counsellor | administrator
approve     | -          | -       | -        | NOT_NOW              | READ_ONLY  | NOT_NOW
return      | -          | -       | -        | NOT_NOW              | READ_ONLY  | NOT_NOW
confirm     | -          | -       | -        | NOT_NOW              | READ_ONLY  | NOT_NOW
receive     | -          | -       | -        | NOT_NOW              | NOT_NOW    | NOT_NOW
release     | -          | -       | -        | returned             | READ_ONLY  | returned
amend       | registered | -       | -        | -                    | -          | -
copy        | returned   | -       | -        | -                    | -          | -
request     | NOT_NOW    | NOT_NOW | NOT_NOW  | -                    | -          | -
announce    | NOT_NOW    | -       | -        | -                    | -          | -
withdraw    | withdrawn  | -       | -        | -                    | -          | -
undo        | -          | -       | -        | registered           | READ_ONLY  | registered
check       | -          | NOT_NOW | -        | -                    | -          | -
declare     | returned   | -       | -        | -                    | -          | -

failed      | member     | link    | province | secretary            | counsellor | administrator
approve     | -          | -       | -        | NOT_NOW              | READ_ONLY  | NOT_NOW
return      | -          | -       | -        | NOT_NOW              | READ_ONLY  | NOT_NOW
confirm     | -          | -       | -        | NOT_NOW              | READ_ONLY  | NOT_NOW
receive     | -          | -       | -        | NOT_NOW              | NOT_NOW    | NOT_NOW
release     | -          | -       | -        | NOT_NOW              | READ_ONLY  | NOT_NOW
amend       | NOT_NOW    | -       | -        | -                    | -          | -
copy        | NOT_NOW    | -       | -        | -                    | -          | -
request     | NOT_NOW    | NOT_NOW | NOT_NOW  | -                    | -          | -
announce    | NOT_NOW    | -       | -        | -                    | -          | -
withdraw    | NOT_NOW    | -       | -        | -                    | -          | -
undo        | -          | -       | -        | NOT_NOW              | NOT_NOW    | NOT_NOW
check       | -          | NOT_NOW | -        | -                    | -          | -
declare     | NOT_NOW    | -       | -        | -                    | -          | -

transferred | member     | link    | province | secretary            | counsellor | administrator
approve     | -          | -       | -        | NOT_NOW              | READ_ONLY  | NOT_NOW
return      | -          | -       | -        | NOT_NOW              | READ_ONLY  | NOT_NOW
confirm     | -          | -       | -        | transferred/returned | READ_ONLY  | transferred/returned
receive     | -          | -       | -        | NOT_NOW              | NOT_NOW    | NOT_NOW
release     | -          | -       | -        | NOT_NOW              | READ_ONLY  | NOT_NOW
amend       | NOT_NOW    | -       | -        | -                    | -          | -
copy        | NOT_NOW    | -       | -        | -                    | -          | -
request     | NOT_NOW    | NOT_NOW | NOT_NOW  | -                    | -          | -
announce    | NOT_NOW    | -       | -        | -                    | -          | -
withdraw    | NOT_NOW    | -       | -        | -                    | -          | -
undo        | -          | -       | -        | registered           | READ_ONLY  | registered
check       | -          | NOT_NOW | -        | -                    | -          | -
declare     | NOT_NOW    | -       | -        | -                    | -          | -

withdrawn   | member     | link    | province | secretary            | counsellor | administrator
approve     | -          | -       | -        | NOT_NOW              | READ_ONLY  | NOT_NOW
return      | -          | -       | -        | NOT_NOW              | READ_ONLY  | NOT_NOW
confirm     | -          | -       | -        | NOT_NOW              | READ_ONLY  | NOT_NOW
receive     | -          | -       | -        | NOT_NOW              | NOT_NOW    | NOT_NOW
release     | -          | -       | -        | NOT_NOW              | READ_ONLY  | NOT_NOW
amend       | NOT_NOW    | -       | -        | -                    | -          | -
copy        | NOT_NOW    | -       | -        | -                    | -          | -
request     | NOT_NOW    | NOT_NOW | NOT_NOW  | -                    | -          | -
announce    | NOT_NOW    | -       | -        | -                    | -          | -
withdraw    | NOT_NOW    | -       | -        | -                    | -          | -
undo        | -          | -       | -        | NOT_NOW              | NOT_NOW    | NOT_NOW
check       | -          | NOT_NOW | -        | -                    | -          | -
declare     | NOT_NOW    | -       | -        | -                    | -          | -
`
