/** A page's address: `path?query` as WeChat writes it. */
export interface Address {
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly url: string
}

/**
 * Reads an address, relative to the page `from` where it has no leading slash. WeChat hands query values over as they are
 * written: decoding them is the page's business.
 */
export function parseAddress(written: string, from = ''): Address {
  const [place = '', search = ''] = written.split('?')
  const path = new URL(place, `http://mini-program/${from}`).pathname.slice(1)
  const pairs = search.split('&').filter((pair) => pair !== '')
  const query = Object.fromEntries(
    pairs.map((pair): [string, string] => {
      const [name = '', ...value] = pair.split('=')
      return [name, value.join('=')]
    }),
  )
  return { path, query, url: search === '' ? path : `${path}?${search}` }
}
