"""The handbook: how a round table works here, a chapter for each role; the product's own words, shipped with the code.

It names buttons and pages, so a test compares its words with theirs. What an office wants to tell its visitors itself
stands in `portal/site_pages`.
"""
