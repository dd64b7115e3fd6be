"""The files of the tree: what git knows, and what it would know after `git add`."""
import fnmatch
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent


def files(root, *patterns):
    """Paths relative to `root`, sorted. Outside a repository (as in the self-tests): all below."""
    command = ["git", "-C", str(root), "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, capture_output=True, text=True)
    if listed.returncode == 0:
        names = listed.stdout.splitlines()
    else:
        names = [p.relative_to(root).as_posix() for p in root.rglob("*")]
    wanted = {n for n in names if any(fnmatch.fnmatch(n, pattern) for pattern in patterns)}
    return sorted(pathlib.PurePosixPath(n) for n in wanted if (root / n).is_file())


def text(root, path):
    return (root / path).read_text(encoding="utf-8")


def report(name, problems):
    """Prints the problems; the exit status of a check."""
    for problem in problems:
        print(problem)
    print(f"{name}: {len(problems)} problems" if problems else f"{name}: in order")
    return 1 if problems else 0
