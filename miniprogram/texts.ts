/** Every sentence that is built in code. Fixed labels stand in the WXML of their page. */
export * from './texts/failures'
export * from './texts/fields'
export * from './texts/guides'
export * from './texts/journey'
export * from './texts/words'
