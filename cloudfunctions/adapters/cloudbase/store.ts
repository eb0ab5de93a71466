import type { Store } from '../../app/store/ports'
import { auditStore } from './audit'
import { branchStore } from './branches'
import { conflictStore } from './conflicts'
import type { Documents } from './documents'
import { deploymentStore } from './deployment'
import { draftStore } from './drafts'
import { digestStore } from './digests'
import { figuresStore } from './figures'
import { limitStore } from './limits'
import { peopleStore } from './people'
import { provinceStore } from './province'
import { recoveryStore } from './recoveries'
import { rosterStore } from './roster'
import { sharedFileStore } from './download-links'
import { staffStore } from './staff'
import { tidyStore } from './retention'
import { transferStore } from './transfers'
import { uploadStore } from './uploads'

/** The product's store over CloudBase documents. */
export const createStore = (documents: Documents): Store => ({
  ...peopleStore(documents),
  ...conflictStore(documents),
  ...staffStore(documents),
  ...branchStore(documents),
  ...transferStore(documents),
  ...limitStore(documents),
  ...rosterStore(documents),
  ...uploadStore(documents),
  ...sharedFileStore(documents),
  ...draftStore(documents),
  ...recoveryStore(documents),
  ...auditStore(documents),
  ...provinceStore(documents),
  ...deploymentStore(documents),
  ...tidyStore(documents),
  ...figuresStore(documents),
  ...digestStore(documents),
})
