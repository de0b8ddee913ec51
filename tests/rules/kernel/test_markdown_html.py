"""Rendered texts hold nothing but the allow-list, and say what their authors wrote."""

from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kernel.errors import RuleViolation
from kernel.markdown import RENDERER_VERSION, markup, render
from kernel.markdown.markup import BLOCKS, INLINE, TABLES, sanitised
from kernel.markdown.renderer import PLAIN, _markdown
from tests.payloads import ALL_SCRIPTS, SCRIPTS

ATTRIBUTES = {("a", "href"), ("a", "rel"), ("ol", "start"), ("th", "scope")}
REL = "noopener noreferrer nofollow ugc"


class Strict(HTMLParser):
    """Fails on whatever the allow-list does not name."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Judge an element and its attributes."""
        assert tag in BLOCKS | TABLES | INLINE
        assert {(tag, name) for name, _ in attrs} <= ATTRIBUTES
        if tag == "a":
            self.judge_link(dict(attrs))

    def judge_link(self, link: dict[str, str | None]) -> None:
        """Judge where a link leads."""
        assert link["rel"] == REL
        address = link.get("href", "#") or ""
        assert address.startswith(("/", "#", "http:", "https:", "mailto:"))
        assert not address.startswith(("//", "/\\"))

    def handle_comment(self, data: str) -> None:
        """Comments are markup, too."""
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def assert_harmless(html: str) -> None:
    """Read the HTML with a parser of another make than the sanitiser's."""
    parser = Strict()
    parser.feed(html)
    parser.close()


@pytest.mark.parametrize("name", ALL_SCRIPTS)
def test_a_script_is_shown_as_text_or_not_at_all(name: str) -> None:
    assert_harmless(render(ALL_SCRIPTS[name]).html)


@pytest.mark.parametrize("name", ALL_SCRIPTS)
def test_the_sanitiser_alone_holds_without_the_renderer(name: str) -> None:
    assert_harmless(sanitised(ALL_SCRIPTS[name]))


@pytest.mark.parametrize("name", [name for name in SCRIPTS if not name.startswith("markdown")])
def test_raw_html_is_shown_as_typed(name: str) -> None:
    shown = render(f"Vorher {SCRIPTS[name]}").html
    assert "&lt;" in shown or "<" not in SCRIPTS[name]


def test_the_strict_parser_notices_what_it_should() -> None:
    for bad in ("<img>", "<p id=x>", "<!-- x -->", f'<a rel="{REL}" href="javascript:x">', "<a>"):
        with pytest.raises((AssertionError, KeyError)):
            assert_harmless(bad)


FRAGMENTS = st.one_of(st.sampled_from(sorted(SCRIPTS.values())), st.text(max_size=20))


@settings(max_examples=200, deadline=None)
@given(
    st.lists(FRAGMENTS, max_size=6),
    st.sampled_from(["", " ", "\n", "\n\n> ", "\n- ", "|", "`", "]("]),
)
@example(["[x](java", "script:alert(1))"], "\n")
def test_no_mixture_of_scripts_gets_through(fragments: list[str], glue: str) -> None:
    try:
        rendered = render(glue.join(fragments))
    except RuleViolation:
        return
    assert_harmless(rendered.html)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="<>/=\"'`& \t\nascriptonehf:;!-?%#x0", max_size=60))
def test_the_sanitiser_holds_for_any_tangle(tangle: str) -> None:
    assert_harmless(sanitised(tangle))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**fett** und *betont*", "<p><strong>fett</strong> und <em>betont</em></p>"),
        ("~~weg~~, ~nicht~", "<p><del>weg</del>, ~nicht~</p>"),
        ("Zeile\nZeile", "<p>Zeile<br>\nZeile</p>"),
        ("3. Oktober", '<ol start="3">\n<li>Oktober</li>\n</ol>'),
        ("> Zitat", "<blockquote>\n<p>Zitat</p>\n</blockquote>"),
        ("`<b>`", "<p><code>&lt;b&gt;</code></p>"),
        ("stadt_teil_rat", "<p>stadt_teil_rat</p>"),
        ("„Straße“ – 5\u00a0€ …", "<p>„Straße“ – 5&nbsp;€ …</p>"),
        ('![Bild](https://a.invalid/b.png "x")', None),
    ],
)
def test_what_the_dialect_says(text: str, html: str | None) -> None:
    rendered = render(text).html
    assert rendered == html if html else "<img" not in rendered


