"""The floors and rooms hold, and the files of a room: nobody imports to the right."""

import grimp
import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from tests.conftest import ROOT
from tests.house.test_model_relations import ROOMS

# From left to right. A verb enqueues its task and a task calls a verb, so those stand side by side; late imports are
# refused (ruff PLC0415), so no circle closes.
FILES = ["states", "models", "queries", "rules", "notifications workflow tasks", "access", "forms", "views", "urls"]
RANKS = {name: rank for rank, names in enumerate(FILES) for name in names.split()}


@pytest.fixture(autouse=True)
def _at_the_root(monkeypatch):
    monkeypatch.chdir(ROOT)
    monkeypatch.syspath_prepend(str(ROOT))


def test_imports_keep_contracts(capsys):
    passed = lint_imports(config_filename="pyproject.toml", no_cache=True, no_logo=True) == EXIT_STATUS_SUCCESS
    assert passed, capsys.readouterr().out


def rank_of(module, room):
    """The place of a room's file in the list; ``views_people.py`` is a views file, a file of no such name has no place."""
    return RANKS.get(module.removeprefix(f"{room}.").split(".")[0].split("_")[0])


def test_files_of_a_room_import_left():
    graph = grimp.build_graph(*{room.split(".")[0] for room in ROOMS}, cache_dir=None)
    wrong = []
    for room in ROOMS:
        for module in graph.find_descendants(room):
            for imported in graph.find_modules_directly_imported_by(module):
                ranks = rank_of(module, room), rank_of(imported, room)
                if imported.startswith(f"{room}.") and None not in ranks and ranks[0] < ranks[1]:
                    wrong.append(f"{module} imports {imported}")
    assert sorted(wrong) == []
