"""Holds the findings of `davy inspect --json` against the labels of goldens and example.

Shape:   `score(davy, folder)` gives (lines for people, number of disagreements). A flow agrees if it is named mining with the
         labelled dialect (mining), suspected or more (mining-attempt), or not at all (benign, p2p, ambiguous, conn-only).
"""
import csv
import glob
import json
import os
import subprocess


def _key(proto, a, b):
    return (proto, *sorted([a, b]))


def _labels(path):
    with open(path) as f:
        for r in csv.DictReader(f, delimiter="\t"):
            yield _key(r["proto"], (r["src"], int(r["sport"])), (r["dst"], int(r["dport"]))), r


def _findings(davy, capture):
    run = subprocess.run([davy, "inspect", "--json", capture], capture_output=True, timeout=60)
    found, errors = {}, [] if run.returncode in (0, 1) else [f"exit {run.returncode}: {run.stderr.decode(errors='replace')[:200]}"]
    for line in run.stdout.decode().splitlines():
        e = json.loads(line)
        if e["event"] in ("mining_flow", "related_flow"):
            ends = ((e[f"{s}_address"], e[f"{s}_port"]) for s in ("source", "destination"))
            found.setdefault(_key(e["transport_protocol"], *ends), []).append(e)
    return found, errors


def _judge(label, events):
    mining = [e for e in events if e["event"] == "mining_flow"]
    said = ", ".join(f"{e.get('dialect')} {e['verdict']}" if e["event"] == "mining_flow" else str(e.get("class")) for e in events) or "nothing"
    if label["label"] == "mining":
        good = any(e["dialect"] == label["dialect"] for e in mining)
    elif label["label"] == "mining-attempt":
        good = bool(mining)
    else:
        good = not mining
    return good, said


def _capture(davy, name, capture, label_file):
    found, errors = _findings(davy, capture)
    lines, labels = [f"{name}: {e}" for e in errors], dict(_labels(label_file))
    for key, label in labels.items():
        good, said = _judge(label, found.get(key, []))
        if not good:
            lines.append(f"{name}: {label['label']} {label['dialect']} {key[1]} {key[2]}: {said}")
    lines += [f"{name}: not labelled: {key}" for key in found if key not in labels]
    return lines


def score(davy, root):
    lines, captures = [], 0
    for folder in sorted(glob.glob(os.path.join(root, "tests", "golden", "*", ""))):
        captures += 1
        lines += _capture(davy, os.path.basename(folder[:-1]), folder + "input.pcap", folder + "labels.tsv")
    campus = os.path.join(root, "examples", "campus")
    lines += _capture(davy, "campus", campus + ".pcapng", campus + ".labels.tsv")
    return lines, captures + 1
