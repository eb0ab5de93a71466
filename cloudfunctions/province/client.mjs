// One request of an outside system: node client.mjs BASE ISS PRIVATE_JWK_FILE < claims.json
// BASE is where the interface lies (local cloud: http://127.0.0.1:8787/http/province), ISS the code of your system as the
// administrator registered it with your public key. Claims: name, idNumber, memberNumber?, branchSystemId or branchName.
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { CompactSign, compactVerify, importJWK } from 'jose'

const [base, iss, keyFile] = process.argv.slice(2)
const key = JSON.parse(readFileSync(keyFile, 'utf8'))
const ours = await (await fetch(`${base}/keys`)).json()
const iat = Math.floor(Date.now() / 1000)
const envelope = { iss, aud: ours.aud, iat, exp: iat + 240, jti: randomUUID() }
const claims = JSON.parse(readFileSync(0, 'utf8'))
const alg = key.crv === 'Ed25519' ? 'EdDSA' : 'ES256'
const jws = await new CompactSign(Buffer.from(JSON.stringify({ ...envelope, ...claims })))
  .setProtectedHeader({ alg, kid: key.kid })
  .sign(await importJWK(key, alg))
const response = await fetch(`${base}/requests`, { method: 'POST', body: jws })
if (response.status !== 200) throw new Error(`HTTP ${response.status}`)
const reply = await response.text()
const { kid } = JSON.parse(Buffer.from(reply.split('.')[0], 'base64url').toString())
const published = ours.keys.find((one) => one.kid === kid)
const { payload } = await compactVerify(reply, await importJWK(published, published.alg))
console.log(Buffer.from(payload).toString())
