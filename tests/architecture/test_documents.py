"""The documents say what the code is: names, paths, commands, addresses and settings are compared with it."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from flask import Flask

from app import create_app
from kernel.database import Base
from kernel.settings import Settings
from tests.support.source_tree import ROOT, python_files, templates

ADR = ROOT / "docs" / "adr"
READMES = ("README.md", "README.en.md")
GUIDES = (*READMES, "NOTICE.md", *(f"docs/{n}.md" for n in ("tour", "glossary", "operations")))
RECORDS = tuple(str(path.relative_to(ROOT)) for path in sorted(ADR.glob("*.md")))
#: what an installation makes, and what is handed to us from beside the project
NOT_IN_THE_TREE = {"instance/", "files/", "keys/", "search/", "../shared/data"}
PLACE = re.compile(r"\.{0,2}[\w.-]*(/[\w.-]+)+/?|[\w-]+/")
ADDRESS = re.compile(r"/[\w/.-]*")


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The platform as a demo, for its commands and addresses."""
    return create_app(Settings(instance=tmp_path_factory.mktemp("documents"), testing=True))


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def spans(name: str) -> set[str]:
    """What a document quotes as code, in lines and in blocks."""
    text = text_of(name)
    blocks = re.findall(r"```\w*\n(.*?)```", text, flags=re.DOTALL)
    return {*re.findall(r"`([^`\n]+)`", text), *(line for b in blocks for line in b.splitlines())}


def paths_in(name: str) -> set[str]:
    quoted = {span for span in spans(name) if PLACE.fullmatch(span) and not span.startswith("/")}
    return quoted - NOT_IN_THE_TREE


def rows(name: str, column: str) -> Iterator[list[str]]:
    """The cells of the table whose first head is this."""
    table = text_of(name).partition(f"| {column} |")[2].partition("\n\n")[0]
    for line in table.splitlines()[2:]:
        yield [cell.strip().strip("`") for cell in line.strip("|").split("|")]


@pytest.mark.parametrize("name", [*GUIDES, *RECORDS])
def test_every_path_named_exists(name: str) -> None:
    homes = {ROOT, ROOT / "tests"} if name == "docs/tour.md" else {ROOT}
    found = paths_in(name)
    assert [p for p in sorted(found) if not any((home / p).exists() for home in homes)] == []


@pytest.mark.parametrize("name", [*GUIDES, "CHANGELOG.md"])
def test_every_link_leads_to_a_file(name: str) -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)\)", text_of(name))
    assert [t for t in targets if not ((ROOT / name).parent / t).exists()] == []


@pytest.mark.parametrize("name", [*GUIDES, *RECORDS, "CHANGELOG.md"])
def test_every_make_target_named_exists(name: str) -> None:
    targets = set(re.findall(r"^([a-z]\w*):", text_of("Makefile"), flags=re.MULTILINE))
    named = {word for span in spans(name) for word in re.findall(r"^make (\w+)", span)}
    assert named <= targets


def test_the_two_commands_stand_in_both_readmes() -> None:
    for name in READMES:
        assert {"make run", "make test"} <= {" ".join(s.split()[:2]) for s in spans(name)}


@pytest.mark.parametrize("name", [*GUIDES, *RECORDS])
def test_every_flask_command_named_exists(platform: Flask, name: str) -> None:
    named = {m[1] for span in spans(name) if (m := re.search(r"\bflask ([a-z][\w -]*)", span))}
    if name == "docs/operations.md":
        named.discard("doctor")  # named there as missing
    assert [words for words in sorted(named) if not _is_command(platform, words.split())] == []


def _is_command(platform: Flask, words: list[str]) -> bool:
    if words[0] in {"routes", "run", "shell"}:  # Flask's own
        return True
    found: click.Command | None = platform.cli.commands.get(words[0])
    if isinstance(found, click.Group) and len(words) > 1:
        return words[1] in found.commands
    return found is not None


@pytest.mark.parametrize("name", GUIDES)
def test_every_address_named_answers(platform: Flask, name: str) -> None:
    here = platform.url_map.bind("127.0.0.1")
    named = {span for span in spans(name) if ADDRESS.fullmatch(span)}
    assert [address for address in sorted(named) if not here.test(address, "GET")] == []


def test_the_settings_of_the_handbook_are_those_of_the_code() -> None:
    found = {cells[0] for cells in rows("docs/operations.md", "setting")}
    assert found == {name.upper() for name in Settings.model_fields}


