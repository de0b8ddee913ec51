"""What holds for meetings, whatever stores or shows them: pure, standard library only.

Time, seats and earlier speeches are handed in; nothing is looked up. Services import from the modules:

states      State · Facts · hindrances(now, to, facts) -> (Hindrance, ...); empty: go
            ItemState · may_turn(now, to, others) -> bool · undealt(state) -> bool · at_close(decided)
numbering   meeting_number(code, year, taken) -> (running, "RT-2026-04")
            item_numbers(items, taken) -> {key: "Ö 3.1"} · resolution_number(meeting, taken)
presence    present(log) -> frozenset of seats
quorum      quorum(seats, present, rule) -> Quorum(present, required, reached, missing)
notice      Ladungsfrist: kept(sent_on, meets_on, days) · latest_on(meets_on, days)
speakers    order(waiting, history, rules, moves) -> (Place(entry, position, reasons), ...)
results     result(counts, rule, electorate) -> Outcome · agreement(by_group)
carry_over  carried(items, into, taken) -> (Carried(source, public, reasons), ...)
"""
