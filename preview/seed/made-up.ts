import { checkCharacter } from '../../cloudfunctions/domain/identity-number'

/** A made-up person with a valid check digit; no one real: the region code 110000 is given to no district. */
export interface MadeUpPerson {
  openid: string
  name: string
  idNumber: string
  phone: string
  joinedOn: string
  memberNumber: string
}

const SURNAMES = '王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗'
const GIVEN = ['子涵', '雨桐', '一诺', '浩然', '思远', '欣怡', '明轩', '佳宁', '梓萱', '文博', '若溪', '嘉懿', '天佑']
const pad = (n: number, length: number): string => String(n).padStart(length, '0')

/** The `n`th made-up person: the same each time, and no two alike. */
export const madeUpPerson = (n: number, named?: { openid: string; name: string }): MadeUpPerson => {
  const first17 = `110000${pad(1999 + (n % 3), 4)}${pad(1 + (n % 12), 2)}${pad(1 + (n % 28), 2)}${pad(n, 3)}`
  const year = 2015 + (n % 5)
  const surname = SURNAMES.charAt(n % SURNAMES.length)
  const given = GIVEN[Math.floor(n / SURNAMES.length + n * 3) % GIVEN.length] ?? '明'
  return {
    openid: named?.openid ?? `local-cohort-${String(n)}`,
    name: named?.name ?? surname + given,
    idNumber: first17 + checkCharacter(first17),
    phone: `138${pad(n, 8)}`,
    joinedOn: `${String(year)}-0${String(1 + (n % 9))}`,
    memberNumber: `${String(year)}37${pad(n, 6)}`,
  }
}
