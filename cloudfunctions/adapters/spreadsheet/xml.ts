import { SaxesParser } from 'saxes'

export interface Handlers {
  open?: (name: string, attributes: Readonly<Record<string, string>>) => void
  close?: (name: string) => void
  text?: (text: string) => void
}

/** Some programs put a prefix before every name. */
const local = (name: string): string => name.slice(name.indexOf(':') + 1)

/** Walks through XML once; entities that a document declares itself are never expanded. Throws where it is not well formed. */
export const walk = (xml: string, { open, close, text }: Handlers): void => {
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  if (open !== undefined)
    parser.on('opentag', ({ name, attributes }) => {
      open(local(name), attributes)
    })
  if (close !== undefined)
    parser.on('closetag', ({ name }) => {
      close(local(name))
    })
  if (text !== undefined) {
    parser.on('text', text)
    parser.on('cdata', text)
  }
  parser.write(xml.replace(/^\uFEFF/u, '')).close()
}
