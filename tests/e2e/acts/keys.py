"""Going about with keys alone: Tab until the thing has the focus, Enter to press it."""

from playwright.sync_api import ElementHandle, Page

MOST_STEPS = 150
FOCUSED = "document.activeElement"
#: the name that a screen reader says first, as far as labels and text give it
NAME = """element => (element.labels?.[0]?.textContent || element.getAttribute("aria-label")
  || element.textContent || "").trim().replace(/\\s+/g, " ")"""
#: what lies over the middle of the focused element, or where it stands outside of the window
HIDDEN = """element => {
  if (!element.isConnected) return ""; // replaced by newer words meanwhile; the next step looks at those
  const box = element.getClientRects()[0], x = box.left + box.width / 2, y = box.top + box.height / 2;
  const top = document.elementFromPoint(x, y);
  return top && (element.contains(top) || top.contains(element)) ? "" : (top ? top.outerHTML : "off the screen"); }"""


def tab_to(page: Page, name: str) -> ElementHandle:
    """Press Tab until the thing of this name has the focus; on the way the focus is never hidden."""
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        element = page.evaluate_handle(FOCUSED).as_element()
        assert element
        words: str = element.evaluate(NAME)
        assert element.evaluate(HIDDEN) == "", f"{words}: the focus is hidden"
        if words == name or words.startswith((f"{name} (", f"{name} –")):
            return element
    raise AssertionError(f"{name} is not reached with Tab")


def press(page: Page, name: str) -> None:
    """Reach a button and press it; the page stays."""
    tab_to(page, name)
    page.keyboard.press("Enter")


def go(page: Page, name: str) -> None:
    """Reach a link or button, press it and wait for the next page."""
    with page.expect_navigation():
        press(page, name)


def choose(page: Page, name: str) -> None:
    """Reach a choice and take it."""
    tab_to(page, name)
    page.keyboard.press("Space")
