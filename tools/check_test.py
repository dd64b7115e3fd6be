"""The check scripts find what they are there to find, and nothing in a tree that is in order."""
import contextlib
import io
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

import check_docs_links
import check_duplicates
import check_facts
import check_layers
import check_size

BIT_FLIP = pathlib.Path(__file__).with_name("bit_flip")
LAYERS = "base:\ncapture: base\nflow: base capture\nsignal: base flow\n"
CMAKE = ("davy_library(base DEPENDS LINK fmt)\n"
         "davy_library(flow DEPENDS base capture LINK z)\n"
         "davy_library(signal DEPENDS base flow)\n")


class Tree(unittest.TestCase):
    """Each test writes a small tree and asks one check about it."""

    def problems(self, check, files):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for path, text in files.items():
                (root / path).parent.mkdir(parents=True, exist_ok=True)
                (root / path).write_text(text, encoding="utf-8")
            with contextlib.redirect_stdout(io.StringIO()):
                return check.problems(root)


class Layers(Tree):
    def layers(self, files, cmake=CMAKE):
        tree = {"tools/layers.txt": LAYERS, "CMakeLists.txt": cmake, **files}
        return self.problems(check_layers, tree)

    def test_allowed_includes_pass(self):
        self.assertEqual([], self.layers({
            "src/flow/a.hpp": '#include "capture/packet.hpp"\n#include "base/time.hpp"\n',
            "src/signal/b.cpp": '#include "flow/a.hpp"\n#include "signal/b.hpp"\n'}))

    def test_an_include_against_the_direction(self):
        found = self.layers({"src/base/a.hpp": '#pragma once\n#include "flow/a.hpp"\n'})
        self.assertIn("src/base/a.hpp:2: base may not include flow/", found)

    def test_a_signal_may_not_name_capture(self):
        found = self.layers({"src/signal/network/a.cpp": '  #  include "capture/packet.hpp"\n'})
        self.assertIn("src/signal/network/a.cpp:1: signal may not include capture/", found)

    def test_a_folder_without_a_line(self):
        found = self.layers({"src/extra/a.hpp": "\n"})
        self.assertEqual(["src/extra/a.hpp: extra has no line in tools/layers.txt"], found)

    def test_cmake_links_what_may_not_be_included(self):
        found = self.layers({}, "davy_library(base DEPENDS flow)\n")
        self.assertEqual(["CMakeLists.txt: base may not depend on flow"], found)

    def test_cmake_lacks_what_is_included(self):
        found = self.layers({"src/flow/a.cpp": '#include "capture/packet.hpp"\n'},
                            "davy_library(flow DEPENDS base)\n")
        self.assertEqual(["CMakeLists.txt: flow includes capture/ but does not depend on it"],
                         found)


class Links(Tree):
    def test_good_links_pass(self):
        page = ("# One thing, `two`\n[a](docs/b.md#sub-part) [c](#one-thing-two) "
                "[d](https://example.org/x) `src/<x>/y`\n")
        other = "## Sub part\n[up](../A.md)\n"
        self.assertEqual([], self.problems(check_docs_links, {"A.md": page, "docs/b.md": other}))

    def test_missing_file_heading_and_path(self):
        page = "[a](docs/b.md) [c](#none) `src/none.cpp`\n"
        self.assertEqual(["A.md: no such file: docs/b.md", "A.md: no such heading: #none",
                          "A.md: no such path: src/none.cpp"],
                         self.problems(check_docs_links, {"A.md": page}))

    def test_code_blocks_are_not_prose(self):
        page = "```\n[a](none.md)\n```\n"
        self.assertEqual([], self.problems(check_docs_links, {"A.md": page}))


class Sizes(Tree):
    def sizes(self, files):
        return self.problems(check_size, files)

    def function(self, lines):
        return "namespace x {\nint f(int a) {\n" + "  a = 1'000;\n" * (lines - 2) + "}\n}\n"

    def test_at_the_bound(self):
        files = {"src/a.cpp": self.function(60), "src/b.cpp": "//\n" * 400}
        self.assertEqual([], self.sizes(files))

    def test_over_the_bound(self):
        files = {"src/a.cpp": self.function(61), "src/b.cpp": "//\n" * 401}
        self.assertEqual(["src/a.cpp:2: a function of 61 lines (at most 60)",
                          "src/b.cpp: 401 lines (at most 400)"], self.sizes(files))

    def test_methods_templates_and_python(self):
        body = "  x('{', \"}\");\n" * 60 + "}\n"
        found = self.sizes({"src/a.cpp": "struct A {\nvoid f() {\n" + body + "};\n",
                            "src/b.cpp": "template <class T>\nvoid f(T) {\n" + body,
                            "tools/c.py": "def f():\n" + "    x = 1\n" * 60})
        self.assertEqual(["src/a.cpp:2", "src/b.cpp:2", "tools/c.py:1"],
                         [problem.split(": ")[0] for problem in found])

    def test_a_long_class_is_not_a_function(self):
        declared = "class A : B<int()> {\n" + "  int x();\n" * 99 + "};\n"
        self.assertEqual([], self.sizes({"src/a.hpp": declared}))


