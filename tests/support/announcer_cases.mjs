// Reads what happens in each second, says what the announcer says then: [[second, sentence], …].
import { readFileSync } from 'node:fs'
import { Announcer } from '../../static/js/announcer.js'

const { seconds, happens, readsTalk } = JSON.parse(readFileSync(0, 'utf8'))
const announcer = new Announcer()
announcer.readTalk(readsTalk)
const said = []
for (let second = 0; second < seconds; second += 1) {
  happens.filter(([from, to]) => second >= from && second <= to)
    .forEach(([, , kind]) => announcer.add(kind, `${kind} ${second}`))
  const sentence = announcer.next(second * 1000)
  if (sentence) said.push([second, sentence])
}
process.stdout.write(JSON.stringify(said))
