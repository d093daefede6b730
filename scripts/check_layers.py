#!/usr/bin/env python3
"""Fails when an include crosses a layer the wrong way, or when code uses something that its layer has renounced.

    check_layers.py [ROOT]        prints file:line: what: what to do instead; exit 1 if it printed anything

The tables are in house_rules.py.  An include between our own files is written from the root of the tree, in quotes;
everything else is in angle brackets.
"""
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import cpp_text  # noqa: E402
import house_rules as rules  # noqa: E402

TEXT_SUFFIXES = cpp_text.SOURCE_SUFFIXES + (
    ".py", ".md", ".txt", ".cmake", ".json", ".yaml", ".yml", ".toml", ".sh", ".html", ".js", ".csv", "NOTICE", "README",
    "scripts/setup")
# C's own headers have C++ names (<cstdint>, not <stdint.h>), so a standard header has neither slash nor dot.
STANDARD_HEADER = re.compile(r"[a-z][a-z0-9_]*$")
INCLUDE = re.compile(r"^[ \t]*#[ \t]*(?:include|import)[ \t]*([<\"])([^>\"\n]+)[>\"]", re.M)


def layer_of(path):
    """The folder of LAYERS that holds the path, or None."""
    return max((name for name in rules.LAYERS if path.startswith(name + "/")), key=len, default=None)


def allowed_layers(path, own):
    """The layers this file may include.  A unit test sees what the layer it tests sees: it links no more."""
    if own == "tests" and (match := re.match(r"tests/unit/(\w+)/", path)):
        tested = next((name for name in rules.LAYERS if name.rsplit("/")[-1] == match[1]), None)
        if tested:
            return {tested, "tests", *_reachable(tested)}
    return {own, *rules.LAYERS[own].project}


def _reachable(layer):
    found, todo = set(), [layer]
    while todo:
        for below in rules.LAYERS[todo.pop()].project:
            if below not in found:
                found.add(below)
                todo.append(below)
    return found


def judge_include(path, own, quote, target):
    """What is wrong with one include, or None."""
    to = layer_of(target)
    if quote == '"':
        if to is None:
            return f'"{target}" is not rooted: write the path from the root of the tree, such as "sim/base/time.hpp"'
        if to not in allowed_layers(path, own):
            return f"{own} may not include {to} ({target}): see the layers in docs/architecture.md"
        return None
    if to is not None:
        return f'<{target}> is ours: include it in quotes'
    allowed = rules.LAYERS[own].external + rules.FILE_EXTERNALS.get(path, ((), ""))[0]
    if STANDARD_HEADER.match(target) or target.startswith(allowed or ("\0",)):
        return None
    if re.match(r"[a-z]+\.h$", target):
        return f"<{target}>: {own} may not include it; C's headers are <c{target[:-2]}> in C++"
    return f"{own} may not include <{target}>: its home is another layer, see docs/architecture.md"


def include_findings(path, text):
    own = layer_of(path)
    if own is None:
        yield 1, "no layer: this folder is in no layer of scripts/house_rules.py"
        return
    lines = cpp_text.Lines(text)
    for match in INCLUDE.finditer(cpp_text.without_comments(text)):
        if problem := judge_include(path, own, match[1], match[2]):
            yield lines.of(match.start(1)), f"include: {problem}"


def ban_findings(path, text, bans):
    lines = cpp_text.Lines(text)
    for ban in bans:
        if ban.applies_to(path):
            for match in re.finditer(ban.pattern, text, re.M):
                yield lines.of(match.start()), f"{ban.name}: `{' '.join(match[0].split())}`: {ban.advice}"


def is_mutable_variable(declaration):
    """Whether a declaration in a namespace, or one marked static, makes a variable that can change."""
    text = cpp_text.strip_template(declaration)
    text = re.sub(r"\b(?:alignas|decltype|noexcept)\s*\([^()]*\)|\b__extension__\s", "", text)
    no_variable = "using|typedef|friend|static_assert|struct|class|union|enum|namespace|concept|template|asm|requires"
    text = re.sub(r"^struct \{\}\s*(?=[\w*&])", "unnamed ", text)  # `struct {...} box;` does make a variable
    if re.match(rf"(?:{no_variable})\b", text):
        return False
    if re.search(r"\bconst(?:expr|eval)\b|\boperator\b", text):
        return False
    name_part = re.split(r"=|\{", text, maxsplit=1)[0]
    if "(" in name_part or not re.search(r"[\w>*&\]}]\s+[*&]*\w+", name_part):
        return False  # a function's declaration, or a macro's call
    if "*" in name_part:
        return not re.search(r"\*\s*const\b", name_part)
    return not re.search(r"\bconst\b", name_part)


