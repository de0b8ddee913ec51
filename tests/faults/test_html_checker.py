"""The HTML checker names the page and the fault."""

from tests.support.html_checker import html_faults

VALID = "<!doctype html><html lang=de><title>Gut</title><p>Größe</html>"


def test_faults_carry_the_name_of_their_page() -> None:
    broken = VALID.replace("<p>", "<p><img src=karte.png>")
    found = html_faults({"/gut": VALID, "/karte/": broken})
    assert [line.split(":")[0] for line in found] == ["/karte/"]
    assert "alt" in found[0]
