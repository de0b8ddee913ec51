// Reads pairs of texts, says how the editor of minutes would turn the one into the other.
import { readFileSync } from 'node:fs'
import { changed, moved, placeBeside } from '../../static/js/typing.js'

const cases = JSON.parse(readFileSync(0, 'utf8'))
const answers = cases.map(({ before, after, caret, delta, own, theirs }) => {
  if (own) return placeBeside(own, theirs)
  return delta ? moved(caret, delta) : changed(before, after, caret)
})
process.stdout.write(JSON.stringify(answers))
