#!/usr/bin/env python3
"""Fails when a file or a function has grown too long to be read in one sitting, or a name says nothing.

    check_sizes.py [ROOT]         prints file:line: what; exit 1 if it printed anything

A limit is raised only here, in the commit that needs it, with the reason; an exception that is no longer needed is itself
a finding, so this table never outgrows the tree.
"""
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import cpp_text  # noqa: E402

FILE_LIMIT = 300
FUNCTION_LIMIT = 60
LINE_LIMIT = 130  # clang-format holds C++ to 110; this is for everything else

FILE_EXCEPTIONS = {       # path: (limit, reason)
}
FUNCTION_EXCEPTIONS = {   # (path, function's name): (limit, reason)
}

# A name with one of these parts says that a thing does something to something; say what it does.
EMPTY_WORDS = ("Manager", "Helper", "Handler", "Util", "Utils", "Utility", "Misc", "Stuff")
EMPTY_ENDINGS = ("Data", "Info")  # `DataReceived` is an event; `LinkData` is a shrug
NAMED_BY_THE_FIELD = ("DiscoveryInfo",)  # MultipeerConnectivity's own word

CHECKED = cpp_text.SOURCE_SUFFIXES + (".py", ".cmake", "CMakeLists.txt")


def words_of(name):
    """`LinkHTTPManager2` -> [Link, HTTP, Manager, 2]; snake_case likewise."""
    return re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", name)


def empty_name(name):
    """The part of a name that says nothing, or None."""
    words = [word.capitalize() for word in words_of(name)]
    if name in NAMED_BY_THE_FIELD:
        return None
    for word in words:
        if word in EMPTY_WORDS or word.rstrip("s") in EMPTY_WORDS:
            return word
    return words[-1] if words and words[-1] in EMPTY_ENDINGS else None


def function_name(header):
    """`int Box::size() const` -> size; doctest's TEST_CASE("...") -> TEST_CASE; a named lambda -> its name."""
    header = cpp_text.strip_template(header)
    if match := re.match(r"(?:[\w:<>&*]+\s+)*?(\w+)\s*=\s*\[", header):
        return match[1]
    match = re.search(r"(operator\s*[^\s\w(]+|operator\s*\(\)|~?\w+)\s*\(", header)
    return match[1] if match else header[:40]


def file_findings(path, text, exceptions):
    limit = exceptions.get(path, (FILE_LIMIT,))[0]
    count = text.count("\n") + (not text.endswith("\n"))
    if count > limit:
        yield limit + 1, f"file of {count} lines, limit {limit}: split it by idea"
    for number, line in enumerate(text.splitlines(), 1):
        if len(line) > LINE_LIMIT:
            yield number, f"line of {len(line)} columns, limit {LINE_LIMIT}"
    stem = path.rsplit("/", 1)[-1].split(".")[0]
    if not re.fullmatch(r"_*[a-z][a-z0-9_]*|CMakeLists", stem):
        yield 1, f"file name `{stem}`: files are snake_case"
    if word := empty_name(stem):
        yield 1, f"file name `{stem}`: `{word}` says nothing; name what it does"


def opening_findings(path, text):
    if not path.startswith(("sim/", "protocol/", "models/")) or re.match(r"\s*(//|/\*)", text):
        return
    own_header = re.escape(path.rsplit(".", 1)[0] + ".hpp")
    if not re.match(rf'\s*#include "{own_header}"', text):  # x.cpp may leave the words to x.hpp
        yield 1, "no opening comment: say what this file is, with one picture or intuition"


def function_findings(path, code, exceptions):
    lines = cpp_text.Lines(code)
    for function in cpp_text.Outline(code).functions:
        name = function_name(function.header)
        first, last = lines.of(function.start), lines.of(function.close)
        limit = exceptions.get((path, name), (FUNCTION_LIMIT,))[0]
        if last - first + 1 > limit:
            yield first, (f"function {name} of {last - first + 1} lines, limit {limit}: keep the branches, "
                          "move the arithmetic to functions of its own")


def type_findings(path, code):
    lines = cpp_text.Lines(code)
    for scope in cpp_text.Outline(code).types:
        head = re.sub(r"alignas\s*\([^()]*\)|\[\[.*?\]\]", "", cpp_text.strip_template(scope.header))
        match = re.search(r"\b(?:class|struct|union|enum)\s+(?:class\s+|struct\s+)?([\w:]+)", head)
        name = match[1] if match else ""
        if not name or "::" in name or name in ("class", "struct"):
            continue  # unnamed, or a specialization of somebody else's template
        if word := empty_name(name):
            yield lines.of(scope.start), f"type `{name}`: `{word}` says nothing; name what it does"
        named_by_cpp = re.match(r"std\b", name) or path.startswith("tests/") or "<" in head.split(name, 1)[1][:1]
        if not re.fullmatch(r"[A-Z][A-Za-z0-9]*", name) and not named_by_cpp:
            yield lines.of(scope.start), f"type `{name}`: types are CamelCase"


def check_text(path, text, file_exceptions=None, function_exceptions=None):
    """All findings in one file: (line, message)."""
    found = list(file_findings(path, text, FILE_EXCEPTIONS if file_exceptions is None else file_exceptions))
    if path.endswith(cpp_text.SOURCE_SUFFIXES):
        code = cpp_text.without_directives(cpp_text.code_only(text))
        functions = FUNCTION_EXCEPTIONS if function_exceptions is None else function_exceptions
        try:
            found += [*opening_findings(path, text), *function_findings(path, code, functions), *type_findings(path, code)]
        except cpp_text.Unreadable as error:
            found.append((1, f"unreadable, so its functions were not measured: {error}"))
    return sorted(found)


def stale_exceptions(texts, file_exceptions, function_exceptions):
    """Exceptions whose file or function is gone, or fits the ordinary limit again."""
    for path, (_, reason) in file_exceptions.items():
        if path not in texts or texts[path].count("\n") <= FILE_LIMIT:
            yield path, 1, f"file exception is no longer needed ({reason})"
    for (path, name), (_, reason) in function_exceptions.items():
        text = texts.get(path, "")
        findings = check_text(path, text, {}, {})
        if not any(f"function {name} of" in message for _, message in findings):
            yield path, 1, f"function exception {name} is no longer needed ({reason})"


def main(arguments):
    root = pathlib.Path(arguments[0] if arguments else pathlib.Path(__file__).resolve().parent.parent).resolve()
    texts = {path: file.read_text(encoding="utf-8") for path, file in cpp_text.source_files(root, CHECKED)}
    found = [(path, line, message) for path, text in texts.items() for line, message in check_text(path, text)]
    found += stale_exceptions(texts, FILE_EXCEPTIONS, FUNCTION_EXCEPTIONS)
    for path, line, message in found:
        print(f"{path}:{line}: {message}")
    print(f"check_sizes: {len(texts)} files, {len(found)} findings", file=sys.stderr)
    return 1 if found or not texts else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
