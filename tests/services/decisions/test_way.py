"""The way of a resolution on its page: stations by date, many of a kind counted, each reader's own."""

import pytest

from kernel.actors import ANONYMOUS
from kernel.way import MOST_OF_A_KIND, way
from participation.consultations.rules.phases import PhaseType
from roundtable.meetings import services
from tests.factories.decisions import DURING, a_sitting
from tests.factories.formats import a_format
from tests.factories.meetings import at
from tests.factories.proposals import a_proposal

pytestmark = pytest.mark.usefixtures("database")


def tied(number: int):
    """A released resolution of an item that so many proposals led to."""
    sitting, format_ = a_sitting("RT"), a_format(running=PhaseType.COLLECT)
    for _proposal in range(number):
        sitting.do(
            services.link_subject,
            meeting=sitting.meeting,
            item_id=sitting.item.id,
            subject=a_proposal(format_).subject,
        )
    resolution = sitting.adopted()
    sitting.task(resolution.id)
    sitting.release()
    return resolution


def kinds(resolution) -> list[str]:
    with at(DURING):
        return [stop.kind for stop in way(ANONYMOUS, resolution.subject)]


def test_the_stations_and_where_one_stands() -> None:
    resolution = tied(1)
    assert sorted(kinds(resolution)) == ["Auftrag", "Beschluss", "Punkt einer Sitzung", "Vorschlag"]
    with at(DURING):
        (here,) = [stop for stop in way(ANONYMOUS, resolution.subject) if stop.here]
    assert here.url == resolution.address


@pytest.mark.parametrize(("proposals", "shown"), [(3, 3), (4, 4), (5, 3), (8, 3)])
def test_many_of_a_kind_are_counted(proposals, shown) -> None:
    resolution = tied(proposals)
    assert kinds(resolution).count("Vorschlag") == shown
    with at(DURING):
        texts = [s.text for s in way(ANONYMOUS, resolution.subject) if s.kind == "Vorschlag"]
    rest = proposals - MOST_OF_A_KIND
    assert texts[shown - 1].endswith(f" · und {rest} weitere") is (shown < proposals)


def test_alone_it_is_its_own_way() -> None:
    sitting = a_sitting()
    resolution = sitting.adopted()
    sitting.release()
    assert kinds(resolution) == ["Punkt einer Sitzung", "Beschluss"]
