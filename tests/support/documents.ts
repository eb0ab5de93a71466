import type { TestCloud } from './local-cloud'

/** Every document of a collection as it is stored, behind the product's back. */
export const documentsOf = (cloud: TestCloud, collection: string) =>
  [...cloud.store.collection(collection).versions.values()].flatMap(({ document }) =>
    document === null ? [] : [document],
  )
