import type { Store } from '../../app/ports'
import { auditStore } from './audit'
import { branchStore } from './branches'
import type { Documents } from './documents'
import { limitStore } from './limits'
import { peopleStore } from './people'
import { transferStore } from './transfers'

/** The product's store over CloudBase documents. */
export const createStore = (documents: Documents): Store => ({
  ...peopleStore(documents),
  ...branchStore(documents),
  ...transferStore(documents),
  ...limitStore(documents),
  ...auditStore(documents),
})
