import { describe } from 'vitest'
import { describeAggregates } from './aggregates'
import { useDatabase } from './environment'
import { describeQueries } from './queries'
import { describeRefusals } from './refusals'
import { describeTextOrder } from './text-order'
import { describeTransactions } from './transactions'
import { describeWrites } from './writes'

describe('the database, through the SDK', () => {
  const { db, local } = useDatabase()
  describeQueries(db)
  describeWrites(db)
  describeRefusals(db)
  describeTextOrder(db)
  describeAggregates(db)
  describeTransactions(db, local)
})
