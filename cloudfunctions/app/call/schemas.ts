import * as v from 'valibot'
import type { AuditWhat as Audited } from '../../contract'
import { EXPORT_COLUMNS, NAME_LENGTH, REASON_LENGTH, RECEIVE_FACTS } from '../../../miniprogram/limits'
import { isDay } from '../../domain/beijing'
import { holdsControls, tidyText, turnsDirection } from '../../domain/normalise'
import { holdsIdNumber, holdsPersonalNumber } from '../../domain/personal'

/** Shapes that several operations share. The message of a check is the rule's name in a reply; without one it is `type`. */

/** An id as a client sends it: any text, for one that is odd is simply not found. */
export const Id = v.string()
export const CommandId = v.pipe(v.string(), v.minLength(1, 'required'), v.maxLength(64, 'length'))
export const Version = v.pipe(v.number(), v.integer(), v.minValue(0, 'range'))
export const Kind = v.picklist(['league', 'party'], 'choice')
export const Origin = v.picklist(['beijing', 'province'], 'choice')
export const Identity = v.picklist(['member', 'cadre', 'nonmember'], 'choice')
export const PartyIdentity = v.picklist(['full', 'probationary'], 'choice')
const STAGES = [
  'registered',
  'approved',
  'returned',
  'failed',
  'transferred',
  'withdrawn',
  'preparing',
  'announced',
  'received',
] as const
export const Stage = v.picklist(STAGES, 'choice')
export const ExportColumn = v.picklist([...EXPORT_COLUMNS.league, ...EXPORT_COLUMNS.party], 'choice')
const AUDITED = [
  'reveal',
  'export',
  'release',
  'recoveryCode',
  'phones',
  'import',
  'rosterRemove',
  'rosterUndo',
  'branchSave',
  'branchCreate',
  'branchClose',
  'staffInvite',
  'staffUninvite',
  'staffAccept',
  'staffGrant',
  'staffRemove',
  'provinceRegister',
  'provinceRevoke',
  'archive',
  'decide',
] as const satisfies readonly Audited[]
export const AuditWhat = v.picklist(AUDITED, 'choice')
export const ReceiveFact = v.picklist(RECEIVE_FACTS, 'choice')
export const Day = v.pipe(v.string(), v.check(isDay, 'date'))

/** Text of so many characters at most; one outside of the basic plane counts as one (procedure.md, rule 6). */
export const Text = (max: number) =>
  v.pipe(
    v.string(),
    v.check((text) => Array.from(text).length <= max, 'length'),
  )

export const ReminderKind = v.picklist(['waitOver', 'answered', 'result', 'nudge'], 'choice')

/** Text of a form field, before its own rules look at it. */
export const Field = Text(200)

/** Free text that is kept in plain: one without anything to read is empty, one that holds a person's number is refused. */
export const FreeText = (max: number) =>
  v.pipe(
    Text(max),
    v.transform(tidyText),
    v.check((text) => !holdsControls(text)),
    v.check((text) => !holdsPersonalNumber(text), 'personal'),
  )

/** As `FreeText`, and not empty. */
export const Required = (max: number) =>
  v.pipe(
    FreeText(max),
    v.check((text) => text !== '', 'required'),
  )

/** What a branch publishes of itself, phones too: as it is printed, so nothing unseen is mended here. */
export const Published = (max: number) =>
  v.pipe(
    Text(max),
    v.check((text) => !holdsControls(text) && !turnsDirection(text)),
    v.transform(tidyText),
    v.check((text) => !holdsIdNumber(text), 'personal'),
  )

/** Why staff looks at or changes somebody's data, for the audit log. */
export const Why = Required(REASON_LENGTH)

/** What an outside party says of a person: any text of some length, never refused for its content. */
export const Claimed = v.object({
  name: Text(NAME_LENGTH),
  idNumber: Text(NAME_LENGTH),
  memberNumber: v.exactOptional(Text(NAME_LENGTH)),
})

const registration = {
  identity: Identity,
  name: Field,
  idNumber: Field,
  phone: Field,
  joinedOn: v.exactOptional(Field),
  memberNumber: v.exactOptional(Field),
  party: v.exactOptional(PartyIdentity),
  username: v.exactOptional(Field),
  password: v.exactOptional(Field),
}
export const Consent = v.object({
  version: v.pipe(Text(32), v.minLength(1, 'length')),
  terms: v.literal(true, 'consent'),
  sensitive: v.literal(true, 'consent'),
})
export const Registration = v.object({ ...registration, consent: Consent })
export const RegistrationSubset = v.object({
  ...registration,
  identity: v.exactOptional(Identity),
  name: v.exactOptional(Field),
  idNumber: v.exactOptional(Field),
  phone: v.exactOptional(Field),
})
const AnyText = v.exactOptional(v.string())
/** Fields whose form is still to be told: a text of any length is one that a rule of form has to judge. */
export const FieldsToCheck = v.object({
  identity: v.exactOptional(Identity),
  name: AnyText,
  idNumber: AnyText,
  phone: AnyText,
  joinedOn: AnyText,
  memberNumber: AnyText,
  party: v.exactOptional(PartyIdentity),
  username: AnyText,
  password: AnyText,
})

/** Where a page ended, as we gave it out: the position of its last row. */
export const Cursor = v.pipe(v.string(), v.regex(/^\d{14}-[\w-]{1,64}$/u, 'cursor'))
