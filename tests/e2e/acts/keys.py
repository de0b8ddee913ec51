"""Going about with keys alone: Tab until the thing has the focus, Enter or Space to press it."""

from playwright.sync_api import Page

MOST_STEPS = 150
#: the name that a screen reader says first, as far as labels and text give it
NAME = """element => (element.labels?.[0]?.textContent || element.getAttribute("aria-label")
  || element.textContent || "").trim().replace(/\\s+/g, " ")"""
#: what lies over the middle of the element, or where it stands outside of the window
HIDDEN = """element => {
  const box = element.getClientRects()[0], x = box.left + box.width / 2, y = box.top + box.height / 2;
  const top = document.elementFromPoint(x, y);
  return top && (element.contains(top) || top.contains(element)) ? "" : (top ? top.outerHTML : "off the screen"); }"""
#: both of what has the focus, in one breath: a live page may put new words there at any moment
FOCUSED = f"""() => {{
  const focused = document.activeElement;
  return [({NAME})(focused), ({HIDDEN})(focused)]; }}"""


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the thing of this name has the focus; on the way the focus is never hidden."""
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        words, hidden = page.evaluate(FOCUSED)
        assert not hidden, f"{words}: the focus is hidden by {hidden}"
        if words == name or words.startswith((f"{name} (", f"{name} –")):
            return
    raise AssertionError(f"{name} is not reached with Tab")


def press(page: Page, name: str) -> None:
    """Reach a button and press it; the page stays."""
    tab_to(page, name)
    page.keyboard.press("Enter")


def go(page: Page, name: str) -> None:
    """Reach a link or button, press it and wait for the next page."""
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def choose(page: Page, name: str) -> None:
    """Reach a choice and take it."""
    tab_to(page, name)
    page.keyboard.press("Space")
