#!/usr/bin/env python3
"""Holds every line of `davy inspect --json` against schema/event.schema.json.

  check_events.py FILE...                  lines of a real run ("-" for standard input)
  check_events.py --samples WORKBENCH_TEST runs the unit tests' writer of samples first, then holds its lines

Also checked here, because a schema cannot say it: keys come in the order of the schema, and there is no key twice.
"""
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import jsonschema

# Events that other programs' tests hold: davy probe's, by tests/probe; davy verify's, by tests/custody.
HELD_ELSEWHERE = {"probe", "verification"}
SCHEMA = Path(__file__).resolve().parents[2] / "schema" / "event.schema.json"


def load_pairs(pairs):
    keys = [key for key, _ in pairs]
    if len(keys) != len(set(keys)):
        raise ValueError(f"a key twice in {keys}")
    return dict(pairs)


def order_of(schema, event):
    return list(schema["$defs"][event]["properties"])


def errors_in(line, schema, validator):
    try:
        event = json.loads(line, object_pairs_hook=load_pairs)
    except ValueError as error:
        return [f"not JSON: {error}"]
    found = [f"{'/'.join(map(str, e.absolute_path))}: {e.message}" for e in validator.iter_errors(event)]
    if not found:
        order = [key for key in order_of(schema, event["event"]) if key in event]
        if order != list(event):
            found.append(f"keys are not in the order of the schema: {list(event)}")
    return found


def check(name, lines, schema, validator):
    bad = 0
    seen = set()
    for number, line in enumerate(lines, 1):
        for error in errors_in(line, schema, validator)[:5]:
            print(f"{name}:{number}: {error}")
            bad += 1
        seen.add(line[:40].split('"')[3] if line.count('"') > 3 else "?")
    return bad, seen


def samples(program):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([program, "--gtest_filter=*samples_for_the_schema", "--gtest_brief=1"],
                       check=True, env={**os.environ, "DAVY_SAMPLE_DIRECTORY": folder})
        return {path.name: path.read_text(encoding="utf-8") for path in sorted(Path(folder).iterdir())}


def read(path):
    return sys.stdin.read() if path == "-" else Path(path).read_text(encoding="utf-8")


def self_test(schema, validator):
    """A schema that lets everything through would pass in silence."""
    coverage = '{"event":"coverage","input":"x"}'
    return [] if errors_in(coverage, schema, validator) else ["the schema accepts an event without its keys"]


def main(arguments):
    if not arguments:
        print(__doc__)
        return 2
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    sampling = arguments[0] == "--samples"
    texts = samples(arguments[1]) if sampling else {path: read(path) for path in arguments}
    bad, lines, events = 0, 0, set()
    for name, text in texts.items():
        more, seen = check(name, text.splitlines(), schema, validator)
        bad, lines, events = bad + more, lines + len(text.splitlines()), events | seen
    problems = self_test(schema, validator)
    if sampling and events != set(schema["$defs"]["events"]["enum"]) - HELD_ELSEWHERE:
        problems.append(f"the samples hold only {sorted(events)}")
    print(*problems, sep="\n", end="\n" if problems else "")
    print(f"{lines} lines, {bad + len(problems)} errors")
    return 1 if bad or problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
