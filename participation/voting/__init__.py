"""One person, one ballot: electorate, ballot box, counting, check codes.

Knows options and opaque voter keys, neither cards nor consultations.
"""
