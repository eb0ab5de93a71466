import { describe, expect, it } from 'vitest'
import type { RegistrationFields } from '../../cloudfunctions/contract'
import {
  checkGivenFields,
  checkRegistration,
  isNameTidied,
  isUnusualJoiningAge,
  joinedOnFault,
  nameFault,
  passwordFault,
  phoneFault,
  tidiedFields,
  tidyRegistration,
  usernameFault,
} from '../../cloudfunctions/domain/registration'
import { beijing } from '../support/builders'
import { anIdNumber, everybody, liQiang, zhangMei, zhaoLei } from '../support/people'

const NOW = beijing('2024-07-01 12:00')
const EXT_B = '\u{20BB7}'

describe('a name', () => {
  it.each([
    ['one Han character', '王'],
    ['25 Han characters', '王'.repeat(25)],
    ['25 characters outside of the basic plane', EXT_B.repeat(25)],
    ['a rare character beside a common one', `陈${EXT_B}`],
    ['the round zero that is a Han character', '武〇'],
    ['Han with a middle dot', '阿依古丽·买买提'],
    ['Han with two middle dots', '买买提·阿不都·热合曼'],
    ['25 code points, the dot counted', `${'阿'.repeat(12)}·${'买'.repeat(12)}`],
    ['50 letters', 'A'.repeat(50)],
    ['words of letters', 'Anna Maria Petrova'],
    ['an accent', 'René'],
    ['a hyphen and an apostrophe', "Jean-Luc O'Neil"],
    ['letters with a dot', 'Anna·Petrova'],
    ['an initial', 'John F. Smith'],
    ['Korean letters', '김민준'],
    ['Uyghur letters', 'ئايگۈل'],
    ['Mongolian letters', 'ᠪᠠᠲᠤ'],
  ])('may be %s', (_name, name) => {
    expect(nameFault(name)).toBeUndefined()
  })

  it.each([
    ['nothing', '', 'required'],
    ['26 Han characters', '王'.repeat(26), 'length'],
    ['26 characters outside of the basic plane', EXT_B.repeat(26), 'length'],
    ['26 code points with a dot', `${'阿'.repeat(12)}·${'买'.repeat(13)}`, 'length'],
    ['51 letters', 'A'.repeat(51), 'length'],
    ['Han and Latin together', '阿Q', 'name.characters'],
    ['digits', '张3', 'name.characters'],
    ['digits among letters', 'Anna2', 'name.characters'],
    ['a dot at the beginning', '·王芳', 'name.characters'],
    ['a dot at the end', '王芳·', 'name.characters'],
    ['two dots in a row', '阿依··古丽', 'name.characters'],
    ['a dot that was not tidied', '阿依•古丽', 'name.characters'],
    ['a picture', '王😀', 'name.characters'],
    ['a bracket', '王（芳）', 'name.characters'],
    ['half of a rare character', '陈\uD842', 'name.characters'],
  ])('may not be %s', (_name, name, expected) => {
    expect(nameFault(name)).toBe(expected)
  })
})

describe('a mobile number', () => {
  it.each(['13000000000', '14000000000', '15999999999', '16612345678', '17012345678', '18000000000', '19900000001'])(
    'may be %s',
    (phone) => {
      expect(phoneFault(phone)).toBeUndefined()
    },
  )

  it.each([
    ['', 'required'],
    ['12000000000', 'phone.format'],
    ['10000000000', 'phone.format'],
    ['1990000000', 'phone.format'],
    ['199000000011', 'phone.format'],
    ['01062334997', 'phone.format'],
    ['+8619900000001', 'phone.format'],
    ['1990000000a', 'phone.format'],
  ])('may not be %j', (phone, expected) => {
    expect(phoneFault(phone)).toBe(expected)
  })
})

describe('a month of joining', () => {
  it.each([
    ['2018-05', undefined],
    ['2024-07', undefined],
    ['2024-08', 'month.future'],
    ['2025-01', 'month.future'],
    ['2018-13', 'month.format'],
    ['2018-00', 'month.format'],
    ['2018-5', 'month.format'],
    ['2018-05-01', 'month.format'],
    ['1948-12', 'month.format'],
    ['五月', 'month.format'],
    ['', 'required'],
  ])('%j is judged %s', (month, expected) => {
    expect(joinedOnFault(month, NOW)).toBe(expected)
  })

  it('is of this month from the first minute of the month in Beijing', () => {
    const august = beijing('2024-08-01 00:00')
    expect(joinedOnFault('2024-08', august)).toBeUndefined()
    expect(joinedOnFault('2024-08', august - 1)).toBe('month.future')
  })
})

