#!/usr/bin/env python3
"""Files over 400 lines and functions over 60, in C++, Python and shell; the largest are listed."""
import ast
import re
import sys

import tree

FILE_LINES_MAX = 400
FUNCTION_LINES_MAX = 60
NOISE = re.compile(r"""//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|"""
                   r"""(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+'""", re.DOTALL)
TEMPLATE = re.compile(r"\btemplate\s*<[^{;]*?>\s*(?=\w)")
TYPE = re.compile(r"\b(namespace|class|struct|enum|union)\b")


def without_noise(source):
    """Comments and literals blanked, line breaks kept."""
    return NOISE.sub(lambda m: "\n" * m[0].count("\n"), source)


def opens_function(head):
    """Whether a brace after `head` begins a body: there are parameters, and no type is named."""
    declared = TEMPLATE.sub("", head)
    return ")" in declared and not TYPE.search(declared.split("(")[0])


def cpp_functions(source):
    """(first line, lines) of each outermost brace block with a parameter list before it."""
    text, line, head, stack = without_noise(source), 1, "", []
    for letter in text:
        if letter == "\n":
            line += 1
        if letter == "{":
            inside = any(function for _, function in stack)
            stack.append((line, not inside and opens_function(head)))
        elif letter == "}" and stack:
            first, is_function = stack.pop()
            if is_function:
                yield first, line - first + 1
        head = "" if letter in "{};" else head + letter


def python_functions(source):
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.lineno, node.end_lineno - node.lineno + 1


def functions(path, source):
    if path.suffix in (".cpp", ".hpp"):
        return list(cpp_functions(source))
    return list(python_functions(source)) if path.suffix == ".py" else []


def problems(root):
    found, sizes = [], []
    for path in tree.files(root, "*.cpp", "*.hpp", "*.py", "*.sh", "dev"):
        source = tree.text(root, path)
        lines = source.count("\n")
        sizes.append((lines, str(path)))
        if lines > FILE_LINES_MAX:
            found.append(f"{path}: {lines} lines (at most {FILE_LINES_MAX})")
        found += [f"{path}:{first}: a function of {length} lines (at most {FUNCTION_LINES_MAX})"
                  for first, length in functions(path, source) if length > FUNCTION_LINES_MAX]
    for lines, path in sorted(sizes, reverse=True)[:5]:
        print(f"{lines:5} lines  {path}")
    return found


if __name__ == "__main__":
    sys.exit(tree.report("sizes", problems(tree.ROOT)))
