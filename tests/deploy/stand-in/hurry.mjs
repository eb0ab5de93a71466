/**
 * What a command waits for on the platform need not be waited for here: the management SDK looks once a second whether a
 * function is ready, and a switch is known to every instance after fourteen seconds, where nobody works meanwhile.
 */
const { setInterval, setTimeout } = globalThis
globalThis.setInterval = (work, ms, ...values) => setInterval(work, ms === 1_000 ? 20 : ms, ...values)
globalThis.setTimeout = Object.assign(
  (work, ms, ...values) => setTimeout(work, ms === 14_000 ? 20 : ms, ...values),
  setTimeout,
)
