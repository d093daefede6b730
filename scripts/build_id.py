#!/usr/bin/env python3
"""Writes a source file with the build id: a hash of every source that a trace depends on.

    build_id.py ROOT OUTPUT

Results of two builds with one id may stand in one table; an edit of the engine, a model or the judges changes the id.
Compilers and options do not: whatever they are, a trace is the same (scripts/compare_fingerprints.py).
"""
import hashlib
import pathlib
import sys

FOLDERS = ("sim/base", "sim/kernel", "protocol", "models", "sim/scenario", "sim/run")
NOT_TRACED = ("protocol/adapters",)  # other hosts of the engine


def build_id(root):
    digest = hashlib.sha256()
    files = sorted((p.relative_to(root).as_posix(), p) for folder in FOLDERS for p in (root / folder).rglob("*")
                   if p.suffix in (".cpp", ".hpp"))
    for name, path in files:
        if name.startswith(NOT_TRACED):
            continue
        digest.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def main():
    root, output = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    output.write_text('// Written by scripts/build_id.py.\n#include "sim/sweep/build_id.hpp"\n\n'
                      "namespace nearsim::sweep {\n"
                      f'std::string_view build_id() {{ return "{build_id(root)}"; }}\n'
                      "}  // namespace nearsim::sweep\n")


if __name__ == "__main__":
    main()
