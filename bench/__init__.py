"""Measurements of the whole platform: `make bench` (docs/performance.md says how to read them).

Each figure stands beside a reference that was measured in the same run, in turns with it. Nothing here asserts a time;
tests hold counts instead. Needs the test tools, for it builds its world with the tests' factories.
"""