@pytest.mark.parametrize(
    ("text", "address", "words"),
    [
        ("[Karte](https://a.org/x_y)", "https://a.org/x_y", "Karte"),
        ('[Karte](/karte/ "Titel")', "/karte/", "Karte"),
        ("<rat@a.org>", "mailto:rat@a.org", "rat@a.org"),
        ("(siehe https://a.org/x_y_z?a=1&b=2).", "https://a.org/x_y_z?a=1&amp;b=2", None),
        ("**https://a.org/**", "https://a.org/", None),
        ("[Amt](www.a.org/x)", "https://www.a.org/x", "Amt"),
        ("„https://a.org/b“", "https://a.org/b", None),
    ],
)
def test_links_lead_where_they_say(text: str, address: str, words: str | None) -> None:
    assert f'<a href="{address}" rel="{REL}">{words or address}</a>' in render(text).html


@pytest.mark.parametrize(
    "address", ["//a.org", "/\\a.org", "a.org", "java  script:x", "ftp://a.org", "x"]
)
def test_a_link_to_nowhere_we_know_keeps_its_words_only(address: str) -> None:
    assert render(f"[Karte](<{address}>)").html == f'<p><a rel="{REL}">Karte</a></p>'


def test_an_address_inside_a_link_or_code_is_no_second_link() -> None:
    assert render("[https://a.org](https://b.org) `https://c.org`").html.count("<a ") == 1


def test_headings_start_below_those_of_the_page_and_skip_no_level() -> None:
    html = render("# Eins\n\n#### Zwei\n\n## Drei\n\n# Vier\n\nFünf\n----").html
    assert [line[:4] for line in html.split("\n")] == ["<h3>", "<h4>", "<h4>", "<h3>", "<h4>"]


def test_headings_never_fall_below_the_last_level() -> None:
    html = render("\n\n".join("#" * level + " x" for level in range(1, 7))).html
    assert [line[2] for line in html.split("\n")] == ["3", "4", "5", "6", "6", "6"]


def test_a_table_names_the_scope_of_its_headers() -> None:
    html = render("| A | B |\n|:-:|--:|\n| 1 | 2 |").html
    assert '<th scope="col">A</th>' in html
    assert "style" not in html
    assert "<td>2</td>" in html


def test_the_plain_text_says_what_a_reader_sees() -> None:
    rendered = render("# Titel\n\nAmt & *Rat*<br>\nweiter\n\n- eins\n- zwei\n\n|A|B|\n|-|-|\n|1|2|")
    assert rendered.plain == "Titel\nAmt & Rat<br>\nweiter\neins\nzwei\nA B\n1 2"


def test_the_same_text_gives_the_same_result_whatever_came_before() -> None:
    first = render("[x]\n\n*a")
    render("[x]: https://a.org\n\n[x] *a* _b")
    assert render("[x]\n\n*a") == first
    assert first.version == RENDERER_VERSION


def test_the_text_is_stored_tidied_and_markup_shows_html_as_it_is() -> None:
    rendered = render("Bu\u0308rger\r\n")
    assert rendered.text == "Bürger\n"
    assert markup(rendered.html) == markup(rendered.html).__html__() == "<p>Bürger</p>"


@pytest.mark.parametrize("empty", ["", " ", "\n\n"])
def test_an_empty_text_gives_empty_html(empty: str) -> None:
    assert (render(empty).html, render(empty).plain) == ("", "")


@given(st.from_regex(PLAIN, fullmatch=True))
@example("Nr. 000001")
@example("A;  b!  ?,.")
@example("I. Teil")
@settings(max_examples=500)
def test_a_plain_line_is_what_the_renderer_makes_of_it(text: str) -> None:
    assert render(text).html == sanitised(_markdown().convert(text)) == f"<p>{text}</p>"
    assert render(text).plain == text


@pytest.mark.parametrize(
    "text",
    ["1. eins", "- a", "a*b*", "a_b_", "a\nb", "x:// y", "a & b", "a <b>", "a|b", "`a`", "a "],
)
def test_what_may_mean_something_goes_through_the_renderer(text: str) -> None:
    assert not PLAIN.fullmatch(text)
