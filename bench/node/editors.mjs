// Hocuspocus as it comes, in memory: no sign-in, nothing stored.
import { Server } from '@hocuspocus/server'

const server = new Server({
  address: process.env.HOST,
  port: Number(process.env.PORT),
  quiet: true,
})
await server.listen()
