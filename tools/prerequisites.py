"""Name, in one sentence, what is missing on this machine before anything is set up.

Any Python 3 reads this file: it must say so when it is too old.
"""

import sys

OLDEST = (3, 11)


def missing():  # noqa: ANN201
    """The sentence to print, or nothing."""
    if sys.version_info[:2] < OLDEST:
        return (
            "Mitoyen needs Python 3.11 or later; this is {}.{}. "
            "Install it, or say which one to use: make PYTHON=python3.11 run"
        ).format(*sys.version_info[:2])
    try:
        import ensurepip  # noqa: F401, PLC0415
        import venv  # noqa: F401, PLC0415
    except ImportError:
        return "Python's virtual environments are missing: install the package python3-venv (apt install python3-venv)."
    return None


if __name__ == "__main__":
    sys.exit(missing())
