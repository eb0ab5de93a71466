/** Read as the table of the League's way from outside Beijing; a counsellor may tick the papers. */
export const PARTY = `
preparing | member    | link    | province | secretary          | counsellor         | administrator
approve   | -         | -       | -        | NOT_NOW            | READ_ONLY          | NOT_NOW
return    | -         | -       | -        | NOT_NOW            | READ_ONLY          | NOT_NOW
confirm   | -         | -       | -        | NOT_NOW            | READ_ONLY          | NOT_NOW
receive   | -         | -       | -        | NOT_NOW            | NOT_NOW            | NOT_NOW
release   | -         | -       | -        | returned           | READ_ONLY          | returned
amend     | NOT_NOW   | -       | -        | -                  | -                  | -
copy      | preparing | -       | -        | -                  | -                  | -
request   | NOT_NOW   | NOT_NOW | NOT_NOW  | -                  | -                  | -
announce  | announced | -       | -        | -                  | -                  | -
withdraw  | withdrawn | -       | -        | -                  | -                  | -
undo      | -         | -       | -        | NOT_NOW            | NOT_NOW            | NOT_NOW
check     | -         | NOT_NOW | -        | -                  | -                  | -
declare   | NOT_NOW   | -       | -        | -                  | -                  | -

announced | member    | link    | province | secretary          | counsellor         | administrator
approve   | -         | -       | -        | NOT_NOW            | READ_ONLY          | NOT_NOW
return    | -         | -       | -        | returned           | READ_ONLY          | returned
confirm   | -         | -       | -        | NOT_NOW            | READ_ONLY          | NOT_NOW
receive   | -         | -       | -        | received/announced | received/announced | received/announced
release   | -         | -       | -        | returned           | READ_ONLY          | returned
amend     | NOT_NOW   | -       | -        | -                  | -                  | -
copy      | announced | -       | -        | -                  | -                  | -
request   | NOT_NOW   | NOT_NOW | NOT_NOW  | -                  | -                  | -
announce  | announced | -       | -        | -                  | -                  | -
withdraw  | withdrawn | -       | -        | -                  | -                  | -
undo      | -         | -       | -        | NOT_NOW            | NOT_NOW            | NOT_NOW
check     | -         | NOT_NOW | -        | -                  | -                  | -
declare   | NOT_NOW   | -       | -        | -                  | -                  | -

returned  | member    | link    | province | secretary          | counsellor         | administrator
approve   | -         | -       | -        | NOT_NOW            | READ_ONLY          | NOT_NOW
return    | -         | -       | -        | NOT_NOW            | READ_ONLY          | NOT_NOW
confirm   | -         | -       | -        | NOT_NOW            | READ_ONLY          | NOT_NOW
receive   | -         | -       | -        | NOT_NOW            | NOT_NOW            | NOT_NOW
release   | -         | -       | -        | returned           | READ_ONLY          | returned
amend     | NOT_NOW   | -       | -        | -                  | -                  | -
copy      | returned  | -       | -        | -                  | -                  | -
request   | NOT_NOW   | NOT_NOW | NOT_NOW  | -                  | -                  | -
announce  | announced | -       | -        | -                  | -                  | -
withdraw  | withdrawn | -       | -        | -                  | -                  | -
undo      | -         | -       | -        | announced          | READ_ONLY          | announced
check     | -         | NOT_NOW | -        | -                  | -                  | -
declare   | NOT_NOW   | -       | -        | -                  | -                  | -

received  | member    | link    | province | secretary          | counsellor         | administrator
approve   | -         | -       | -        | NOT_NOW            | READ_ONLY          | NOT_NOW
return    | -         | -       | -        | NOT_NOW            | READ_ONLY          | NOT_NOW
confirm   | -         | -       | -        | NOT_NOW            | READ_ONLY          | NOT_NOW
receive   | -         | -       | -        | received           | received           | received
release   | -         | -       | -        | NOT_NOW            | READ_ONLY          | NOT_NOW
amend     | NOT_NOW   | -       | -        | -                  | -                  | -
copy      | NOT_NOW   | -       | -        | -                  | -                  | -
request   | NOT_NOW   | NOT_NOW | NOT_NOW  | -                  | -                  | -
announce  | NOT_NOW   | -       | -        | -                  | -                  | -
withdraw  | NOT_NOW   | -       | -        | -                  | -                  | -
undo      | -         | -       | -        | announced          | announced          | announced
check     | -         | NOT_NOW | -        | -                  | -                  | -
declare   | NOT_NOW   | -       | -        | -                  | -                  | -

withdrawn | member    | link    | province | secretary          | counsellor         | administrator
approve   | -         | -       | -        | NOT_NOW            | READ_ONLY          | NOT_NOW
return    | -         | -       | -        | NOT_NOW            | READ_ONLY          | NOT_NOW
confirm   | -         | -       | -        | NOT_NOW            | READ_ONLY          | NOT_NOW
receive   | -         | -       | -        | NOT_NOW            | NOT_NOW            | NOT_NOW
release   | -         | -       | -        | NOT_NOW            | READ_ONLY          | NOT_NOW
amend     | NOT_NOW   | -       | -        | -                  | -                  | -
copy      | NOT_NOW   | -       | -        | -                  | -                  | -
request   | NOT_NOW   | NOT_NOW | NOT_NOW  | -                  | -                  | -
announce  | NOT_NOW   | -       | -        | -                  | -                  | -
withdraw  | NOT_NOW   | -       | -        | -                  | -                  | -
undo      | -         | -       | -        | NOT_NOW            | NOT_NOW            | NOT_NOW
check     | -         | NOT_NOW | -        | -                  | -                  | -
declare   | NOT_NOW   | -       | -        | -                  | -                  | -
`
