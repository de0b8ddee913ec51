"""Reading a Pabulib file from untrusted bytes: complete and consistent, or refused with a line."""

import csv
from collections.abc import Iterator
from decimal import Decimal
from io import StringIO
from re import compile as pattern

from participation.voting.rules.ballots import POINTS, BallotKind
from participation.voting.rules.pabulib import BadPabulib, PabulibFile, Project, Vote

MOST_BYTES = 50_000_000
MOST_META = 200
NUMBER = pattern(r"-?[0-9]{1,15}(\.[0-9]{1,9})?")
KINDS = {kind.value for kind in BallotKind if kind is not BallotKind.KNAPSACK}
COLUMNS = {
    "META": ("key", "value"),
    "PROJECTS": ("project_id", "cost"),
    "VOTES": ("voter_id", "vote"),
}

Row = tuple[int, list[str]]
Record = tuple[int, dict[str, str]]


def read_pabulib(data: bytes, *, most_bytes: int = MOST_BYTES) -> PabulibFile:
    """Read and check a `.pb` file; raises `BadPabulib` at the first fault."""
    if len(data) > most_bytes:
        raise BadPabulib(1, f"Die Datei ist größer als {most_bytes // 1_000_000} MB.")
    rows = _rows(_decoded(data))
    _expect_meta(rows)
    meta = _Meta(_section(rows, "META", "PROJECTS"))
    projects = list(_section(rows, "PROJECTS", "VOTES"))
    amounts = [meta.budget(), *(_amount(line, row["cost"]) for line, row in projects)]
    per_unit = 1 if all(amount == int(amount) for amount in amounts) else 100
    budget, *costs = (int(amount * per_unit) for amount in amounts)
    options = tuple(_projects(projects, costs))
    kind, keys = meta.kind(), {option.key for option in options}
    votes = tuple(_votes(_section(rows, "VOTES", None), kind, keys))
    meta.agree("num_projects", len(options))
    meta.agree("num_votes", len(votes))
    return PabulibFile(meta.values, options, votes, budget, per_unit)


