// Socket.IO as it comes, in memory: WebSocket from the start, one room, no sign-in, nothing stored.
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { Server } from 'socket.io'

const server = createServer((_request, response) => response.end())
const live = new Server(server, { transports: ['websocket'], serveClient: false }).of('/live')
const heads = new Map()

live.on('connection', (socket) => {
  socket.on('join', ({ room }, answer) => {
    socket.join(room)
    answer({ ok: true, seq: heads.get(room) ?? 0, missed: [], more: false })
  })
  socket.on('say', ({ room, text }, answer) => {
    const seq = (heads.get(room) ?? 0) + 1
    heads.set(room, seq)
    const comment = randomUUID()
    live.to(room).emit('event', event(room, seq, comment, text))
    answer({ ok: true, seq, comment })
  })
})

// as long as the platform's own
function event(room, seq, comment, text) {
  const author = 'Person 100'
  const html = `<p>${text}</p>`
  const url = `/beitraege/${comment}`
  const data = { comment, count: seq, url, author, parent: null, version: 1, text, html }
  const at = new Date().toISOString().replace('Z', '000+00:00')
  return { room, seq, kind: 'comment.posted', at, actor: author, data }
}

server.listen(Number(process.env.PORT), process.env.HOST)