describe('a username that is being chosen', () => {
  it.each(['abc', '张三同学', 'a'.repeat(32), EXT_B.repeat(3), 'zhang.mei_2024', '1234567', '119000000012'])(
    'may be %s',
    (username) => {
      expect(usernameFault(username)).toBeUndefined()
    },
  )

  it.each([
    ['', 'length'],
    ['ab', 'length'],
    [EXT_B.repeat(2), 'length'],
    ['a'.repeat(33), 'length'],
    ['19900000001', 'username.phone'],
    ['199 0000 0001', 'username.phone'],
    ['199-0000-0001', 'username.phone'],
    ['１９９０００００００１', 'username.phone'],
    ['zhang mei', 'username.format'],
    ['zhang\u0000mei', 'username.format'],
    ['zhang\u200Bmei', 'username.format'],
    ['zh\u0430ngmei', 'username.format'],
    ['zhou周', 'username.format'],
  ])('may not be %j', (username, expected) => {
    expect(usernameFault(username)).toBe(expected)
  })
})

describe('a password that is being chosen', () => {
  it.each([
    [7, 'password.length'],
    [8, undefined],
    [128, undefined],
    [129, 'password.length'],
  ])('of %i characters is judged %s', (length, expected) => {
    expect(passwordFault('a'.repeat(length))).toBe(expected)
    expect(passwordFault(EXT_B.repeat(length))).toBe(expected)
  })
})

describe('a registration', () => {
  it.each(everybody.map((person) => [person.name, person] as const))('of %s has no fault', (_name, person) => {
    expect(checkRegistration(person, NOW)).toEqual([])
    expect(tidyRegistration(person)).toEqual(person)
  })

  it('asks a League member for the month, and by the month for the number', () => {
    const { joinedOn, memberNumber, ...bare } = zhangMei
    expect(checkRegistration(bare, NOW)).toEqual([{ path: 'joinedOn', rule: 'required' }])
    expect(checkRegistration({ ...bare, joinedOn }, NOW)).toEqual([{ path: 'memberNumber', rule: 'required' }])
    expect(checkRegistration({ ...bare, joinedOn: '2016-12' }, NOW)).toEqual([])
  })

  it('asks somebody who is not a League member for neither', () => {
    expect(checkRegistration(zhaoLei, NOW)).toEqual([])
    expect(checkGivenFields({ identity: 'nonmember', joinedOn: '', memberNumber: '12' }, NOW)).toEqual([])
  })

  it('names every field that has a fault', () => {
    const wrong: RegistrationFields = {
      identity: 'member',
      name: '张3',
      idNumber: '',
      phone: '12345',
      joinedOn: '2018-05',
      memberNumber: '12345678',
      username: 'ab',
      password: 'short',
    }
    expect(checkRegistration(wrong, NOW)).toEqual([
      { path: 'name', rule: 'name.characters' },
      { path: 'idNumber', rule: 'required' },
      { path: 'phone', rule: 'phone.format' },
      { path: 'memberNumber', rule: 'number.certificate' },
      { path: 'username', rule: 'length' },
      { path: 'password', rule: 'password.length' },
    ])
  })

  it('with a username needs a password too; a password alone goes with the phone', () => {
    expect(checkRegistration({ ...zhangMei, username: 'zhangmei' }, NOW)).toEqual([
      { path: 'password', rule: 'required' },
    ])
    expect(checkRegistration({ ...zhangMei, password: 'long enough' }, NOW)).toEqual([])
  })

  it('says nothing of fields that are not given yet', () => {
    expect(checkGivenFields({}, NOW)).toEqual([])
    expect(checkGivenFields({ name: '王芳' }, NOW)).toEqual([])
    expect(checkGivenFields({ joinedOn: '2018-05', memberNumber: '' }, NOW)).toEqual([
      { path: 'memberNumber', rule: 'required' },
    ])
  })

  it.each([
    ['12345678', 'number.certificate'],
    ['12', 'number.length'],
    ['2018 号', 'number.characters'],
    ['2015171234567890', 'number.length'],
  ])('tells what no month of joining would make of the member number %s', (memberNumber, rule) => {
    expect(checkGivenFields({ memberNumber }, NOW)).toEqual([{ path: 'memberNumber', rule }])
  })

  it.each(['', '201800000017', '011000000017', '2015161234567890', '2016171234567890'])(
    'waits for the month of joining where it depends on it: member number %j',
    (memberNumber) => {
      expect(checkGivenFields({ memberNumber }, NOW)).toEqual([])
    },
  )

  it('is kept tidy: width, spaces, dots and case', () => {
    expect(
      tidyRegistration({
        name: ' 阿依古丽 • 买买提 ',
        idNumber: '110105 19491231 002ｘ',
        phone: '199-0000 0001',
        joinedOn: '２０１８－０５',
        memberNumber: '2018 0000 0017',
        username: ' zhangmei ',
        password: '  as typed  ',
      }),
    ).toEqual({
      name: '阿依古丽·买买提',
      idNumber: '11010519491231002X',
      phone: '19900000001',
      joinedOn: '2018-05',
      memberNumber: '201800000017',
      username: 'zhangmei',
      password: '  as typed  ',
    })
  })
})

