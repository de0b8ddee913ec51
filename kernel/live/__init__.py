"""Telling browsers what happens while they look; the only place that knows Socket.IO.

A live event is a hint, the event log is the truth: who missed something asks for it by number. Features register their
rooms (`rooms`) and socket events (`deeds`); accounts says who stands behind a connection (`people`). Only the process
that serves browsers opens the line (`line`); commands, the worker and most tests never import Socket.IO.
"""
