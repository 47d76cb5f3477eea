"""XLSX files of strangers, opened only in a child process that cannot grow or run for long.

The parent calls ``tables``; the child is this same file, run as a script with hard limits on memory and time that it
sets for itself before it reads a byte. One cell in a far corner makes a parser ask for a table of a billion cells.
"""

import datetime as dt
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import IO, Any

MEMORY = 150 * 1024 * 1024
CPU_SECONDS = 5
WALL_SECONDS = 20
LONGEST_CELL = 4000
# One long text may stand in every cell and take hardly any room in the file.
MOST_LETTERS = 4_000_000

Cell = str | float | bool | dt.date


class TableRefused(Exception):
    """``reason``: damaged, too_large."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def tables(file: IO[bytes], *, rows: int, columns: int) -> dict[str, list[list[Cell]]]:
    """Every sheet by its name, hidden ones too, from its first cell on. ``file`` is a real file. Raises ``TableRefused``."""
    file.flush()
    file.seek(0)
    command = [sys.executable, "-I", str(Path(__file__).resolve()), str(rows), str(columns)]
    try:
        child = subprocess.run(  # noqa: S603 - our own script, arguments are numbers
            command, stdin=file, capture_output=True, env={}, timeout=WALL_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise TableRefused("too_large") from error
    if child.returncode:
        raise TableRefused("too_large")
    found = json.loads(child.stdout)
    if isinstance(found, str):
        raise TableRefused(found)
    return {name: [[_cell(value) for value in row] for row in sheet] for name, sheet in found.items()}


def _cell(value: Any) -> Cell:
    if isinstance(value, list):
        return dt.date.fromisoformat(value[0])
    if isinstance(value, (str, float, bool)):
        return value
    return float(value)


# --- in the child ---------------------------------------------------------------------------------------------------
def _confine() -> None:
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    statm = Path("/proc/self/statm")
    if statm.exists():
        now = int(statm.read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (now + MEMORY, now + MEMORY))


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return [value.date().isoformat()]
    if isinstance(value, dt.date):
        return [value.isoformat()]
    if isinstance(value, (bool, float, int)):
        return value
    return str(value)[:LONGEST_CELL]


def _main(rows: int, columns: int) -> Any:
    import python_calamine  # noqa: PLC0415 - in the child only

    _confine()
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
        found: dict[str, list[list[Any]]] = {}
        letters = 0
        for name in book.sheet_names[:10]:
            sheet = book.get_sheet_by_name(name)
            if sheet.total_height > rows or sheet.total_width > columns:
                return "too_large"
            found[name] = []
            for row in sheet.iter_rows():
                found[name].append([_plain(value) for value in row])
                letters += sum(len(value) for value in found[name][-1] if isinstance(value, str))
                if letters > MOST_LETTERS:
                    return "too_large"
    except (python_calamine.CalamineError, ValueError, OSError, KeyError, IndexError):
        return "damaged"
    return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_main(int(sys.argv[1]), int(sys.argv[2]))))