def _decoded(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadPabulib(line, "Die Datei ist kein Text in UTF-8.") from error
    if (place := text.find("\0")) >= 0:
        line = text.count("\n", 0, place) + 1
        raise BadPabulib(line, "Die Datei enthält ein Nullzeichen und ist kein Text.")
    return text


def _rows(text: str) -> Iterator[Row]:
    """The rows that are not empty, each with the line it ends on."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=";", strict=True)
    try:
        for cells in reader:
            if any(cells):
                yield reader.line_num, [cell.strip() for cell in cells]
    except csv.Error as error:
        line = max(1, reader.line_num)
        raise BadPabulib(line, "Anführungszeichen oder Zeilen sind nicht lesbar.") from error


def _title(cells: list[str]) -> str | None:
    """The section that a row opens."""
    return cells[0].upper() if cells[0].upper() in COLUMNS and not any(cells[1:]) else None


def _expect_meta(rows: Iterator[Row]) -> None:
    line, cells = next(rows, (1, [""]))
    if _title(cells) != "META":
        raise BadPabulib(line, "Das ist keine Pabulib-Datei: Der Abschnitt META fehlt am Anfang.")


def _section(rows: Iterator[Row], name: str, following: str | None) -> Iterator[Record]:
    """The records below the column names, up to the title of the following section."""
    line, header = next(rows, (1, [""]))
    if missing := [column for column in COLUMNS[name] if column not in header]:
        raise BadPabulib(line, f"Im Abschnitt {name} fehlt die Spalte {missing[0]}.")
    empty = True
    for line, cells in rows:
        if (title := _title(cells)) is not None:
            if title == following and not empty:
                return
            if title == following:
                break
            raise BadPabulib(line, f"Der Abschnitt {title} steht an falscher Stelle.")
        if len(cells) > len(header):
            raise BadPabulib(line, f"Die Zeile hat mehr Spalten als der Kopf von {name}.")
        empty = False
        yield line, dict(zip(header, cells + [""] * (len(header) - len(cells)), strict=True))
    if empty:
        raise BadPabulib(line, f"Der Abschnitt {name} ist leer.")
    if following is not None:
        raise BadPabulib(line, f"Der Abschnitt {following} fehlt.")


class _Meta:
    """The META section, with the line of each key."""

    def __init__(self, records: Iterator[Record]) -> None:
        self.values: dict[str, str] = {}
        self.lines: dict[str, int] = {}
        for line, record in records:
            if record["key"] in self.values:
                raise BadPabulib(line, f"„{_short(record['key'])}“ steht zweimal in META.")
            if len(self.values) == MOST_META:
                raise BadPabulib(line, f"META hat mehr als {MOST_META} Zeilen.")
            self.values[record["key"]] = record["value"]
            self.lines[record["key"]] = line

    def budget(self) -> Decimal:
        return _amount(self._line_of("budget"), self.values["budget"])

    def kind(self) -> BallotKind:
        line, text = self._line_of("vote_type"), self.values["vote_type"]
        if text not in KINDS:
            raise BadPabulib(line, f"Die Stimmart „{_short(text)}“ ist unbekannt.")
        return BallotKind(text)

    def agree(self, key: str, found: int) -> None:
        """Refuse a file that promises another number of rows than it has."""
        if (text := self.values.get(key)) is not None and text != str(found):
            message = f"{key} ist mit „{_short(text)}“ angegeben, gefunden wurden {found}."
            raise BadPabulib(self.lines[key], message)

    def _line_of(self, key: str) -> int:
        if key not in self.lines:
            raise BadPabulib(1, f"In META fehlt „{key}“.")
        return self.lines[key]


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


def _amount(line: int, text: str) -> Decimal:
    if not NUMBER.fullmatch(text):
        raise BadPabulib(line, f"„{_short(text)}“ ist keine Zahl, die gelesen werden kann.")
    amount = Decimal(text)
    if amount <= 0:
        raise BadPabulib(line, f"Der Betrag „{_short(text)}“ muss größer als 0 sein.")
    if amount * 100 != int(amount * 100):
        raise BadPabulib(line, f"„{_short(text)}“ hat mehr als zwei Nachkommastellen.")
    return amount


def _projects(records: list[Record], costs: list[int]) -> Iterator[Project]:
    seen: set[str] = set()
    for (line, record), cost in zip(records, costs, strict=True):
        key = record["project_id"]
        if not key or key in seen:
            problem = "steht zweimal in PROJECTS" if key else "ist leer"
            raise BadPabulib(line, f"Die project_id „{_short(key)}“ {problem}.")
        seen.add(key)
        details = {k: v for k, v in record.items() if k not in COLUMNS["PROJECTS"]}
        yield Project(key, cost, details)


def _votes(records: Iterator[Record], kind: BallotKind, keys: set[str]) -> Iterator[Vote]:
    seen: set[str] = set()
    for line, record in records:
        voter = record["voter_id"]
        if not voter or voter in seen:
            problem = "steht zweimal in VOTES" if voter else "ist leer"
            raise BadPabulib(line, f"Die voter_id „{_short(voter)}“ {problem}.")
        seen.add(voter)
        choices = _choices(line, record["vote"], keys)
        if kind is BallotKind.CHOOSE_ONE and len(choices) > 1:
            raise BadPabulib(line, "Bei „choose-1“ ist nur eine Wahl möglich.")
        yield Vote(voter, choices, _points(line, record, len(choices)) if kind in POINTS else ())


def _choices(line: int, text: str, keys: set[str]) -> tuple[str, ...]:
    choices = tuple(key.strip() for key in text.split(",")) if text else ()
    if unknown := [key for key in choices if key not in keys]:
        raise BadPabulib(line, f"Das Projekt „{_short(unknown[0])}“ gibt es nicht.")
    if len(set(choices)) != len(choices):
        raise BadPabulib(line, "Ein Projekt ist auf demselben Stimmzettel zweimal gewählt.")
    return choices


def _points(line: int, record: dict[str, str], expected: int) -> tuple[int, ...]:
    if "points" not in record:
        raise BadPabulib(line, "Im Abschnitt VOTES fehlt die Spalte points.")
    texts = [text.strip() for text in record["points"].split(",")] if record["points"] else []
    if len(texts) != expected:
        raise BadPabulib(
            line, f"Zu {expected} gewählten Projekten gehören {len(texts)} Punktwerte."
        )
    for text in texts:
        if not (text.isascii() and text.isdecimal() and len(text) <= 9):
            raise BadPabulib(line, f"„{_short(text)}“ ist keine Punktzahl ab 0.")
    return tuple(map(int, texts))