describe('the age at joining', () => {
  const joined = (birth: string, joinedOn: string) => isUnusualJoiningAge({ idNumber: anIdNumber({ birth }), joinedOn })

  it.each([
    ['2004-03-15', '2018-02', true],
    ['2004-03-15', '2018-03', false],
    ['2004-03-30', '2018-03', false],
    ['2004-03-31', '2018-03', false],
    ['2004-04-01', '2018-03', true],
    ['2004-02-29', '2018-02', false],
    ['1990-05-20', '2018-05', false],
    ['1990-05-20', '2019-04', false],
    ['1990-05-20', '2019-05', false],
    ['1990-05-20', '2019-06', true],
    ['1990-05-01', '2019-05', true],
    ['1990-05-02', '2019-05', false],
  ])('of somebody born on %s who joined in %s is worth a warning: %s', (birth, joinedOn, expected) => {
    expect(joined(birth, joinedOn)).toBe(expected)
  })

  it('is never warned of without a month', () => {
    expect(isUnusualJoiningAge({ idNumber: liQiang.idNumber })).toBe(false)
  })

  it('is no fault of the registration', () => {
    const child = { ...liQiang, joinedOn: '2008-05' }
    expect(isUnusualJoiningAge(child)).toBe(true)
    expect(checkRegistration(child, NOW)).toEqual([])
  })
})

describe('what was typed', () => {
  it('is tidied field by field, and nothing is said of fields left out', () => {
    expect(tidyRegistration({ joinedOn: '201805' })).toStrictEqual({ joinedOn: '2018-05' })
    expect(tidyRegistration({ name: '张 梅' })).toStrictEqual({ name: '张梅' })
    expect(tidyRegistration({})).toStrictEqual({})
    expect(tidyRegistration({ joinedOn: '2018051' })).toStrictEqual({ joinedOn: '2018051' })
    expect(tidyRegistration({ joinedOn: '20181' })).toStrictEqual({ joinedOn: '20181' })
    expect(checkGivenFields({}, NOW)).toEqual([])
  })

  it('is named where its tidy form is another', () => {
    expect(tidiedFields({ name: '张梅', phone: '19900000001' })).toStrictEqual({})
    expect(tidiedFields({ name: '张 梅', phone: '19900000001', joinedOn: '201805' })).toStrictEqual({
      tidied: { name: '张梅', joinedOn: '2018-05' },
    })
  })

  it('is another spelling of a name where more than blanks around it were tidied', () => {
    expect(isNameTidied('张梅')).toBe(false)
    expect(isNameTidied(' 张梅 ')).toBe(false)
    expect(isNameTidied('张 梅')).toBe(true)
    expect(isNameTidied('买买提•阿里')).toBe(true)
  })

  it.each(['·Anna', '3Anna', 'Anna 3', 'Anna·', 'Anna B+', '.Anna'])('%s is no name', (name) => {
    expect(nameFault(name)).toBe('name.characters')
  })

  it.each(['བོད་ཡིག', 'ᠮᠣᠩᠭᠣᠯ', 'ꆈꌠꉙ', '김민준', 'ไทยไทย', 'Иванов', 'Ελλην', 'ئايگۈل', '12345', '___'])(
    '%s is a username of one script',
    (username) => {
      expect(usernameFault(username)).toBeUndefined()
    },
  )

  it('is no username of two scripts', () => {
    for (const username of ['Ivаnov', '김민준a', '张梅Anna']) expect(usernameFault(username)).toBe('username.format')
  })

  it('is a month from 1949 on, and at most the present one in Beijing', () => {
    expect(joinedOnFault('1949-01', NOW)).toBeUndefined()
    expect(joinedOnFault('1948-12', NOW)).toBe('month.format')
    expect(joinedOnFault('2024-07', beijing('2024-07-01 00:00'))).toBeUndefined()
    expect(joinedOnFault('2024-07', beijing('2024-07-01 00:00') - 1)).toBe('month.future')
  })

  it('is judged without the month of joining by what holds for every month', () => {
    expect(checkGivenFields({ memberNumber: '12345678' }, NOW)).toEqual([
      { path: 'memberNumber', rule: 'number.certificate' },
    ])
    expect(checkGivenFields({ memberNumber: '' }, NOW)).toEqual([])
    expect(checkGivenFields({ memberNumber: '201900000017', joinedOn: '2018-13' }, NOW)).toEqual([
      { path: 'joinedOn', rule: 'month.format' },
    ])
  })

  it('of somebody who is not in the League needs neither month nor number', () => {
    const { identity: _identity, joinedOn: _joinedOn, memberNumber: _memberNumber, ...person } = zhangMei
    expect(checkRegistration({ ...person, identity: 'nonmember' }, NOW)).toEqual([])
    expect(checkRegistration({ ...person, identity: 'member' }, NOW)).toEqual([{ path: 'joinedOn', rule: 'required' }])
    expect(checkRegistration({ ...person, identity: 'cadre', joinedOn: '2018-05' }, NOW)).toEqual([
      { path: 'memberNumber', rule: 'required' },
    ])
  })
})
