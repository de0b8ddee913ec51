"""Bring the browser's side of Socket.IO into `static/vendor/socket.io/`: the official build as an ES module.

Run it only to take a new version: `.venv/bin/python scripts/vendor_socket_io.py`. It needs npm. Browsers of
the floor must understand the new build: `tests/architecture/test_browser_floor.py`.
"""

import hashlib
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts.vendor_kern import VENDOR, unpack

CLIENT = "socket.io-client@4.8.4"
#: of `dist/socket.io.esm.min.js` in the package
SHA256 = "771c3872e7d9bf81020615fda67ef0fd2aa61fcaf1990100714a46fa2c39f8a1"
#: the last line of the build, for tools that look into it
MAP = b"//# sourceMappingURL=socket.io.esm.min.js.map\n"


def main() -> None:
    """Fetch, compare with the sum we know, leave out the address of a file that we do not deliver."""
    folder = VENDOR / "socket.io"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        package = unpack(CLIENT, Path(name))
        build = (package / "dist" / "socket.io.esm.min.js").read_bytes()
        found = hashlib.sha256(build).hexdigest()
        if found != SHA256:
            raise SystemExit(f"{CLIENT} is not the build we know: sha256 {found}")
        (folder / "socket.io.js").write_bytes(build.replace(MAP, b""))
        shutil.copyfile(package / "LICENSE", folder / "LICENSE")


if __name__ == "__main__":
    main()
