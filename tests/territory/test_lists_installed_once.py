"""The national lists are installed by whoever comes first; who comes meanwhile waits until they are whole."""

import shutil
import subprocess
import sys

from mitoyen.territory.outside import decoupage

FIRST_COME = """
import sys
from pathlib import Path
from mitoyen.territory.outside import decoupage
decoupage.HOME = Path(sys.argv[1])
print(decoupage.find_decoupage().version)
"""


def test_three_who_come_at_once_to_a_half_empty_folder_all_read_whole_lists(tmp_path):
    """An install that runs, or that was cut short, leaves the folder there without its lists."""
    (tmp_path / "node_modules" / decoupage.PACKAGE / "data").mkdir(parents=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(decoupage.HOME / name, tmp_path)
    started = [
        subprocess.Popen([sys.executable, "-c", FIRST_COME, str(tmp_path)], stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    said = [process.communicate(timeout=120)[0].split() for process in started]
    assert [process.returncode for process in started] == [0, 0, 0]
    assert [words[-1] for words in said] == ["6.0.0"] * 3
