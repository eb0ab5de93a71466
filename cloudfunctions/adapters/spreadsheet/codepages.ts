/** What the code pages of old files are called by Node; others are read as Western European. */
const ENCODINGS: Readonly<Record<number, string>> = {
  936: 'gb18030',
  10008: 'gb18030',
  54936: 'gb18030',
  950: 'big5',
  932: 'shift_jis',
  949: 'euc-kr',
  1200: 'utf-16le',
  65001: 'utf-8',
}

/** The tables of code pages that SheetJS asks for, by what Node knows of them: the library's own are 470 KB to load. */
export const codepages = {
  utils: {
    decode: (codepage: number, bytes: ArrayLike<number>): string =>
      new TextDecoder(ENCODINGS[codepage] ?? 'windows-1252').decode(Uint8Array.from(bytes)),
  },
}
