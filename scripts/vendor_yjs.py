"""Bring Yjs into `tests/vendor/yjs/` as one file: the independent other side of our shared texts, in tests only.

Run it only to take a new version: `.venv/bin/python scripts/vendor_yjs.py`. It needs npm, and fetches esbuild for the
moment of its run.
"""

import shutil
import subprocess
import tempfile
from pathlib import Path

VENDOR = Path(__file__).resolve().parent.parent / "tests" / "vendor" / "yjs"
YJS, LIB0, ESBUILD = "yjs@13.6.33", "lib0@0.2.120", "esbuild@0.28.1"
BANNER = f"// {YJS} and {LIB0}, https://github.com/yjs, MIT: see LICENSE. Bundled by scripts/vendor_yjs.py."
NAMES = "export { Doc, applyUpdate, encodeStateAsUpdate, encodeStateVector } from 'yjs'\n"


def main() -> None:
    """Fetch, bundle, keep the licence."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "entry.mjs").write_text(NAMES, encoding="utf-8")
        fetch = ["npm", "install", "--no-audit", "--no-fund", "--prefix", name, YJS, LIB0, ESBUILD]
        subprocess.run(fetch, check=True)
        bundle = [
            str(folder / "node_modules/.bin/esbuild"),
            str(folder / "entry.mjs"),
            *("--bundle", "--minify", "--platform=node", "--format=esm"),
            f"--banner:js={BANNER}",
            f"--outfile={VENDOR / 'yjs.mjs'}",
        ]
        subprocess.run(bundle, check=True, cwd=folder)
        shutil.copy(folder / "node_modules/yjs/LICENSE", VENDOR / "LICENSE")


if __name__ == "__main__":
    main()
