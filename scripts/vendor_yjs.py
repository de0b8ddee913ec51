"""Bring Yjs in as one file: for browsers into `static/vendor/yjs/`, for tests into `tests/vendor/yjs/`.

In tests it is the independent other side of our shared texts, in node. Run this only to take a new version:
`.venv/bin/python scripts/vendor_yjs.py`. It needs npm, and fetches esbuild for the moment of its run.
"""

import shutil
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
YJS, LIB0, ESBUILD = "yjs@13.6.33", "lib0@0.2.120", "esbuild@0.28.1"
BANNER = f"// {YJS} and {LIB0}, https://github.com/yjs, MIT: see LICENSE. Bundled by scripts/vendor_yjs.py."
NAMES = """
export {
  Doc, UndoManager, applyUpdate, createAbsolutePositionFromRelativePosition, createRelativePositionFromJSON,
  createRelativePositionFromTypeIndex, decodeStateVector, encodeStateAsUpdate, encodeStateVector, mergeUpdates,
} from 'yjs'
export { digest } from 'lib0/hash/sha256'
"""
FILES = {
    "static/vendor/yjs/yjs.js": ("--platform=browser", "--target=es2019"),
    "tests/vendor/yjs/yjs.mjs": ("--platform=node",),
}


def main() -> None:
    """Fetch, bundle, keep the licence."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "entry.mjs").write_text(NAMES, encoding="utf-8")
        fetch = ["npm", "install", "--no-audit", "--no-fund", "--prefix", name, YJS, LIB0, ESBUILD]
        subprocess.run(fetch, check=True)
        for file, options in FILES.items():
            bundle(folder, ROOT / file, options)


def bundle(folder: Path, file: Path, options: tuple[str, ...]) -> None:
    """Write one file, with the licence beside it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    command = [
        str(folder / "node_modules/.bin/esbuild"),
        str(folder / "entry.mjs"),
        *("--bundle", "--minify", "--format=esm", *options),
        f"--banner:js={BANNER}",
        f"--outfile={file}",
    ]
    subprocess.run(command, check=True, cwd=folder)
    if (
        file.suffix == ".js"
    ):  # a word that browsers of the floor do not know, where nothing but node comes along
        file.write_text(file.read_text().replace('.replaceAll("-","_")', '.replace(/-/g,"_")'))
    shutil.copy(folder / "node_modules/yjs/LICENSE", file.parent / "LICENSE")


if __name__ == "__main__":
    main()
