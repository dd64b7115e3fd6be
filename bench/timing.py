"""How long a program takes, and how much memory: the same for everything that is measured."""
import subprocess
import sys
import tempfile
import time


def timed(command, cpus=""):
    """(seconds by the clock, peak KiB, what it printed), on these CPUs only. davy exits 1 when it finds something."""
    pinned = ["taskset", "-c", cpus] if cpus else []
    with tempfile.TemporaryFile() as out, tempfile.NamedTemporaryFile("r") as usage:
        line = [*pinned, "/usr/bin/time", "-o", usage.name, "-f", "%M", *command]
        began = time.perf_counter()
        run = subprocess.run(line, stdout=out, stderr=subprocess.DEVNULL)
        took_s = time.perf_counter() - began
        if run.returncode not in (0, 1):
            sys.exit(f"exit {run.returncode}: {' '.join(map(str, command))}")
        out.seek(0)
        return took_s, int(usage.read().split()[-1]), out.read()
