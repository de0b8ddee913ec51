"""Every component in a real Chromium: accessible, in every mode, on a small phone, by keyboard."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e.gallery import PAGES, gallery_app, serving
from tests.support.chromium import axe, visitor
from tests.support.html_checker import html_faults

pytestmark = pytest.mark.e2e
MODES = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "320px": {"viewport": {"width": 320, "height": 640}},
    "forced": {"forced_colors": "active"},
    "noscript": {"java_script_enabled": False},
}
SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
  word-spacing: 0.16em !important } p { margin-bottom: 2em !important }"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(gallery_app(tmp_path_factory.mktemp("gallery"))) as found:
        yield found


def visit(page: Page, url: str) -> None:
    """Open a page that must be there."""
    response = page.goto(url)
    assert response
    assert response.status == 200


def overflow(page: Page) -> int:
    """How many pixels stand out to the right of the window."""
    found: int = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return found


@pytest.mark.parametrize("mode", [name for name in MODES if name != "noscript"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(browser: Browser, address: str, name: str, mode: str) -> None:
    with visitor(browser, **MODES[mode]) as (page, observed):
        visit(page, f"{address}/{name}")
        for details in page.query_selector_all("details:not([open]) > summary"):
            details.click()
        assert axe(page) == []
        observed.assert_calm()


@pytest.mark.parametrize("name", PAGES)
def test_nothing_stands_out_to_the_right(browser: Browser, address: str, name: str) -> None:
    with visitor(browser, bypass_csp=True) as (page, _):
        visit(page, f"{address}/{name}")
        for width in (320, 360, 768, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert overflow(page) <= 0, width
        page.add_style_tag(content=SPACING)
        page.set_viewport_size({"width": 640, "height": 400})
        assert overflow(page) <= 0, "with the text spacing of WCAG 1.4.12"


def test_pages_are_valid_html(browser: Browser, address: str) -> None:
    with visitor(browser) as (page, _):
        sources = {name: page.request.get(f"{address}/{name}").text() for name in PAGES}
    assert html_faults(sources) == []


@pytest.mark.parametrize("name", PAGES)
def test_every_target_is_at_least_24_pixels_large(
    browser: Browser, address: str, name: str
) -> None:
    with visitor(browser, viewport={"width": 360, "height": 800}) as (page, _):
        visit(page, f"{address}/{name}")
        small = page.evaluate("""() => Array.from(
          document.querySelectorAll(
            "button:not(.ef-hidden), input:not([type=hidden]), select, summary, nav a, footer a"))
          .map((element) => [element.outerHTML.slice(0, 80), element.getBoundingClientRect()])
          .filter(([, box]) => box.width && (box.height < 24 || box.width < 24))
          .map(([html]) => html)""")
        assert small == []


def test_the_error_summary_takes_the_focus_and_leads_to_the_field(
    browser: Browser, address: str
) -> None:
    with visitor(browser) as (page, _):
        visit(page, f"{address}/gallery_wrong")
        assert page.title().startswith("Fehler: ")
        expect(page.locator(".ef-error-summary")).to_be_focused()
        page.get_by_role("link", name="Für wen ist das Angebot?").click()
        expect(page.locator("#audience-0")).to_be_focused()
        field = page.get_by_label("Titel")
        assert field.get_attribute("aria-invalid") == "true"
        described = field.get_attribute("aria-describedby") or ""
        assert described.split() == ["title-hinweis", "title-fehler"]


def test_the_skip_link_appears_on_focus(browser: Browser, address: str) -> None:
    with visitor(browser) as (page, _):
        visit(page, f"{address}/gallery_pages")
        page.keyboard.press("Tab")
        box = page.get_by_role("link", name="Zum Inhalt springen").bounding_box()
        assert box
        assert box["y"] >= 0
        page.keyboard.press("Enter")
        expect(page.locator("#inhalt")).to_be_focused()


def test_the_total_follows_the_choice_and_never_hides_the_focus(
    browser: Browser, address: str
) -> None:
    with visitor(browser, viewport={"width": 360, "height": 640}) as (page, _):
        visit(page, f"{address}/gallery_ballot")
        status = page.locator("[data-total]")
        expect(status).to_have_text("1 ausgewählt · 6.500\u00a0€ zusammen")
        page.get_by_label("Theater, zwei Plätze").check()
        expect(status).to_have_text("2 ausgewählt · 10.600,50\u00a0€ zusammen")
        for option in page.locator("#stimmzettel input").all():
            option.focus()
            assert not covered(page)


def test_enter_sends_the_ballot_on_by_a_button_that_is_drawn_but_for_nobody_to_find(
    browser: Browser, address: str
) -> None:
    with visitor(browser) as (page, _):
        visit(page, f"{address}/gallery_ballot")
        default = page.locator("form:has(#stimmzettel) [type=submit]").first
        assert default.get_attribute("formaction") is None
        assert default.evaluate("(button) => button.getClientRects().length") == 1, (
            "older WebKit passes over what is not drawn"
        )
        assert default.get_attribute("tabindex") == "-1"
        assert default.get_attribute("aria-hidden") == "true"
        with page.expect_request("**/stimmzettel") as sent:
            page.get_by_label("Theater, zwei Plätze").press("Enter")
        assert "wahl=2" in (sent.value.post_data or "")
        assert "sortierung" not in (sent.value.post_data or "")


@pytest.mark.parametrize("gap", [0, 8, 15, 40])
def test_a_click_beside_the_bar_makes_its_cross(browser: Browser, address: str, gap: int) -> None:
    with visitor(browser, viewport={"width": 360, "height": 640}) as (page, _):
        visit(page, f"{address}/gallery_ballot")
        option = page.get_by_label("Theater, zwei Plätze")
        option.evaluate(
            """(option, gap) => {
          const above = innerHeight - document.querySelector("[data-bar]").offsetHeight;
          scrollBy(0, option.getBoundingClientRect().bottom + gap - above);
        }""",
            gap,
        )
        box = option.bounding_box()
        assert box
        page.mouse.click(box["x"] + 16, box["y"] + 16, delay=50)
        assert option.is_checked(), "the page moved away under the click"


def covered(page: Page) -> bool:
    """Whether the bar lies over what has the focus."""
    found: bool = page.evaluate("""() => {
      const focused = document.activeElement.getBoundingClientRect();
      const bar = document.querySelector("[data-bar]").getBoundingClientRect();
      return focused.bottom > bar.top && focused.top < bar.bottom;
    }""")
    return found


def test_a_slash_leads_to_the_search_but_not_while_writing(browser: Browser, address: str) -> None:
    with visitor(browser) as (page, _):
        visit(page, f"{address}/gallery")
        page.keyboard.press("/")
        expect(page.locator("#suche-kopf")).to_be_focused()
        page.get_by_label("Beschreibung").focus()
        page.keyboard.type("und/oder")
        assert page.get_by_label("Beschreibung").input_value() == "und/oder"


def test_the_counter_says_how_much_is_left(browser: Browser, address: str) -> None:
    with visitor(browser) as (page, _):
        visit(page, f"{address}/gallery")
        page.get_by_label("Beschreibung").fill("zwölf Zeichen")
        expect(page.locator("[data-counter]")).to_have_text("Noch 4987 Zeichen")


def test_without_scripts_the_first_status_is_said(browser: Browser, address: str) -> None:
    with visitor(browser, **MODES["noscript"]) as (page, _):
        visit(page, f"{address}/gallery_ballot")
        assert page.locator("[data-total]").text_content() == "Noch nichts ausgewählt"


def pixels(page: Page, selector: str) -> bytes:
    """A picture of one element."""
    return page.locator(selector).first.screenshot()


@pytest.mark.parametrize("mode", ["light", "dark", "forced"])
def test_states_can_be_seen(browser: Browser, address: str, mode: str) -> None:
    with visitor(browser, **MODES[mode]) as (page, _):
        visit(page, f"{address}/gallery")
        for selector in ("#audience-0", "#groups-1", "#title"):
            before = pixels(page, f"div:has(> {selector})")
            page.locator(selector).focus()
            focused = pixels(page, f"div:has(> {selector})")
            assert focused != before
        assert pixels(page, "#groups-0") != pixels(page, "#groups-1")
        assert pixels(page, "#audience-0") != pixels(page, "#audience-1")
        visit(page, f"{address}/gallery_wrong")
        assert pixels(page, "#title") != pixels(page, "#email")


def test_every_style_and_font_is_there_and_from_here(browser: Browser, address: str) -> None:
    with visitor(browser) as (page, observed):
        visit(page, f"{address}/gallery_pages")
        assert page.evaluate(
            "document.fonts.ready.then(() => document.fonts.check('18px Fira Sans'))"
        )
        sizes = page.evaluate(
            "performance.getEntriesByType('resource').map((entry) => entry.encodedBodySize)"
        )
        observed.assert_no_foreign_requests()
    assert len(sizes) <= 7, "with the page itself 8 requests"
    assert sum(sizes) <= 60_000


def test_scripts_reckon_and_write_as_germans_do(browser: Browser, address: str) -> None:
    with visitor(browser) as (page, _):
        visit(page, f"{address}/gallery_ballot")
        said = page.evaluate("""async () => {
          const total = await import(document.querySelector("script[src*=total]").src);
          const words = { none: "nichts", one: "eins", many: "{} Stück", sum: "{} zusammen" };
          const at = (chosen, cents) => total.sentence({ chosen, cents }, words);
          return [at(0, 0), at(1, 5), at(12, 123456789), total.euros(100000)];
        }""")
    assert said == [
        "nichts",
        "eins · 0,05\u00a0€ zusammen",
        "12 Stück · 1.234.567,89\u00a0€ zusammen",
        "1.000\u00a0€",
    ]


def test_leaving_unsaved_input_asks_first(browser: Browser, address: str) -> None:
    with visitor(browser) as (page, _):
        visit(page, f"{address}/gallery")
        page.get_by_label("Titel").press_sequentially("Ein Vorschlag")
        with page.expect_event("dialog") as asked:
            page.close(run_before_unload=True)
        assert asked.value.type == "beforeunload"


def test_what_was_typed_before_the_script_came_asks_too(browser: Browser, address: str) -> None:
    held: list[Route] = []

    def keep(route: Route) -> None:
        held.append(route)

    with visitor(browser) as (page, _):
        page.route("**/guard.*.js", keep)
        page.goto(f"{address}/gallery", wait_until="commit")
        page.get_by_label("Titel").press_sequentially("Ein Vorschlag")
        page.wait_for_function("document.readyState === 'interactive'")
        for route in held:
            route.continue_()
        page.wait_for_load_state("load")
        with page.expect_event("dialog") as asked:
            page.close(run_before_unload=True)
        assert (asked.value.type, len(held)) == ("beforeunload", 1)


def test_a_form_that_nobody_touched_is_as_it_was_served(browser: Browser, address: str) -> None:
    with visitor(browser) as (page, _):
        visit(page, f"{address}/gallery")
        same = page.evaluate("""async () => {
          const { asServed, snapshot } = await import(document.querySelector("script[src*=guard]").src);
          const forms = Array.from(document.forms, (form) => asServed(form) === snapshot(form));
          const [field] = document.querySelectorAll("form[data-guard] textarea");
          field.value = "Anders";
          return [...new Set(forms), asServed(field.form) === snapshot(field.form)]; }""")
    assert same == [True, False]
