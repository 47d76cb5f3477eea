"""Whatever the code imports is locked: a package that merely happens to lie in the environment is missing elsewhere."""

import ast
import re
import sys
from importlib.metadata import packages_distributions

from tests.conftest import ROOT

OURS = {"p2ham", "units", "indicators", "assessments", "tests"}


def imported(*folders: str) -> dict[str, str]:
    """The packages of others that are imported in these folders, each with one file that does."""
    found: dict[str, str] = {}
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                if isinstance(node, ast.ImportFrom) and not node.level:
                    names = [node.module or ""]
                for name in names:
                    found.setdefault(name.split(".")[0], path.relative_to(ROOT).as_posix())
    return {name: path for name, path in found.items() if name not in OURS | sys.stdlib_module_names}


def locked(name: str) -> set[str]:
    """The distributions that a lock file holds, spelled as one."""
    return {_plain(line) for line in re.findall(r"(?m)^([\w.-]+)==", (ROOT / name).read_text())}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def unlocked(packages: dict[str, str], lock: str) -> dict[str, str]:
    bring = packages_distributions()
    return {
        package: path
        for package, path in packages.items()
        if not {_plain(name) for name in bring.get(package, [])} & locked(lock)
    }


def test_what_the_portal_imports_is_locked():
    assert unlocked(imported("p2ham", "units", "indicators", "assessments"), "requirements.lock") == {}


def test_what_the_tests_import_is_locked():
    assert unlocked(imported("tests"), "requirements-test.lock") == {}
