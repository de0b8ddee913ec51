"""Bring Fira Sans into `kernel/pdf/fonts/`: whole Latin, Greek and Cyrillic as TTF, for printing.

Typst ignores woff2 without a word, so the fonts of the pages do not serve. Run it only to take a new version:
`.venv/bin/python scripts/vendor_print_fonts.py`. It needs npm and fonttools of the development packages.
Beside the fonts it writes `characters.txt`: what all of them can print, one range a line, hexadecimal.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts.vendor_kern import FIRA, KERN, ROOT, unpack

TARGET = ROOT / "kernel" / "pdf" / "fonts"
STYLES = ("Regular", "Italic", "SemiBold", "SemiBoldItalic")
#: private use areas have no meaning that a reader's program could speak
PRIVATE = range(0xE000, 0xF900)


def written(source: Path, target: Path) -> set[int]:
    """Write one style without hints, tables of features for show, and private characters; the characters it has."""
    font = TTFont(source, recalcTimestamp=False)
    wanted = {code for code in font.getBestCmap() if code not in PRIVATE and code >= 0x20}
    options = Options()
    options.hinting, options.layout_features = False, ["kern", "mark", "mkmk", "ccmp", "locl"]
    options.name_IDs, options.notdef_outline, options.recalc_timestamp = ["*"], True, False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    font.flavor = None
    font.save(target)
    return set(TTFont(target).getBestCmap())


def ranges(codes: set[int]) -> list[str]:
    """`0020-007E`, in order."""
    found: list[list[int]] = []
    for code in sorted(codes):
        if found and code == found[-1][1] + 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    return [f"{first:04X}-{last:04X}" for first, last in found]


def main() -> None:
    """Vendor the styles, their licence and the list of characters."""
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        kern, fira = unpack(KERN, Path(folder)), unpack(FIRA, Path(folder))
        fonts = kern / "dist" / "fonts" / "fira-sans"
        printed = [
            written(fonts / f"FiraSans-{style}.woff2", TARGET / f"FiraSans-{style}.ttf")
            for style in STYLES
        ]
        shutil.copyfile(fira / "LICENSE", TARGET / "LICENSE")
    common = set.intersection(*printed)
    (TARGET / "characters.txt").write_text("\n".join([*ranges(common), ""]))


if __name__ == "__main__":
    main()
