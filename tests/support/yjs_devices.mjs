// Texts in Yjs, as browsers hold them: one command a line on standard input, one answer a line. For tests.
import { createInterface } from 'node:readline'
import { Doc, applyUpdate, encodeStateAsUpdate, encodeStateVector } from '../vendor/yjs/yjs.mjs'

const docs = new Map()
const packed = (bytes) => Buffer.from(bytes).toString('base64')
const bytes = (text) => new Uint8Array(Buffer.from(text, 'base64'))

const deeds = {
  open: ({ client }) => {
    const doc = new Doc()
    doc.clientID = client
    doc.getText('text')
    docs.set(docs.size, doc)
    return docs.size - 1
  },
  text: ({ doc }) => doc.getText('text').toString(),
  state: ({ doc }) => packed(encodeStateVector(doc)),
  push: ({ doc, state }) => packed(encodeStateAsUpdate(doc, bytes(state))),
  hear: ({ doc, update }) => applyUpdate(doc, bytes(update)) ?? null,
  put: ({ doc, at, text }) => made(doc, (shared) => shared.insert(at, text)),
  cut: ({ doc, at, length }) => made(doc, (shared) => shared.delete(at, length)),
  seconds_of_replay: ({ updates }) => {
    const stored = updates.map(bytes)
    const begun = performance.now()
    const doc = new Doc()
    stored.forEach((update) => applyUpdate(doc, update))
    doc.getText('text').toString()
    return (performance.now() - begun) / 1000
  },
  forget: () => docs.clear() ?? null,
}

function made(doc, deed) {
  let update
  doc.once('update', (bytes) => { update = bytes })
  deed(doc.getText('text'))
  return packed(update)
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const command = JSON.parse(line)
  if ('doc' in command) command.doc = docs.get(command.doc)
  process.stdout.write(JSON.stringify(deeds[command.deed](command)) + '\n')
})
