#!/usr/bin/python3
"""The whole story in a real browser, in each language: `davy watch` on an interface and `davy serve`, in a network namespace of their own.

  story_test.py DAVY [FOLDER for the pictures]
"""
import os
import re
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/watch"))
import link  # noqa: E402

CONSOLE = ROOT / "console"
REGISTER = ("系统名称,单位,状态,用途,备案功率kW,电表,IP地址,截止日期\n"
            "HPC,计算中心,运行中,research,80,m3,10.0.0.0/8;192.168.0.0/16,\n"
            "Old,计算中心,已关停,research,10,,172.16.0.0/12,\n")


def skip(why):
    print(f"SKIPPED: {why}")
    sys.exit(77)


def build_console():
    """Once a tree; a network that has npm's libraries is needed the first time."""
    if not (CONSOLE / "node_modules/playwright-core").is_dir():
        got = subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error", "--fetch-retries=1",
                              "--fetch-timeout=60000"], cwd=CONSOLE, check=False)
        if got.returncode != 0:
            skip("the console's libraries cannot be had from npm here")
    subprocess.run(["npm", "run", "--silent", "build"], cwd=CONSOLE, check=True, stdout=subprocess.DEVNULL)


def browser_works():
    try:
        shown = subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-dev-shm-usage", "--dump-dom", "about:blank"],
                               capture_output=True, check=False, timeout=120)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return shown.returncode == 0 and b"<html>" in shown.stdout


def walk(davy, folder, pictures, language):
    store, config, register = folder / "davy.db", folder / "davy.toml", folder / "systems.csv"
    config.write_text(f'[store]\npath = "{store}"\n\n[[sensor]]\nname = "border"\nkind = "interface"\n'
                      f'interface = "{link.FAR}"\n', encoding="utf-8")
    register.write_text(REGISTER, encoding="gb18030")
    environment = {**os.environ, "XDG_STATE_HOME": str(folder), "HOME": str(folder)}
    running = []

    def start(*command):
        process = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True)
        running.append(process)
        return process

    try:
        serve = start(davy, "serve", "--config", config, "--console", CONSOLE / "dist", "--listen", "127.0.0.1:0")
        said = ""
        while "admin" not in said:
            said += serve.stdout.readline()
        start(davy, "watch", "--config", config).stdout.readline()
        site = f"http://127.0.0.1:{re.search(r':([0-9]+)/', said)[1]}"
        first = re.search(r"admin, (\w+)", said)[1]
        story = start("node", CONSOLE / "tests/story.mjs", site, first, pictures, register, language)
        for line in story.stdout:
            print(line, end="")
            if line.strip() == "traffic":
                link.send(link.frames(ROOT / "tests/golden/stratum_v1/input.pcap"))
        assert story.wait(timeout=60) == 0, f"the story stopped; pictures in {pictures}"
        for file in ("zero.json", "evidence.zip"):
            verified = subprocess.run([davy, "verify", pictures / file], env=environment, check=False, capture_output=True, text=True)
            assert verified.returncode == 0, verified.stdout + verified.stderr
    finally:
        for process in reversed(running):
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                process.wait(timeout=30)


def main():
    davy = Path(sys.argv[1]).resolve()
    if not browser_works():
        skip("no chromium that begins")
    if not link.own_network.is_entered():
        build_console()  # with the network that there is
    link.enter_namespace()
    link.ip("link", "set", "lo", "up")
    link.make()
    for language in ("en", "zh"):
        with tempfile.TemporaryDirectory() as folder:
            pictures = Path(sys.argv[2]).resolve() if len(sys.argv) > 2 else Path(folder) / "pictures"
            pictures.mkdir(parents=True, exist_ok=True)
            walk(davy, Path(folder), pictures, language)
            shown = len(list(pictures.glob(f"*.{language}.png")))
            assert shown >= 15, f"{shown} pictures"
    link.remove()


if __name__ == "__main__":
    main()
