"""Counting, explaining, checking and exchanging ballots: pure, standard library only.

Same input, same output, on any machine: amounts are integers, shares and prices `Fraction`s.
Not for states, deadlines or who may vote. Services import from the modules:

election        Option(key, title, cost_cents, group=None) · Ballot(scores, weight=1)
                group_ballots(cast: Iterable[Mapping[str, int]]) -> tuple[Ballot, ...]
                Election(options, ballots, budget_cents): .by_key .patterns .voters (not blank)
                .tally[key] -> Tally(votes, score); raises BadElection, for ballots at `.tally`
counting        RULES: the rules by public name
                RuleProfile(rule, step_cents=1, utility=Utility.COST, floor_score=0,
                comparison=False, seed=b"")
                count(election, profile) -> Outcome; raises UnknownRule, TooManyRuns, BadElection
                suggested_step(election) -> int · preference(election, this, other) -> Preference
                certificate_holds(election, profile, certificate) -> bool
outcome         Outcome: .winners .spent .free_cents .voter_budget (Fraction | None) .trace
                .refusals .certificate .rivals .instead_of .stage(Stage); Purchase, Refusal,
                Certificate, Preference; Stage, Reason, Ending
explanations    explain(election, outcome) -> {key: (Sentence, ...)}
                explanation_texts(election, outcome, currency, translate=str) -> {key: text}
                summarise(outcome) -> (Sentence, ...) · steps(election, outcome) -> (Step, ...)
                share_with_winner(election, outcome) -> Fraction
                effective_support(election, outcome) -> {key: per cent}
                beside(election, this, other) -> Beside
sentences       Sentence(code, values).text(currency, translate=str) · TEXTS, marked with `_`
money           Currency(code="EUR", per_unit=100).text(Amount(value, up=False)) -> "3,40 €"
payments        payments(election, outcome) -> Payments | None: who paid what, replayed
ballots         BallotKind · Limits(min_choices=1, max_choices, max_points, max_cost)
                problems(kind, limits, choices, options, *, blank=False) -> [Problem]
                Problem(code, amount).text(translate=str) · scores(kind, places, choices)
pabulib         PabulibFile: .kind .budget .per_unit .currency .floor_score .selected .places
                .election() .renumbered(); BadPabulib(line, message), a ValueError
pabulib_reading read_pabulib(data: bytes, *, most_bytes=50_000_000) -> PabulibFile
pabulib_writing write_pabulib(file) -> str · to_pabulib(election, counted, kind, about)
                Counted(rule, winners, per_unit=100)
fingerprints    may_publish_ballots(pattern_sizes: Iterable[int]) -> bool
"""
