"""Fails when the committed stub and the compiled module do not have the same names and parameters.

    check_stub.py _nearsim.pyi

pybind11's signatures stand in its docstrings; mypy's stubtest cannot read those, so this does.
"""
import ast
import pathlib
import re
import sys

from nearsim import _nearsim

IGNORED = {"__init__", "__eq__", "__hash__", "__module__", "__doc__", "__new__"}


def compiled_parameters(function):
    """The names in `f(self: X, a: int, b: str) -> ...`; None if the first line is no signature."""
    match = re.match(r"\w+\((.*)\)(?: ->.*)?$", (function.__doc__ or "").split("\n")[0])
    if match is None:
        return None
    depth, parts, text = 0, [], ""
    for char in match[1]:
        depth += char in "[(" and 1 or char in "])" and -1 or 0
        if char == "," and depth == 0:
            parts.append(text)
            text = ""
        else:
            text += char
    names = [part.split(":")[0].strip() for part in parts + [text] if part.strip() or text.strip()]
    return [name for name in names if name and name != "self"]


def stubbed(body):
    """{name: parameters, None for what is no function}."""
    out = {}
    for node in body:
        if isinstance(node, ast.FunctionDef):
            is_property = any(isinstance(d, ast.Name) and d.id == "property" for d in node.decorator_list)
            out[node.name] = None if is_property else [a.arg for a in node.args.args if a.arg != "self"]
        elif isinstance(node, ast.AnnAssign):
            out[node.target.id] = None
        elif isinstance(node, ast.ClassDef):
            out[node.name] = node.body
    return out


def compare(where, stub, compiled, findings):
    names = {name for name in vars(compiled) if name not in IGNORED and not name.startswith("__")}
    known = {name for name in stub if not name.startswith("__")}
    findings += [f"{where}{name}: not in the stub" for name in sorted(names - known)]
    findings += [f"{where}{name}: not in the module" for name in sorted(known - names)]
    for name in sorted(names & known):
        member = getattr(compiled, name)
        if isinstance(member, type):
            compare(f"{name}.", stubbed(stub[name]), member, findings)
        elif callable(member):
            actual = compiled_parameters(member)
            if where and actual and actual[0] == "arg0":
                actual = actual[1:]  # a lambda's self
            if stub[name] is not None and actual != stub[name]:
                findings.append(f"{where}{name}: parameters {stub[name]} in the stub, {actual} in the module")


def main():
    stub = stubbed(ast.parse(pathlib.Path(sys.argv[1]).read_text()).body)
    findings = []
    compare("", stub, _nearsim, findings)
    print("\n".join(findings) or "the stub says what the module has")
    return bool(findings) or len(stub) < 15


if __name__ == "__main__":
    sys.exit(main())
