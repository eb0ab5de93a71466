import type { ProvinceStore } from '../../app/store/ports'
import type { AccountRecord, ProvinceKeyRecord } from '../../app/store/records'
import type { Documents } from './documents'
import { joinedFrom, BRANCH_AND_REFUSED, type Rows } from './joined-transfer'

const AT_MOST = 20
const KEYS_AT_MOST = 1_000

/** Two provinces may name their keys alike. */
const idOf = (code: string, kid: string): string => `${code}:${kid}`

/** What the requests of outside systems need, over documents. */
export const provinceStore = (documents: Documents): ProvinceStore => {
  const { command } = documents
  const transfersWhere = async (where: object) => {
    const found = await documents.join<Rows>('transfers', where, BRANCH_AND_REFUSED, AT_MOST)
    return found.flatMap(joinedFrom)
  }
  return {
    provinceKey: async (code, kid) => {
      const key = await documents.get<ProvinceKeyRecord>('provinceKeys', idOf(code, kid))
      // Who asks may put a colon where no code has one.
      return key?.code === code ? key : null
    },
    provinceKeys: () =>
      documents.find<ProvinceKeyRecord>(
        'provinceKeys',
        { code: command.gt('') },
        { sort: ['code', 'asc'], limit: KEYS_AT_MOST },
      ),
    putProvinceKey: (key) => documents.put('provinceKeys', { _id: idOf(key.code, key.kid), ...key }),
    useJti: (id, expiresAt) => documents.add('jtis', { _id: id, expiresAt }),
    transfersByIdNumber: (tokens) => transfersWhere({ idToken: command.in(tokens) }),
    transfersByMemberNumber: async (tokens) => {
      const accounts = await documents.find<AccountRecord>(
        'accounts',
        { numberToken: command.in(tokens) },
        { limit: AT_MOST },
      )
      const ids = accounts.map(({ _id }) => _id)
      return ids.length === 0 ? [] : transfersWhere({ accountId: command.in(ids) })
    },
  }
}