def state_findings(path, code):
    """Mutable globals, statics in functions and static members: with them a run would not be a value."""
    if rules.inside(path, rules.OUTSIDE) or not rules.inside(path, rules.PRODUCT) or path in rules.PROCESS_STATE:
        return
    lines = cpp_text.Lines(code)
    advice = "state belongs to the World of one run: make it a member, or constexpr"
    outline = cpp_text.Outline(code)
    for statement in outline.statements:
        static = re.match(r"(?:inline\s+)?static\b", cpp_text.strip_template(statement.text))
        if (statement.where == "namespace" or static) and is_mutable_variable(statement.text):
            yield lines.of(statement.start), f"mutable state: `{statement.text}`: {advice}"
    for function in outline.functions:
        for match in re.finditer(r"\bstatic\s[^;{]*", code[function.open:function.close]):
            if is_mutable_variable(match[0]):
                yield lines.of(function.open + match.start()), f"mutable state: `{' '.join(match[0].split())}`: {advice}"


def flag_findings(path, code):
    """Boolean parameters of functions that a header declares: at the call `f(true)` says nothing."""
    if not path.endswith(".hpp") or not rules.inside(path, rules.PRODUCT):
        return
    lines = cpp_text.Lines(code)
    outline = cpp_text.Outline(code)
    declared = [(s.start, s.text) for s in outline.statements] + [(f.start, f.header) for f in outline.functions]
    for start, text in sorted(declared):
        # A bool that is the value being stored or shown is not a switch, and an operator's is what it visits.
        match = re.search(r"\((?:[^()]|\([^()]*\))*?\bbool\s+(?!value\b|v\b)(\w+)\s*[,)=]", text)
        if match and not re.match(r"\s*(using|typedef)\b|.*\boperator\b", text):
            yield lines.of(start), f"boolean parameter: `{match[1]}`: make it an enum with two named values"


def guard_findings(path, text):
    if path.endswith(".hpp") and "#pragma once" not in text:
        yield 1, "pragma once: every header begins with it"


def cycle_findings(includes):
    """Headers that include each other in a circle.  includes: {path: [paths]}."""
    state, found = {}, []

    def visit(path, trail):
        state[path] = "open"
        for target in includes.get(path, ()):
            if state.get(target) == "open":
                found.append((path, 1, "cycle: " + " -> ".join(trail[trail.index(target):] + [target])))
            elif target not in state:
                visit(target, trail + [target])
        state[path] = "done"

    for path in sorted(includes):
        if path not in state:
            visit(path, [path])
    return found


def check_source(path, text):
    """All findings in one C++ file: (line, message)."""
    with_directives = cpp_text.code_only(text)
    code = cpp_text.without_directives(with_directives)
    found = [*include_findings(path, text), *ban_findings(path, with_directives, rules.BANS), *guard_findings(path, text)]
    try:
        found += [*state_findings(path, code), *flag_findings(path, code)]
    except cpp_text.Unreadable as error:
        found.append((1, f"unreadable: {error}"))
    return sorted(found)


def check_tree(root):
    found, includes = [], {}
    for path, file in cpp_text.source_files(root):
        text = file.read_text(encoding="utf-8")
        found += [(path, line, message) for line, message in check_source(path, text)]
        includes[path] = [m[2] for m in INCLUDE.finditer(cpp_text.without_comments(text)) if m[1] == '"']
    found += cycle_findings(includes)
    for path, file in cpp_text.source_files(root, ("",)):
        if path.endswith(TEXT_SUFFIXES) or path.startswith(("scripts/", ".ci/")):
            text = file.read_text(encoding="utf-8", errors="replace")
            found += [(path, line, message) for line, message in ban_findings(path, text, rules.TEXT_BANS)]
    return sorted(found), len(includes)


def main(arguments):
    root = pathlib.Path(arguments[0] if arguments else pathlib.Path(__file__).resolve().parent.parent).resolve()
    found, files = check_tree(root)
    for path, line, message in found:
        print(f"{path}:{line}: {message}")
    print(f"check_layers: {files} files, {len(found)} findings", file=sys.stderr)
    if files == 0:
        print(f"check_layers: no C++ under {root}", file=sys.stderr)
    return 1 if found or files == 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
