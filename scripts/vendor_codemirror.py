"""Bring CodeMirror in as one file for browsers: `static/vendor/codemirror/`.

Only what the editor of minutes needs: no languages, no search, no history (undoing is Yjs's). CodeMirror writes its
style sheet into the page, which our content policy refuses; here its rules go into the sheet that the page has.
Run this only to take a new version: `.venv/bin/python scripts/vendor_codemirror.py`. It needs npm, and fetches esbuild
for the moment of its run.
"""

import json
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "static" / "vendor" / "codemirror"
ESBUILD = "esbuild@0.28.1"
#: all that goes into the file, so that nothing comes in another version tomorrow
PACKAGES = {
    "@codemirror/commands": "6.11.1",
    "@codemirror/language": "6.13.1",
    "@codemirror/state": "6.7.6",
    "@codemirror/streamparser": "6.0.0",
    "@codemirror/view": "6.43.15",
    "@lezer/common": "1.5.5",
    "@lezer/highlight": "1.2.5",
    "@marijn/find-cluster-break": "1.0.4",
    "crelt": "1.0.7",
    "style-mod": "4.1.5",
    "w3c-keyname": "2.2.8",
}
NAMES = """
export { Annotation, Compartment, EditorState, Prec, StateEffect, StateField } from '@codemirror/state'
export { Decoration, EditorView, ViewPlugin, WidgetType, keymap } from '@codemirror/view'
export { standardKeymap } from '@codemirror/commands'
"""
#: before all rules of ours, so that ours win; a rule that an old browser does not know is left out
STYLES = """
import { StyleModule as Written } from './node_modules/style-mod/src/style-mod.js'
const known = new Set()
export class StyleModule extends Written {
  static mount(_root, modules) {
    const sheet = document.styleSheets[0]
    let at = 0
    for (const module of [].concat(modules)) {
      if (known.has(module)) continue
      known.add(module)
      for (const rule of module.rules) {
        try {
          at = sheet.insertRule(rule, at) + 1
        } catch (_unknown) {}
      }
    }
  }
}
"""
BANNER = "// CodeMirror, https://codemirror.net, MIT: see LICENSE. Bundled by scripts/vendor_codemirror.py."


def main() -> None:
    """Fetch, bundle, keep the licences."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "entry.mjs").write_text(NAMES, encoding="utf-8")
        (folder / "styles.mjs").write_text(STYLES, encoding="utf-8")
        named = [f"{package}@{version}" for package, version in PACKAGES.items()]
        install = ["npm", "install", "--no-audit", "--no-fund", "--prefix", name, *named, ESBUILD]
        subprocess.run(install, check=True)
        TARGET.mkdir(parents=True, exist_ok=True)
        bundled = bundle(folder)
        licences(folder, bundled)


def bundle(folder: Path) -> set[str]:
    """Write the file; the packages in it."""
    command = [
        str(folder / "node_modules/.bin/esbuild"),
        str(folder / "entry.mjs"),
        *("--bundle", "--minify", "--format=esm", "--platform=browser", "--target=es2019"),
        "--alias:style-mod=./styles.mjs",
        f"--metafile={folder / 'meta.json'}",
        f"--banner:js={BANNER}",
        f"--outfile={TARGET / 'codemirror.js'}",
    ]
    subprocess.run(command, check=True, cwd=folder)
    inputs = json.loads((folder / "meta.json").read_text())["inputs"]
    paths = [Path(path).parts for path in inputs if path.startswith("node_modules/")]
    found = {"/".join(parts[1:3]) if parts[1].startswith("@") else parts[1] for parts in paths}
    if unlike := found ^ PACKAGES.keys():
        raise SystemExit(f"not what we have chosen: {sorted(unlike)}")
    return found


def licences(folder: Path, packages: set[str]) -> None:
    """The licence of each package that is in the file, equal ones once."""
    texts: dict[str, list[str]] = {}
    for package in sorted(packages):
        text = (folder / "node_modules" / package / "LICENSE").read_text(encoding="utf-8")
        texts.setdefault(text, []).append(f"{package} {PACKAGES[package]}")
    parts = [", ".join(names) + "\n\n" + text.strip() + "\n" for text, names in texts.items()]
    (TARGET / "LICENSE").write_text(("\n" + "-" * 80 + "\n\n").join(parts), encoding="utf-8")


if __name__ == "__main__":
    main()
