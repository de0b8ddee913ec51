// Reads what happens in each second, says what the announcer says then: [[second, sentence], …].
// `pages`: [second, what the page says by kind, whether it is one's own turn] from that second on.
import { readFileSync } from 'node:fs'
import { Announcer, Hands } from '../../static/js/announcer.js'

const { seconds, happens, readsTalk, pages, lists } = JSON.parse(readFileSync(0, 'utf8'))
const announcer = new Announcer()
announcer.readTalk(readsTalk)
const said = []
let shown = new Map()
for (let second = 0; second < seconds; second += 1) {
  happens.filter(([from, to]) => second >= from && second <= to)
    .forEach(([, , kind]) => announcer.add(kind, `${kind} ${second}`))
  pages.filter(([from]) => from === second).forEach(([, says, isOwnTurn]) => {
    const now = new Map(Object.entries(says))
    announcer.follow(shown, now, isOwnTurn)
    shown = now
  })
  const sentence = announcer.next(second * 1000)
  if (sentence) said.push([second, sentence])
}
// `lists`: [hands on the page, whether what was told of them still waits] → what is told then
const raised = new Hands([])
const words = { hand: 'Neu: {}.', hands: '{} neue.', motion: 'Antrag: {}.' }
const told = lists.map(([hands, isWaiting]) => raised.sentence(hands, isWaiting, words))
process.stdout.write(JSON.stringify(lists.length ? told : said))
