"""The live line beside Node: the real server as production starts it, with its guarantees, against servers that keep
everything in memory and ask nobody who they are.

One processor serves, the other one asks. `docs/performance.md` says what is compared with what.
"""
