"""Bring KERN UX and Fira Sans into `static/vendor/`, in a form that old phones understand.

KERN writes its colours as `oklch()` and `color-mix()` and leans on `:has()`: in Chrome 80,
Safari 13 and Firefox 78 fields, boxes and radios would be invisible. This script keeps the
components that our macros use, resolves every token to a constant (light and dark), and drops
layout utilities.
Run it only to take a new version: `.venv/bin/python scripts/vendor_kern.py`.
It needs npm and fetches fonttools for the moment of its run; nothing of both is delivered.
"""

import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts.kern_css import Rule, parse, print_rules
from scripts.kern_tokens import Tokens

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "static" / "vendor"
KERN = "@kern-ux/native@2.7.2"
FIRA = "@fontsource/fira-sans@5.3.0"
FONTTOOLS = "fonttools[woff]==4.60.1"

#: Blocks whose rules are kept; anything else (grid, utilities, icons, dialogs …) is ours or absent.
BLOCKS = (
    "alert", "body", "btn", "error", "fieldset", "form-check", "form-input",
    "hint", "label", "table", "table-responsive",
)  # fmt: skip
UNWANTED = ("select", "icon", "x-small", "kern-label__optional", "--block", "stretched", "striped")
#: Latin, the letters of our neighbours' and citizens' names, German typography, arrows, signs.
UNICODES = (
    "U+0020-007E,U+00A0-017F,U+0218-021B,U+1E9E,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,"
    "U+202F,U+2030,U+2039,U+203A,U+20AC,U+2190-2193,U+2212,U+2264,U+2265"
)
WEIGHTS = {"400": "Regular", "600": "SemiBold"}
NOTICE = """/*! KERN UX native {version}, © KERN-UX contributors, https://kern-ux.de
 * Licensed under the EUPL-1.2, see LICENSE.md beside this file.
 * CHANGED for this project on {date} by scripts/vendor_kern.py: selected components only, tokens as
 * sRGB constants, without :has(), :is(), flex gaps and layout utilities. */
"""


def unpack(package: str, folder: Path) -> Path:
    """Fetch one npm package and answer the folder of its files."""
    packed = subprocess.run(
        ["npm", "pack", "--json", package], cwd=folder, check=True, capture_output=True, text=True
    )
    archive = folder / json.loads(packed.stdout)[0]["filename"]
    target = folder / archive.stem
    with tarfile.open(archive) as files:
        files.extractall(target, filter="data")
    return target / "package"


def is_wanted(selector: str) -> bool:
    """Only selectors made of kept blocks, in words the oldest browser knows."""
    blocks = re.findall(r"\.kern-([a-z]+(?:-[a-z]+)*)", selector)
    if not blocks or any(word in selector for word in (*UNWANTED, ":has(", ":is(", ":where(")):
        return False
    return all(block in BLOCKS for block in blocks)


def wanted_selectors(selectors: list[str]) -> list[str]:
    """Without `:focus-visible` where others stand beside it: unknown, it spoils the list."""
    kept = [selector for selector in selectors if is_wanted(selector)]
    plain = [selector for selector in kept if ":focus-visible" not in selector]
    return plain or kept


def adapted(name: str, value: str) -> list[tuple[str, str]]:
    """The same declaration for browsers of 2020; flex gaps become margins in our own layer."""
    if name in {"gap", "row-gap", "column-gap", "line-clamp", "text-wrap", "font-family"}:
        return [("white-space", "nowrap")] if (name, value) == ("text-wrap", "nowrap") else []
    if name == "appearance":
        return [("-webkit-appearance", value), ("-moz-appearance", value), (name, value)]
    return [(name, value)]


def selected(rules: list[Rule], tokens: Tokens) -> list[Rule]:
    """The rules of our components with every token resolved."""
    chosen: list[Rule] = []
    for rule in rules:
        if rule.is_media:
            rule.children = selected(rule.children, tokens)
            if (
                "forced-colors" in rule.prelude
            ):  # its focus rings are transparent there; ours are not
                rule.children = [r for r in rule.children if ":focus" not in r.selectors[0]]
            if rule.children:
                chosen.append(rule)
        elif rule.selectors and (kept := wanted_selectors(rule.selectors)):
            rule.selectors = kept
            declarations = [d for pair in rule.declarations for d in adapted(*pair)]
            rule.declarations = [(n, tokens.resolve(v)) for n, v in declarations]
            if rule.declarations:
                chosen.append(rule)
    return chosen


def own_uses() -> set[str]:
    """KERN tokens that our own layer speaks of."""
    sources = "".join(path.read_text() for path in sorted((ROOT / "static" / "css").glob("*.css")))
    return set(re.findall(r"var\((--kern-color-[a-z0-9-]+)\)", sources))


def vendor_css(kern: Path, date: str) -> None:
    """Write `static/vendor/kern/`: the style sheet, its licence, its origin."""
    version = json.loads((kern / "package.json").read_text())["version"]
    rules = parse((kern / "dist" / "kern.css").read_text())
    tokens = Tokens(rules)
    components = selected(rules, tokens)
    body = print_rules([*tokens.printed(own_uses()), *components])
    folder = VENDOR / "kern"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "kern.css").write_text(NOTICE.format(version=version, date=date) + body)
    shutil.copyfile(kern / "LICENSE.md", folder / "LICENSE.md")


def vendor_fonts(kern: Path, fira: Path) -> None:
    """Write `static/vendor/fira-sans/`: two weights, cut to the letters that are needed."""
    folder = VENDOR / "fira-sans"
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(fira / "LICENSE", folder / "LICENSE")
    uv = ROOT / ".venv" / "bin" / "uv"
    for weight, name in WEIGHTS.items():
        source = kern / "dist" / "fonts" / "fira-sans" / f"FiraSans-{name}.woff2"
        target = folder / f"fira-sans-{weight}.woff2"
        tool = [str(uv), "tool", "run", "--from", FONTTOOLS, "pyftsubset", str(source)]
        options = [
            "--flavor=woff2",
            f"--unicodes={UNICODES}",
            "--layout-features=kern,mark,ccmp,locl",
        ]
        subprocess.run([*tool, *options, "--no-hinting", f"--output-file={target}"], check=True)


def main() -> None:
    """Vendor both; the day of the change is given, so that a second run writes the same bytes."""
    date = sys.argv[1] if len(sys.argv) > 1 else "2026-11-22"
    with tempfile.TemporaryDirectory() as folder:
        kern = unpack(KERN, Path(folder))
        vendor_css(kern, date)
        vendor_fonts(kern, unpack(FIRA, Path(folder)))


if __name__ == "__main__":
    main()
