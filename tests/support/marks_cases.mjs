// Reads calls of the modules behind the editor of minutes, says what they answer.
import { readFileSync } from 'node:fs'
import * as marks from '../../static/js/markdown-marks.js'

const cases = JSON.parse(readFileSync(0, 'utf8'))
const answers = cases.map(({ deed, text, from, to }) => marks[deed](text, from, to))
process.stdout.write(JSON.stringify(answers))
