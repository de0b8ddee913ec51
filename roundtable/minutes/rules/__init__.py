"""What minutes obey: pure, standard library only; they answer, services refuse.

header      read_header(update) -> Header: .blocks .deletes .bases; raises BadUpdate
            read_state_vector(bytes) -> {client: clock} · fits(header, known) -> bool
positions   utf16_of(text, byte) · byte_of(text, unit) · is_boundary; InsideCharacter
splices     splices(old, new) -> (Splice(start, end, text), …): backwards, in UTF-8 bytes · spliced(old, changes)
text        with_line_feeds(text) · canonical(text) · fingerprint(text) · problem(text, grown) -> Problem | None
states      State, Role, Facts · may_move(now, to) · missing(to, facts) -> [Lack] · may_write(state, role)
            public_state(publications) -> State · end_of_undo(at) -> until when a withdrawal may be taken back
versions    canonical_json(value) -> bytes · seal(Draft, previous) -> Sealed · first_fault(versions) -> number | None
public      public_part(content, levels) -> PublicContent · names_left(content, levels) -> [name]
completeness  gaps(content, motions) -> [Gap] · named(gaps) -> which of `states.REQUIRED` are there
changes     changed_items(old, new) -> [ItemChange] · parts(old, new) -> (Part, …) · passages(old, new) -> [Passage]
history     states(edits) -> [State] · put_back(earlier, now) -> the earlier text with the lines of all facts
objections  State · MOST_OPEN · names_a_place(text, quote)
"""
