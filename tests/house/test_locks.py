"""Rows are locked without their keys: a full lock stops the checks of foreign keys, and writers wait for each other."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
# Nothing points at the head of the audit trail, nor at a register of numbers.
KEYLESS = {"units/audit.py", "assessments/documents/numbers.py"}


def locks() -> list[tuple[str, int, bool]]:
    """Every lock of the code: file, line, whether it leaves the key free."""
    found = []
    for room in ("units", "indicators", "assessments"):
        for path in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "select_for_update":
                    free = any(keyword.arg == "no_key" for keyword in node.keywords)
                    found.append((path.relative_to(ROOT).as_posix(), node.lineno, free))
    return found


def test_every_lock_leaves_the_key_free():
    assert len(locks()) > 20
    assert [(path, line) for path, line, free in locks() if not free and path not in KEYLESS] == []
