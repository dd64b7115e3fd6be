#!/usr/bin/env python3
"""davy energy as it is run: the three commands, exit status, bad and large input, lines held against the schema.

  energy_test.py DAVY
"""
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import jsonschema

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "schema"))
import check_events  # noqa: E402

SCHEMA = json.loads(check_events.SCHEMA.read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
FAILED = []


def expect(held, what):
    if not held:
        FAILED.append(what)
        print(f"FAILED: {what}")


def run(*arguments, status=0, stdin=None):
    done = subprocess.run([DAVY, "energy", *map(str, arguments)], input=stdin, capture_output=True, text=True,
                          timeout=300)
    expect(done.returncode == status, f"{arguments}: exit {done.returncode}, wanted {status}: {done.stderr[:300]}")
    return done


def lines(*arguments, status=0, stdin=None):
    out = run(*arguments, "--json", status=status, stdin=stdin).stdout.splitlines()
    for line in out:
        for error in check_events.errors_in(line, SCHEMA, VALIDATOR):
            expect(False, f"{arguments}: {error}")
    return [json.loads(line) for line in out]


def meter(name, first, last, verdict="probable", kw=10.0, hours=744):
    interval = {"lower": kw * 0.9, "best": kw, "upper": kw * 1.2}
    energy = {key: value * hours for key, value in interval.items()}
    onset = {key: f"{first}T00:00:00.000000Z" for key in ("lower", "best", "upper")}
    return json.dumps({"event": "mining_subject", "subject": {"kind": "meter", "id": name}, "verdict": verdict,
                       "probability": 0.97,
                       "electricity": {"pattern": "constant", "onset": onset, "last": f"{last}T00:00:00.000000Z",
                                       "power": {**interval, "unit": "kW", "at_least": False},
                                       "energy": {**energy, "unit": "kWh"}}, "reasons": []})


def flow(host, port, first, last):
    return json.dumps({"event": "mining_flow", "source_address": host, "source_port": port,
                       "destination_address": "198.51.100.7", "destination_port": 3333, "transport_protocol": "tcp",
                       "first_seen": first, "last_seen": last, "miner_side": "source", "verdict": "confirmed",
                       "probability": 0.99, "algorithm": "rx/0", "coin": "XMR",
                       "hash_rate": {"lower": 7000, "best": 8000, "upper": 9000, "unit": "H/s"},
                       "power": {"lower": 50, "best": 100, "upper": 300, "unit": "W", "hardware": "CPU"}})


def test_network():
    out = run("network", "--date", "2020-04-15").stdout
    for part in ("39.97", "81.71", "125.0", "78.30", "not recomputed", "48.42"):
        expect(part in out, f"network of 2020-04-15 tells {part}")
    day = lines("network", "--date", "2018-07-01")
    expect([e["basis"] for e in day] == ["computed"] * 3 + ["published"] * 2, "three models and two editions")
    makers = next(e for e in day if e["model"] == "makers")["electricity"]
    expect(abs(makers["lower"] / 30.7034 - 1) < 0.005, f"lower bound of 2018-07-01: {makers}")
    years = {e["period"]: e for e in lines("network", "--compare") if e["event"] == "energy_comparison"
             and e["model"] == "aged" and len(e["period"]) == 4}
    for year, twh in (("2017", 12.94), ("2018", 43.35), ("2019", 54.67)):
        print(year, years[year]["computed"]["best"], "published", years[year]["published"]["best"])
        expect(abs(years[year]["computed"]["best"] / twh - 1) <= 0.02, f"{year} of the revision")
    run("network", "--date", "2031-01-01", status=2)
    run("network", "--date", "2020-02-31", status=2)
    run("network", "--from", "2025-01", status=2)
    run("network", "--network", "/nonexistent", status=2)
    run("network", "--network", "-", status=2, stdin="date,price\n2018-01-01,1\n")


def test_own_series():
    rows = "".join(f"2021-0{1 + d // 28}-{1 + d % 28:02},{150e6 + d * 1e5:.0f},4.5e7\n" for d in range(84))
    own = lines("network", "--network", "-", "--date", "2021-03-28", stdin="date,hashrate,revenue\n" + rows)
    expect(sum(e["basis"] == "computed" for e in own) == 3, "any day can be computed from one's own series")
    with tempfile.TemporaryDirectory() as folder:
        series = Path(folder) / "theirs.csv"
        series.write_text("date;best_twh\n2018-07-01;47.1562\n2018-07-02;47.5\nbroken\n", encoding="utf-8")
        compared = [e for e in lines("network", "--published", series) if e["event"] == "energy_comparison"]
        expect(len(compared) == 6, f"{len(compared)} rows compared")


def test_region():
    april = lines("region", "--map", "--from", "2020-04", "--to", "2020-04")
    china = {e["edition"]: e["share_percent"] for e in april if e["region"] == "Mainland China"}
    expect(china == {"v1.0.0": 65.08, "v1.1.1": 64.81}, f"both editions: {china}")
    expect(len(lines("region", "--map", "--from", "2019-09", "--to", "2022-01")) == 301, "the whole map")
    inner = lines("region", "--region", "内蒙古")
    expect(len(inner) == 1 and inner[0]["share_percent"] == 8.07, "a province by its Chinese name")
    run("region", "--region", "Atlantis", status=2)
    run("region", "--from", "2022-01", "--to", "2019-09", status=2)


def test_account():
    with tempfile.TemporaryDirectory() as folder:
        findings = Path(folder) / "findings.jsonl"
        cut = meter("b99", "2021-03-01", "2021-04-01")[:200]
        findings.write_text("\n".join([meter("b97", "2021-03-01", "2021-04-01"),
                                       flow("10.0.0.1", 4000, "2021-03-01T08:00:00Z", "2021-03-01T10:00:00Z"),
                                       '{"event":"coverage"}', cut]), encoding="utf-8")
        account = lines("account", findings, "--region", "Inner Mongolia", "--year", "2021", status=1)[-1]
        expect(account["measured"]["best"] == 7440 and account["estimated"]["best"] == 0.2, "measured and estimated")
        expect(account["carbon_dioxide"]["best"] == 5.22674, f"t CO2: {account['carbon_dioxide']}")
        expect(account["read"]["malformed"] == 1 and account["read"]["other_events"] == 1, "counted")
        same = lines("account", findings, "--region", "Sichuan", "--same", "b97=10.0.0.1", status=1)[-1]
        expect(same["estimated"]["best"] == 0 and same["read"]["not_added"] == 1, "a meter and its host count once")
        page = Path(folder) / "page.html"
        for language in ("en", "zh"):
            run("account", findings, "--region", "Zhejiang", "--report", page, "--lang", language, status=1)
            text = page.read_text(encoding="utf-8")
            expect("<svg" in text and "http:" not in text and "https:" not in text, f"page in {language}")
        out = run("account", findings, "--region", "Tibet", status=1).stdout
        expect("--factor-region Southwest" in out, "a missing factor comes with its remedy")
        run("account", findings, "--region", "Tibet", "--factor", "0.5", status=2)
        run("account", findings, "--same", "b97", status=2)
        run("account", findings, "--bill", "b97:x", status=2)
        run("account", findings, "--peak", "2021-03-01", status=2)
        run("account", findings, "--report", "/nonexistent/x.html", status=2)
        run("account", folder, status=2)


def test_bad_input():
    run("account", "/nonexistent", status=2)
    expect("davy inspect --json" in run("account", "-", status=2, stdin="a,b\n1,2\n").stderr, "another file is told")
    expect("No mining" in run("account", "-", stdin='{"event":"coverage"}\n').stdout, "no findings, said")
    run("account", "-", stdin="")
    run("account", status=2)


def test_many_lines():
    many = "\n".join(flow(f"10.{i >> 16}.{(i >> 8) & 255}.{i & 255}", 4000 + i % 7, "2021-03-01T08:00:00Z",
                          "2021-03-01T10:00:00Z") for i in range(200_000))
    again = many + "\n" + many[:len(many) // 3] + "\n" + '{"event":"related_flow"}\n' * 700_000
    out = run("account", "-", "--region", "Jiangsu", "--json", status=1, stdin=again).stdout
    account = json.loads(out[out.rindex('{"event":"energy_account"'):])
    expect(account["findings"] == 200_000 and account["read"]["lines"] > 960_000, "10^6 lines")


def test_attribute():
    found = meter("b97", "2021-03-01", "2021-04-01") + "\n" + meter("old", "2020-03-01", "2021-04-01")
    told = lines("attribute", "-", "--region", "Jiangsu", "--before", "100", "--after", "200:210:220", "--unit", "MWh",
                 "--period", "2021-01-01/2021-12-31", "--estimated", "1:2:3", "--estimated-source", "survey",
                 status=1, stdin=found)[0]
    expect(told["began_before"] == 1 and told["measured"]["best"] == 7.44, "what began before is no growth")
    expect(told["measured_share"] and told["estimated_share"] and told["share"], "parts apart")
    none = lines("attribute", "--region", "Inner Mongolia", "--before", "365", "--after", "390", "--unit", "TWh")[0]
    expect(none["not_identifiable"] == "nothing_known_of_mining", "refused with its reason")
    by_map = lines("attribute", "--region", "Inner Mongolia", "--before", "365", "--after", "390", "--unit", "TWh",
                   "--estimated-map", "2020-04")[0]
    expect(by_map["share"] is not None and by_map["measured"] is None, f"by the map: {by_map}")
    coal = lines("attribute", "-", "--coal", "--before", "10", "--after", "30", "--thermal-share", "0.7:0.8:0.9",
                 status=1, stdin=found)[0]
    expect(coal["resource"] == "coal" and coal["share"] is not None, "coal")
    run("attribute", "--before", "1:0", "--after", "2", status=2)
    run("attribute", "--before", "1", "--after", "2", "--estimated", "1", status=2)
    run("attribute", "--before", "1", "--after", "2", "--unit", "barrels", status=2)


def main():
    for name, test in sorted(globals().items()):
        if name.startswith("test_"):
            test()
    print(f"{len(FAILED)} failed")
    return 1 if FAILED else 0


if __name__ == "__main__":
    DAVY = sys.argv[1]
    sys.exit(main())
