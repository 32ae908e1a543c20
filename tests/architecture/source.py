"""The product's own source files, for tests that read them."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nsd import places

ROOMS = ("law", "audit", "accounts", "cases", "retention", "oversight", "desk", "nsd")


@dataclass(frozen=True, slots=True)
class Source:
    """One Python file: its path within the checkout, its text, its syntax tree."""

    path: str
    text: str
    tree: ast.Module

    def at(self, node: ast.AST) -> str:
        """Where a node stands, as an editor opens it."""
        return f"{self.path}:{getattr(node, 'lineno', 1)}"


@cache
def sources(*folders: str) -> tuple[Source, ...]:
    """Every Python file below the folders of the checkout."""
    found = [path for folder in folders for path in sorted((places.ROOT / folder).rglob("*.py"))]
    assert found, f"no source below {folders}"
    return tuple(_read(path) for path in found if "__pycache__" not in path.parts)


def product() -> tuple[Source, ...]:
    """Every Python file of the rooms, and manage.py's neighbours in nsd."""
    return sources(*ROOMS)


def calls(source: Source) -> Iterator[tuple[ast.Call, str]]:
    """Each call and the dotted name called, as far as it is one (``clock.today``, ``timedelta``)."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call):
            yield node, dotted(node.func)


def dotted(node: ast.expr) -> str:
    """``a.b.c`` for an attribute of names; ``?.c`` where it hangs on something computed."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return "?"


def strings(source: Source) -> Iterator[ast.Constant]:
    """Each text in the code, docstrings apart."""
    notes = {
        id(node.body[0].value)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in notes:
            yield node


def _read(path: Path) -> Source:
    text = path.read_text()
    return Source(str(path.relative_to(places.ROOT)), text, ast.parse(text, filename=str(path)))
