"""What is missing on a machine is named in one sentence, before anything is set up."""

import subprocess
import sys
from pathlib import Path

import pytest

TOOL = Path(__file__).parents[2] / "tools" / "prerequisites.py"


def said(before):
    """What the tool says on a machine of which ``before`` is true."""
    script = f"import sys; {before}; import runpy; runpy.run_path({str(TOOL)!r}, run_name='__main__')"
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("before", "sentence"),
    [
        ("sys.modules['ensurepip'] = None", "install the package python3-venv"),
        ("sys.modules['venv'] = None", "install the package python3-venv"),
        ("sys.version_info = (3, 9, 2)", "Mitoyen needs Python 3.11 or later; this is 3.9."),
    ],
)
def test_what_is_missing_is_named(before, sentence):
    answer = said(before)
    assert answer.returncode == 1
    assert sentence in answer.stderr
    assert len(answer.stderr.strip().splitlines()) == 1


def test_a_fit_machine_says_nothing():
    answer = said("pass")
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")
