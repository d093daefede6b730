"""Reads C++ just well enough for the house's own checks: what is comment, what is string, and which brace opens what.

No preprocessor and no types: a file is cut into text that keeps its length and its lines, so that every position in it is
a position in the source.  Code that this reader cannot follow (unbalanced braces) raises Unreadable and is never skipped.
"""
import bisect
import dataclasses
import re

SOURCE_SUFFIXES = (".hpp", ".cpp", ".mm")
NOT_OURS = ("build", ".git", ".cache", "__pycache__")

_TOKEN = re.compile(
    r"""//(?:\\\n|[^\n])*                                # a line comment, which a backslash continues
      | /\*.*?(?:\*/|\Z)                                 # a block comment
      | (?:u8|[uUL])?R"(?P<fence>[^()\\\s]{0,16})\(.*?\)(?P=fence)"
      | "(?:\\.|[^"\\\n])*"?
      | (?<![0-9a-fA-F])'(?:\\.|[^'\\\n])*'?             # but not the 1'000 of a number
    """, re.S | re.X)


class Unreadable(Exception):
    pass


def _hollow(text):
    return re.sub(r"[^\n]", " ", text)


def without_comments(text):
    """The text with every comment replaced by spaces."""
    return _TOKEN.sub(lambda m: _hollow(m[0]) if m[0].startswith(("//", "/*")) else m[0], text)


def code_only(text):
    """The text with comments, and the inside of strings and characters, replaced by spaces."""
    def hollow(match):
        token = match[0]
        if token.startswith(("//", "/*")) or len(token) < 2:
            return _hollow(token)
        first = re.search("[\"']", token).start()
        return _hollow(token[:first]) + token[first] + _hollow(token[first + 1:-1]) + token[-1]
    return _TOKEN.sub(hollow, text)


def without_directives(code):
    """Code with preprocessor lines, and the lines they continue on, replaced by spaces."""
    return re.sub(r"^[ \t]*#(?:\\\n|[^\n])*", lambda m: _hollow(m[0]), code, flags=re.M)


class Lines:
    """Offset to 1-based line number."""

    def __init__(self, text):
        self._starts = [0] + [m.end() for m in re.finditer("\n", text)]

    def of(self, offset):
        return bisect.bisect_right(self._starts, offset)


def source_files(root, suffixes=SOURCE_SUFFIXES):
    """Files of the tree with these suffixes, sorted; build folders and hidden stores left out."""
    for path in sorted(root.rglob("*")):
        relative = path.relative_to(root)
        if not any(part in NOT_OURS or part.startswith("build-") for part in relative.parts[:-1]):
            if path.is_file() and path.name.endswith(tuple(suffixes)):
                yield relative.as_posix(), path


@dataclasses.dataclass
class Scope:
    kind: str     # namespace | class | enum | function | value (an initializer) | block (inside a function)
    header: str   # the code before the brace, up to the previous statement
    start: int    # offset of the header's first character
    open: int     # offset of the brace
    close: int = -1


@dataclasses.dataclass
class Statement:
    """A declaration in a namespace or class, up to its semicolon, nested braces emptied."""
    where: str
    text: str
    start: int


def strip_template(header):
    """The header without leading `template <...>`, attributes and requires-free specifiers."""
    header = header.strip()
    while True:
        if match := re.match(r"template\s*<", header):
            depth, i = 1, match.end()
            while i < len(header) and depth:
                depth += {"<": 1, ">": -1}.get(header[i], 0)
                i += 1
            header = header[i:].lstrip()
        elif match := re.match(r"\[\[.*?\]\]\s*|(public|private|protected)\s*:(?!:)\s*", header, re.S):
            header = header[match.end():]
        else:
            return header


def _kind(header, outer):
    """What the brace after this header opens, inside a scope of the kind `outer`."""
    if outer in ("function", "block"):
        return "block"
    if outer in ("value", "enum"):
        return "value"
    head = strip_template(header)
    if re.match(r"(inline\s+)?namespace\b", head) or re.match(r'extern\s*"\s*"\s*$', head):
        return "namespace"
    if re.match(r"(typedef\s+|static\s+|inline\s+|constexpr\s+|const\s+|friend\s+)*enum\b", head):
        return "enum"
    if re.match(r"(typedef\s+|static\s+|inline\s+|constexpr\s+|const\s+)*(class|struct|union)\b", head):
        if not re.search(r"\)\s*(const|noexcept|override|\s)*$", head):
            return "class"
    if re.search(r"=\s*\[[^\[\]]*\]\s*(\(.*\))?[^()=]*$", head, re.S):
        return "function"  # a lambda with a name
    if re.search(r"=\s*$", head) or re.search(r"(?<![:\w])\w+\s*=[^=()]*$", head):
        return "value"
    if "(" not in head:
        return "value"
    # In `A::A() : first_{1}, second_{2} {` only the last brace is the body: the others follow a name.
    started = re.search(r"\)\s*(noexcept\s*(\([^()]*\))?\s*)?:(?!:)", head)
    if started and re.search(r"[\w>]\s*$", head):
        return "value"
    return "function"


class Outline:
    """Scopes and statements of one file of code (comments, strings and directives already emptied)."""

    def __init__(self, code):
        self.scopes = []
        self.statements = []
        self._read(code)

    def _read(self, code):
        stack, header, start, parens = [], "", 0, 0
        saved = []
        for match in re.finditer(r"[{}();]|[^{}();]+", code):
            piece = match[0]
            if not header.strip():
                start = match.start() + (len(piece) - len(piece.lstrip()))
            if piece == "{":
                outer = stack[-1].kind if stack else "namespace"
                kind = "value" if parens and outer not in ("function", "block") else _kind(header, outer)
                stack.append(Scope(kind, header.strip(), start, match.start()))
                saved.append((header, start, parens))
                header, parens = "", 0
            elif piece == "}":
                if not stack:
                    raise Unreadable(f"a closing brace too many at offset {match.start()}")
                scope = stack.pop()
                scope.close = match.start()
                self.scopes.append(scope)
                header, start, parens = saved.pop()
                if scope.kind == "value":
                    header += "{}"
                elif scope.kind == "class" or scope.kind == "enum":
                    header = "struct {}"
                else:
                    header = ""
            elif piece == ";" and not parens:
                where = stack[-1].kind if stack else "namespace"
                if where in ("namespace", "class") and header.strip():
                    self.statements.append(Statement(where, header.strip(), start))
                header = ""
            else:
                parens += {"(": 1, ")": -1}.get(piece, 0)
                header += piece
        if stack:
            raise Unreadable(f"a brace that never closes at offset {stack[-1].open}")

    @property
    def functions(self):
        return sorted((s for s in self.scopes if s.kind == "function"), key=lambda s: s.start)

    @property
    def types(self):
        return sorted((s for s in self.scopes if s.kind in ("class", "enum")), key=lambda s: s.start)
