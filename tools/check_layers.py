#!/usr/bin/env python3
"""Holds every #include and every davy_library() against tools/layers.txt.

A layer may name in an #include only the layers that its line allows (itself included), whatever
those include in turn: signal may read flow/flow_record.hpp, which knows capture/packet.hpp, but may
not name capture/ itself.
"""
import re
import sys

import tree

INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"/]+)/[^"]*"')
LIBRARY = re.compile(r"^\s*davy_library\(\s*(\w+)\s+([^)]*)\)", re.MULTILINE)


def read_layers(root):
    allowed = {}
    for line in tree.text(root, "tools/layers.txt").splitlines():
        if line.strip() and not line.startswith("#"):
            layer, _, names = line.partition(":")
            allowed[layer.strip()] = set(names.split())
    return allowed


def layer_of(path):
    return path.parts[1] if path.parts[0] == "src" else path.parts[0]


def included(root, path):
    """(line number, first folder) of each include of ours."""
    for number, line in enumerate(tree.text(root, path).splitlines(), 1):
        found = INCLUDE.match(line)
        if found:
            yield number, found[1]


def check_includes(root, allowed):
    for path in tree.files(root, "src/*.hpp", "src/*.cpp", "app/*.hpp", "app/*.cpp"):
        layer = layer_of(path)
        if layer not in allowed:
            yield f"{path}: {layer} has no line in tools/layers.txt"
            continue
        for number, other in included(root, path):
            if other != layer and other in allowed and other not in allowed[layer]:
                yield f"{path}:{number}: {layer} may not include {other}/"


def depends(root):
    """What CMakeLists.txt links to each layer."""
    for name, words in LIBRARY.findall(tree.text(root, "CMakeLists.txt")):
        after = words.split("DEPENDS", 1)[1] if "DEPENDS" in words else ""
        yield name, set(after.split("LINK", 1)[0].split())


def check_cmake(root, allowed):
    used = {}
    for path in tree.files(root, "src/*.hpp", "src/*.cpp"):
        layer = layer_of(path)
        ours = {other for _, other in included(root, path) if other in allowed}
        used.setdefault(layer, set()).update(ours)
    for layer, linked in depends(root):
        for other in sorted(linked - allowed.get(layer, set())):
            yield f"CMakeLists.txt: {layer} may not depend on {other}"
        for other in sorted(used.get(layer, set()) & allowed[layer] - linked - {layer}):
            yield f"CMakeLists.txt: {layer} includes {other}/ but does not depend on it"


def problems(root):
    allowed = read_layers(root)
    return [*check_includes(root, allowed), *check_cmake(root, allowed)]


if __name__ == "__main__":
    sys.exit(tree.report("layers", problems(tree.ROOT)))
