"""One person, one ballot: electorate, ballot box, counting, receipts, audit bundle.

Knows options and opaque voter keys, neither cards nor consultations.
"""
