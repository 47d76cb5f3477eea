"""Recognition of scanned letters: correct, to assign by hand, wrong (which must be 0), CPU per page.

python tests/load/bench_recognition.py [pages per kind, 20 by default] [letters, 30 by default]
"""

import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ["P2HAM_MODE"] = "test"
os.environ["DJANGO_SETTINGS_MODULE"] = "p2ham.settings"
os.environ.setdefault("P2HAM_DATA_DIR", tempfile.gettempdir())

import django

django.setup()

from tests.pencanangan import recognising  # noqa: E402


def say(line: str) -> None:
    """A line on the screen."""
    sys.stdout.write(f"{line}\n")


def main(each: int, letters: int) -> int:
    """Print one line per kind and the sum; the exit code is 1 when a page went wrong."""
    own = recognising.sheets(letters)
    others = recognising.sheets(max(2, letters // 6), foreign=True)
    outcomes = list(recognising.trials(own, others, each=each))
    say(f"{letters} letters of {len(own)} pages, {len(outcomes)} scanned pages")
    say(f"{'':20}{'pages':>7}{'correct':>9}{'by hand':>9}{'wrong':>7}{'CPU ms':>9}{'most':>8}")
    kinds = list(dict.fromkeys(one.kind for one in outcomes))
    for kind in [*kinds, ""]:
        rows = [one for one in outcomes if not kind or one.kind == kind]
        counted = recognising.tally(rows)
        spent = [one.milliseconds for one in rows]
        say(
            f"{kind or 'all':20}{len(rows):7}{counted[recognising.CORRECT]:9}{counted[recognising.BY_HAND]:9}"
            f"{counted[recognising.WRONG]:7}{sum(spent) / len(spent):9.0f}{max(spent):8.0f}"
        )
    counted = recognising.tally(outcomes)
    say(f"correct {counted[recognising.CORRECT] / len(outcomes):.1%}")
    return int(counted[recognising.WRONG] > 0)


if __name__ == "__main__":
    numbers = [int(text) for text in sys.argv[1:]]
    sys.exit(main(*(numbers + [20, 30][len(numbers) :])))
