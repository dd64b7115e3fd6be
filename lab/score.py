"""Holds the findings of `davy inspect --json` against the labels of goldens and example.

Shape:   `score(davy, folder)` gives (lines for people, number of disagreements). A flow agrees if
         it is named mining with the labelled dialect and agent (mining), suspected or more
         (mining-attempt), or not at all (benign, p2p, ambiguous, conn-only).
"""
import csv
import glob
import json
import os
import subprocess

AGENT_UNSAID = {"bosminer"}      # said in another form than the one labelled, or not in each flow


def _key(proto, a, b):
    return (proto, *sorted([a, b]))


def _labels(path):
    with open(path) as f:
        for r in csv.DictReader(f, delimiter="\t"):
            yield _key(r["proto"], (r["src"], int(r["sport"])), (r["dst"], int(r["dport"]))), r


def _findings(davy, capture):
    run = subprocess.run([davy, "inspect", "--json", capture], capture_output=True, timeout=60)
    found, errors = {}, [] if run.returncode in (0,
                                                 1) else [
            f"exit {run.returncode}: {run.stderr.decode(errors='replace')[:200]}"]
    for line in run.stdout.decode().splitlines():
        e = json.loads(line)
        if e["event"] in ("mining_flow", "related_flow"):
            ends = ((e[f"{s}_address"], e[f"{s}_port"]) for s in ("source", "destination"))
            found.setdefault(_key(e["transport_protocol"], *ends), []).append(e)
    return found, errors


def _judge(label, events):
    mining = [e for e in events if e["event"] == "mining_flow"]
    said = ", ".join(f"{e.get('dialect')} {e['verdict']}" if e["event"] == "mining_flow"
                     else str(e.get("class")) for e in events) or "nothing"
    if label["label"] == "mining":
        good = any(e["dialect"] == label["dialect"] for e in mining)
        if good and label["miner_agent"] and not any(e["agent"] == label["miner_agent"]
                                                     for e in mining):
            said += f"; agent {mining[0]['agent']!r} where {label['miner_agent']!r} was said"
            good = label["miner_agent"] in AGENT_UNSAID
    elif label["label"] in ("mining-attempt", "mining-hidden"):
        good = bool(mining)
    else:
        good = not mining
    return good, said


def _shares(found, path):
    """Counts must agree; a hash rate may miss its interval now and then, but not by a factor of
    two."""
    with open(path) as f:
        for r in csv.DictReader(f, delimiter="\t"):
            key = _key(r["proto"], (r["src"], int(r["sport"])), (r["dst"], int(r["dport"])))
            events = [e for e in found.get(key, []) if e["event"] == "mining_flow"
                      and e["dialect"] != "stratum-v2-noise"]
            if events:
                counted = tuple(sum(e["shares"][k] for e in events)
                                for k in ("accepted", "rejected"))
                if counted != (int(r["accepted"]), int(r["rejected"])):
                    yield (f"{key[1]} {key[2]}: {counted} shares accepted and rejected, "
                           f"said were {r['accepted']}, {r['rejected']}")
                rate = events[0]["hash_rate"]
                if r["hash_rate"] and counted[0] > 2 and len(events) == 1 and not (rate
                        and rate["lower"] / 2 < float(r["hash_rate"]) < rate["upper"] * 2):
                    interval = rate and (rate["lower"], rate["upper"])
                    yield f"{key[1]} {key[2]}: hash rate {interval}, made was {r['hash_rate']}"


def _capture(davy, name, capture, label_file):
    found, errors = _findings(davy, capture)
    lines, labels = [f"{name}: {e}" for e in errors], dict(_labels(label_file))
    for key, label in labels.items():
        good, said = _judge(label, found.get(key, []))
        if not good:
            lines.append(f"{name}: {label['label']} {label['dialect']} {key[1]} {key[2]}: {said}")
    share_file = os.path.join(os.path.dirname(label_file), "shares.tsv")
    if os.path.exists(share_file):
        lines += [f"{name}: {line}" for line in _shares(found, share_file)]
    lines += [f"{name}: not labelled: {key}" for key in found if key not in labels]
    return lines


def score(davy, root):
    lines, captures = [], 0
    for folder in sorted(glob.glob(os.path.join(root, "tests", "golden", "*", ""))):
        captures += 1
        lines += _capture(davy, os.path.basename(folder[:-1]), folder + "input.pcap", folder
                          + "labels.tsv")
    campus = os.path.join(root, "examples", "campus")
    lines += _capture(davy, "campus", campus + ".pcapng", campus + ".labels.tsv")
    return lines, captures + 1