class Duplicates(Tree):
    def duplicates(self, files):
        return self.problems(check_duplicates, files)

    def passage(self, statements, first=0):
        numbers = range(first, first + statements)
        return "".join(f"  total += weight[{n}] * value;\n" for n in numbers)

    def test_a_passage_in_two_files(self):
        found = self.duplicates({"src/a.cpp": "int a;\n" + self.passage(20),
                                 "src/b.cpp": "// other comments\n\n" + self.passage(20)})
        self.assertEqual(1, len(found), found)
        self.assertRegex(found[0], r"src/b\.cpp:3: \d+ tokens as in src/a\.cpp:2")

    def test_a_passage_twice_in_one_file(self):
        found = self.duplicates({"src/a.cpp": self.passage(20) + "int a;\n" + self.passage(20)})
        self.assertEqual(1, len(found), found)

    def test_short_or_different_passages_pass(self):
        self.assertEqual([], self.duplicates({"src/a.cpp": self.passage(8),
                                              "src/b.cpp": self.passage(8),
                                              "src/c.cpp": self.passage(30, 100)}))

    def test_tests_may_repeat_themselves(self):
        self.assertEqual([], self.duplicates({"src/a_test.cpp": self.passage(20),
                                              "src/b.cpp": self.passage(20)}))


class Facts(Tree):
    def facts(self, *rows):
        table = "# note\nname\tsource\tdate\n" + "".join(row + "\n" for row in rows)
        return self.problems(check_facts, {"data/a.tsv": table})

    def test_whole_rows_pass(self):
        self.assertEqual([], self.facts("x\tmaker's sheet\t2023-05", "y\tpaper, table 2\t2021"))

    def test_what_is_missing_is_named(self):
        self.assertEqual(["data/a.tsv:3: no source",
                          "data/a.tsv:4: no date, or not YYYY[-MM[-DD]]: 'May'",
                          "data/a.tsv:5: 2 fields, the heading has 3",
                          "data/a.tsv:7: the same as line 6"],
                         self.facts("x\t\t2023", "x\ts\tMay", "x\ts", "z\ts\t2020", "z\ts\t2020"))

    def test_two_dates_in_place_of_one(self):
        table = ("name\tsource\tfirst_confirmed\tlast_confirmed\n"
                 "x\ts\t2023\t2024-05-01\ny\ts\t2024\t2023\nz\ts\t2024\t\n")
        self.assertEqual(["data/a.tsv:3: confirmed last before it was confirmed first",
                          "data/a.tsv:4: no date, or not YYYY[-MM[-DD]]: ''"],
                         self.problems(check_facts, {"data/a.tsv": table}))

    def test_a_table_without_the_columns(self):
        self.assertEqual(["data/b.tsv: the heading lacks source or date"],
                         self.problems(check_facts, {"data/b.tsv": "name\tvalue\nx\t1\n"}))


class BitFlip(unittest.TestCase):
    """Programs in the place of davy that end as davy never may."""

    def flip(self, program, *arguments):
        with tempfile.TemporaryDirectory() as folder:
            davy = pathlib.Path(folder) / "davy"
            davy.write_text("#!/bin/sh\n" + program + "\n", encoding="utf-8")
            davy.chmod(0o755)
            captures = pathlib.Path(folder) / "captures"
            captures.mkdir()
            (captures / "a.pcap").write_bytes(bytes.fromhex("d4c3b2a1") + bytes(60))
            run = subprocess.run([BIT_FLIP, "--davy", davy, *arguments, captures], capture_output=True, text=True,
                                 timeout=60, check=False)
            return run.returncode, run.stdout

    def fails(self, what, program):
        status, said = self.flip(program)
        self.assertEqual(status, 1)
        self.assertIn(what, said)
        self.assertIn("--seed 1 --run 1 ", said)

    def test_a_clear_end_passes(self):
        for status in "0", "1", "2":
            self.assertEqual(self.flip("echo '{\"event\":\"coverage\"}'; exit " + status)[0], 0)

    def test_what_is_no_clear_end_fails(self):
        self.fails("crash: SIGSEGV", "kill -SEGV $$")
        self.fails("exit status 3", "exit 3")
        self.fails("report: ", "echo 'a.cpp:1:2: runtime error: signed integer overflow' >&2")
        self.fails("output is not JSON", "echo '{\"event\":'")
        self.fails("no coverage", "true")

    def test_run_0_is_the_capture_itself_and_others_are_not(self):
        program = "for last; do :; done; cmp -s \"$last\" \"${0%davy}captures/a.pcap\" && kill -SEGV $$; echo '{\"event\":\"coverage\"}'"
        self.assertEqual(self.flip(program, "--run", "0")[0], 1)
        self.assertEqual(self.flip(program, "--run", "1")[0], 0)

    def test_the_same_seed_makes_the_same_bits(self):
        program = "for last; do :; done; sha256sum < \"$last\" >&2; exit 3"
        made = [self.flip(program, "--run", "1", "--seed", seed)[1].split("exit status 3: ")[1][:64] for seed in ("1", "1", "2")]
        self.assertEqual(made[0], made[1])
        self.assertNotEqual(made[0], made[2])


if __name__ == "__main__":
    unittest.main()