def test_the_handbook_names_the_true_defaults() -> None:
    plain = (str, int, bool, Path, list)
    fields = {name.upper(): f.default for name, f in Settings.model_fields.items()}
    said = {cells[0]: cells[1] for cells in rows("docs/operations.md", "setting")}
    true = {n: str(v) for n, v in fields.items() if v not in ("", None) and isinstance(v, plain)}
    assert {name: said[name] for name in true} == true


def test_every_table_of_the_city_is_a_word_of_the_glossary(platform: Flask) -> None:
    assert platform.name, "its rooms are loaded, so their tables are known"
    names = {m.class_.__name__ for m in Base.registry.mappers if not _of_the_kernel(m.class_)}
    quoted = spans("docs/glossary.md")
    why = "a word enters docs/glossary.md first: German, code, one sentence, home"
    assert names - quoted == set(), why


def test_every_word_of_the_glossary_is_used_in_its_home() -> None:
    lines = [cells for cells in _all_rows("docs/glossary.md") if cells[0] not in {"German", "---"}]
    assert len(lines) > 60, "found too few words"
    homes = {cells[3].strip("`") for cells in lines}
    sources = {home: "".join(f"{p} {text_of(str(p))}" for p in _python_of(home)) for home in homes}
    used = [
        (word, cells[3].strip("`")) for cells in lines for word in re.findall(r"`(.+?)`", cells[1])
    ]
    assert {f"{word} in {home}" for word, home in used if word not in sources[home]} == set()


def _all_rows(name: str) -> list[list[str]]:
    found = (line for line in text_of(name).splitlines() if line.startswith("| "))
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in found]


def _python_of(home: str) -> list[Path]:
    return [path for path in python_files() if path.as_posix().startswith(home)]


def _of_the_kernel(table: type) -> bool:
    return table.__module__.partition(".")[0] in {"kernel", "tests"}


def test_every_room_stands_in_the_tour() -> None:
    rooms = {
        f"{path.parent.relative_to(ROOT).as_posix()}/"
        for top in ("accounts", "discussion", "participation", "roundtable", "portal")
        for path in ROOT.glob(f"{top}/*/__init__.py")
    }
    named = {span for line in rows("docs/tour.md", "room") for span in re.split(r"`, `", line[0])}
    assert rooms - named == set()


def test_every_decision_that_is_cited_exists() -> None:
    written = {path.name[:4] for path in ADR.glob("*.md")}
    sources = [*map(str, (*python_files(), *templates())), *GUIDES, *RECORDS]
    cited = {number for s in sources for number in re.findall(r"docs/adr/(\d{4})", text_of(s))}
    short = {f"{int(n):04}" for s in RECORDS for n in re.findall(r"\bADR (\d+)", text_of(s))}
    assert cited | short <= written


@pytest.mark.parametrize("name", RECORDS)
def test_a_decision_is_one_page_with_its_price(name: str) -> None:
    text = text_of(name)
    number, title = re.match(r"# (\d+)\. (.+)", text).groups()  # type: ignore[union-attr]
    assert Path(name).name.startswith(f"{int(number):04}-"), title
    for part in ("Situation", "Choice", "Price", "What would change our mind"):
        assert f"**{part}.**" in text
    assert len(text.splitlines()) <= 60


def test_numbers_of_decisions_are_given_once() -> None:
    numbers = [path.name[:4] for path in ADR.glob("*.md")]
    assert len(numbers) == len(set(numbers))


def test_every_library_was_chosen() -> None:
    project = tomllib.loads(text_of("pyproject.toml"))["project"]
    names = {re.split(r"[<>=\[ ]", line)[0].lower() for line in project["dependencies"]}
    cells = " ".join(line[0] for line in rows("docs/adr/0006-libraries.md", "library")).lower()
    assert {n for n in names if n not in re.findall(r"[\w-]+", cells)} == set()


def test_every_file_of_others_is_named_in_the_notice() -> None:
    files = (path for path in (ROOT / "static" / "vendor").rglob("*") if path.is_file())
    assert {path.relative_to(ROOT).as_posix() for path in files} <= spans("NOTICE.md")


def test_the_licence_is_the_one_of_the_project() -> None:
    assert text_of("LICENSE").startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert tomllib.loads(text_of("pyproject.toml"))["project"]["license"] == "EUPL-1.2"
