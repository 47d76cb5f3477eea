"""Sizes and names that keep the house readable."""

import ast
import re
import tomllib

import pytest

from tests.conftest import ROOT
from tests.strict import inline_code

FILE_LINES, FUNCTION_LINES, TEMPLATE_LINES = 400, 60, 150
JUNK_DRAWERS = {"utils", "util", "helpers", "helper", "common", "mixins", "managers", "services", "constants", "misc"}
PACKAGES = ["p2ham", "units", "indicators", "assessments", "tests"]
CODE = [ROOT / "run", ROOT / "manage.py"]
CODE += [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
CODE = [path for path in CODE if "migrations" not in path.parts]
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*") if path.suffix in (".html", ".txt"))
# Papers carry their style with them, and mails have no style sheet to link; no browser executes either.
STYLED = ("documents", "emails")
# What a template loads or names without being rendered by a browser itself.
PAGES = [
    path for path in TEMPLATES if path.suffix == ".html" and path.relative_to(ROOT / "templates").parts[0] not in STYLED
]


def name_of(path):
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_code_is_short(path):
    text = path.read_text()
    assert len(text.splitlines()) <= FILE_LINES, f"{name_of(path)} is longer than {FILE_LINES} lines"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            lines = node.end_lineno - node.lineno + 1
            assert lines <= FUNCTION_LINES, f"{name_of(path)}: {node.name} has {lines} lines"


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_template_is_short(path):
    lines = len(path.read_text().splitlines())
    assert lines <= TEMPLATE_LINES, f"{name_of(path)} has {lines} lines"


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_template_has_no_inline_code(path):
    # Tags inside a start tag would confuse the parser; none of them may bring a style or a handler either.
    markup = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", "x", path.read_text(), flags=re.S)
    assert inline_code(markup) == []


def test_names_say_what_a_thing_is():
    folders = {parent for path in CODE for parent in path.relative_to(ROOT).parents}
    drawers = [name_of(path) for path in CODE if path.stem in JUNK_DRAWERS]
    drawers += [str(folder) for folder in folders if folder.name in JUNK_DRAWERS]
    assert drawers == []


def test_locks_agree():
    """The suite runs with the versions that production installs."""

    def pins(name):
        return dict(re.findall(r"^([a-z0-9.-]+(?:\[[a-z,]+\])?)==(\S+)", (ROOT / name).read_text(), re.M))

    runtime, suite = pins("requirements.lock"), pins("requirements-test.lock")
    assert runtime.items() <= suite.items()


def test_locks_cover_the_declared_dependencies():
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    names = {re.split(r"[<>=\[]", requirement)[0] for requirement in declared}
    locked = set(re.findall(r"^([a-z0-9.-]+)", (ROOT / "requirements.lock").read_text(), re.M))
    assert names <= locked


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-test.lock"])
def test_lock_names_no_index_and_has_hashes(name):
    text = (ROOT / name).read_text()
    assert not re.search(r"https?:|file:|/opt|/tmp|--index|--find-links", text)
    entries = re.split(r"\n(?=[a-z0-9])", text)
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
