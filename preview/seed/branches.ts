import type { BranchRecord } from '../../cloudfunctions/app/store/records'
import { searchFormsOf } from '../../cloudfunctions/app/branch/search-forms'

/** A branch with the forms that it is searched by; `alsoKnownAs` are printed forms that are not the confirmed one. */
const branch = (
  fields: Omit<BranchRecord, 'alsoKnownAs' | 'searchForms' | 'version' | 'rosterSize' | 'closedAt' | 'rosterOf'>,
  alsoKnownAs: string[] = [],
): BranchRecord => ({
  ...fields,
  alsoKnownAs,
  searchForms: searchFormsOf({ ...fields, alsoKnownAs }),
  rosterSize: 0,
  closedAt: null,
  rosterOf: null,
  version: 1,
})

/** The two receiving branches of the notice, every field as it is printed there; layout spaces are left out. */
export const branches: readonly BranchRecord[] = [
  branch(
    {
      _id: 'ustb-scce-2024-league',
      kind: 'league',
      joinable: true,
      fullName: '中国共产主义青年团计通24级临时团支部',
      shortName: '计通24级临时团支部',
      // The notice prints "53249921. 其他信息": most likely this ID and the list number "1."; to be confirmed.
      systemId: '5324992',
      systemIdConfirmed: false,
      letterTitle: '北京科技大学计算机与通信工程学院团委',
      letterDestination: '计通学院2024级研究生临时团支部',
      contact: '计通学院团委',
      phone: '01062334997',
      address: '北京市海淀区学院路30号北京科技大学计算机与通信工程学院团委',
      handIn: null,
      reasons: ['升学', '就业', '工作调动', '参军', '其他'],
      waitHours: 24,
      besideOfficial: true,
      opensOn: null,
      closesOn: null,
      retentionDays: 90,
      overdueAfterDays: 3,
    },
    ['53249921'],
  ),
  branch({
    _id: 'ustb-scce-2024-party',
    kind: 'party',
    joinable: true,
    fullName: '中国共产党北京科技大学计算机与通信工程学院委员会',
    shortName: '计通学院2024级研究生临时党支部',
    systemId: '011100238152',
    systemIdConfirmed: false,
    letterTitle: '北京科技大学计算机与通信工程学院党委',
    letterDestination: '计通学院2024级研究生临时党支部',
    contact: '计通学院党委',
    phone: '01062332873',
    address: '北京市海淀区学院路30号北京科技大学计算机与通信工程学院党委',
    handIn: { who: '辅导员', where: '开学后统一上交辅导员' },
    reasons: ['升学', '就业', '工作调动', '其他'],
    waitHours: 24,
    besideOfficial: false,
    opensOn: null,
    closesOn: null,
    retentionDays: 90,
    overdueAfterDays: 3,
  }),
]
