import type { Survivor } from './survivor'

/** `adapters`, but for `adapters/cloudbase`. */
export const ADAPTERS: readonly Survivor[] = [
  {
    file: 'adapters/province.ts',
    line: "body: v.nullish(v.string(), ''),",
    replacements: ['"Stryker was here!"'],
    why: 'whatever stands for a body that is not there is no signed request either',
  },
  {
    file: 'adapters/public-keys.ts',
    line: "const publicPart = ({ kty, crv, x = '', y = '', d }: JWK): JWK | undefined => {",
    replacements: ['"Stryker was here!"'],
    why: 'whatever stands for a coordinate that is not there is no point either',
  },
  {
    file: 'adapters/public-keys.ts',
    line: 'if (jwk === undefined || (name !== undefined && name.length > KID_CHARACTERS)) return undefined',
    replacements: ['false'],
    why: 'no key at all is refused by the look at the key too; the question is for the compiler',
  },
  {
    file: 'adapters/public-keys.ts',
    line: '} catch {',
    replacements: ['{}'],
    why: 'what ends without an answer answers undefined',
  },
  {
    file: 'adapters/reminder-templates.ts',
    line: "v.exactOptional(v.pipe(v.string(), v.regex(new RegExp(`^(?:${types.join('|')})\\\\d{1,2}$`, 'u'))))",
    replacements: ['""'],
    why: 'the pattern knows letters and digits of ASCII alone, which both ways read alike',
  },
  {
    file: 'adapters/reminder-templates.ts',
    line: '} catch {',
    replacements: ['{}'],
    why: 'what ends without an answer answers undefined',
  },
  {
    file: 'adapters/sealing.ts',
    line: "const keys = (text ?? '').split(',').map((part): Key => {",
    replacements: ['"Stryker was here!"'],
    why: 'whatever stands for keys that are not there is no key either',
  },
  {
    file: 'adapters/sealing.ts',
    line: "const [id = '', secret = ''] = part.trim().split(':')",
    replacements: ['"Stryker was here!"'],
    why: 'what is split has a first part; whatever stands for a second one is no 32 bytes',
  },
  {
    file: 'adapters/sealing.ts',
    line: 'if (first === undefined || wrong) throw new Error(`${name} must hold keys as id:base64 of ${String(KEY_BYTES)} bytes`)',
    replacements: ['false'],
    why: 'what is split has a first part; the question is for the compiler',
  },
  {
    file: 'adapters/sealing.ts',
    line: "const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])",
    replacements: ['""'],
    why: 'no encoding means the same one',
  },
  {
    file: 'adapters/sealing.ts',
    line: "const [keyId = '', body = ''] = sealed.split('.')",
    replacements: ['"Stryker was here!"'],
    why: 'what is split has a first part; whatever stands for a second one was never sealed',
  },
  {
    file: 'adapters/secrets.ts',
    line: "code: () => Array.from({ length: CODE_LENGTH }, () => CODE_LETTERS[randomInt(CODE_LETTERS.length)] ?? '').join(''),",
    replacements: ['"Stryker was here!"'],
    why: 'there is a letter at every place below their number; the question is for the compiler',
  },
  {
    file: 'adapters/secrets.ts',
    line: "const [salt = '', hash = ''] = (stored ?? DUMMY).split('.')",
    replacements: ['"Stryker was here!"'],
    why: 'every hash has both parts; the question is for the compiler',
  },
  {
    file: 'adapters/secrets.ts',
    line: "return timingSafeEqual(given, Buffer.from(hash, 'base64url')) && stored !== null",
    replacements: ['true'],
    why: 'no password is known of which all 32 bytes of the hash are 0',
  },
  {
    file: 'adapters/signatures.ts',
    line: "if (typeof kid !== 'string') throw new Error('no such key')",
    replacements: ['""'],
    why: 'nobody is told why: whatever is thrown there is refused alike',
  },
  {
    file: 'adapters/signatures.ts',
    line: "if (jwk === undefined) throw new Error('no such key')",
    replacements: ['false', '""'],
    why: 'no key at all is refused by its reading too, and nobody is told why; the question is for the compiler',
  },
  {
    file: 'adapters/function.ts',
    line: 'if (lane.meter.reset()) free.push(lane)',
    replacements: ['false'],
    why: 'what is not used again is made again: that costs time alone',
  },
  {
    file: 'adapters/function.ts',
    line: "const op = typeof event === 'object' && event !== null && 'op' in event ? event.op : undefined",
    replacements: ['true'],
    why: 'a field that is not there is undefined too; the question is for the compiler',
  },
]
