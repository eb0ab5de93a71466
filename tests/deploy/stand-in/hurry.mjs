/** The management SDK looks once a second whether a function is ready; here it need not wait so long. */
const { setInterval } = globalThis
globalThis.setInterval = (work, ms, ...values) => setInterval(work, ms === 1_000 ? 20 : ms, ...values)
