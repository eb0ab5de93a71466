/**
 * Tests that fail without those before them: alone they would be said to notice whatever is mutated, and so they are run
 * with their whole file. `npm run mutate -- leaning` finds them.
 */
export const LEANING: ReadonlySet<string> = new Set([
  'tests/adapters/entry.test.ts#a function > numbers its calls as the platform does, and by itself where it does not',
  'tests/adapters/entry.test.ts#a function > starts nothing new in bulk after seven tenths of its time',
  'tests/app/desk/find.test.ts#the administrator finds people at whatever branch > and is told when there are more than asked for',
  'tests/app/desk/summary.test.ts#the summary > asks the database four times in two rounds and reads nothing that it does not count',
  'tests/app/desk/year.test.ts#a year of a branch of forty > warns two weeks before the first go, and the archive has everybody by name',
  'tests/app/desk/year.test.ts#a year of a branch of forty > 110 days later has erased who came to an end and nobody who waits, and still adds up',
  'tests/app/desk/year.test.ts#a year of a branch of forty > keeps its figures, and the administrator sees them',
  'tests/app/desk/year.test.ts#a year of a branch of forty > is closed, and when everybody of it is erased its figures still stand, at its desk and in the overview',
  'tests/app/province/openapi.test.ts#the description of the interface for outside systems > covers a branch that is named alone, and the limit on people whom nobody knows',
])
