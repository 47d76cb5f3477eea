"""README shows what the code says: the state diagram and the demo accounts."""

from pathlib import Path

from assessments.cycle.states import diagram
from assessments.demo.accounts import PASSWORD, table

README = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")


def between(mark: str) -> str:
    return README.split(f"<!-- {mark} -->\n", 1)[1].split(f"\n<!-- /{mark} -->", 1)[0]


def test_state_diagram_is_fresh() -> None:
    assert between("states") == f"```mermaid\n{diagram()}\n```", "run: manage.py draw_states"


def test_demo_accounts_are_fresh() -> None:
    assert between("accounts") == table(), "run: manage.py draw_states"
    assert PASSWORD in README


def test_pictures_exist() -> None:
    folder = Path(__file__).resolve().parents[2]
    for line in README.splitlines():
        if "![" in line:
            for part in line.split("](")[1:]:
                assert (folder / part.split(")")[0]).is_file()
