"""What strangers' files cost: ``python tests/load/bench_hostile.py`` judges each hostile and good file of the tests in a
fresh process, and prints how much memory it took at its highest, the processor time of it and of the PDF probe, and the
answer; at the end how many answers were wrong. With a word behind it, only the files whose name or reason contains it.

The promise is at most 150 MB and 5 s for any file, and nothing wrongly taken or refused. Exit code 1 when it is broken.
"""

import os
import pickle
import resource
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("P2HAM_MODE", "test")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "p2ham.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402

from p2ham.lib import uploads  # noqa: E402
from tests import hostile  # noqa: E402

MOST_MB, MOST_SECONDS = 150, 5


class Sample(NamedTuple):
    """A file, and what must become of it: the reason of the refusal, or the kind as which it is taken."""

    name: str
    place: Path
    expected: str
    is_good: bool


class Cost(NamedTuple):
    """What one file took."""

    answer: str
    is_right: bool
    megabytes: float
    seconds: float


def samples(folder: Path) -> list[Sample]:
    """Every file of the set, made by another process: what that took is not left over in this one's memory."""
    index = folder / "index"
    child = os.fork()
    if child == 0:
        made = [(*file, False) for file in hostile.hostile_files()]
        made += [(*file, True) for file in (*hostile.good_files(), *hostile.largest_files())]
        for number, (_, data, *_) in enumerate(made):
            (folder / str(number)).write_bytes(data)
        index.write_bytes(pickle.dumps([(name, expected, good) for name, _, expected, good in made]))
        os._exit(0)
    os.waitpid(child, 0)
    told = pickle.loads(index.read_bytes())
    return [Sample(name, folder / str(number), *rest) for number, (name, *rest) in enumerate(told)]


def judged(sample: Sample) -> tuple[str, bool]:
    """The door's answer, and whether it is the right one."""
    try:
        with sample.place.open("rb") as file:
            taken = uploads.inspect(
                file,
                name=sample.name,
                photo_max_bytes=settings.PHOTO_MAX_BYTES,
                pdf_max_bytes=settings.PDF_MAX_BYTES,
            )
    except uploads.Refused as refused:
        return f"refused: {refused.reason}", not sample.is_good and refused.reason == sample.expected
    return f"taken: {taken.kind}", sample.is_good and taken.kind == sample.expected


def spent() -> float:
    """Processor seconds of this process and of its children."""
    used = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def peak() -> float:
    """The highest memory of this process since ``clear_refs``, in MB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmHWM"))) / 1024


def measured(sample: Sample) -> Cost:
    """Judge a file in a fork, and tell what that took."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ours)
        try:
            Path("/proc/self/clear_refs").write_text("5")
            before, start = peak(), spent()
            answer, right = judged(sample)
        except BaseException as error:
            before, start, answer, right = peak(), spent(), f"broke: {type(error).__name__}", False
        os.write(theirs, f"{answer}|{int(right)}|{peak() - before}|{spent() - start}".encode())
        os._exit(0)
    os.close(theirs)
    with os.fdopen(ours) as pipe:
        told = pipe.read().split("|")
    os.waitpid(child, 0)
    if len(told) != 4:
        return Cost("killed its process", False, 0, 0)
    return Cost(told[0], told[1] == "1", float(told[2]), float(told[3]))


def main(word: str = "") -> int:
    """Print a line for each file, and the sum."""
    with tempfile.TemporaryDirectory() as folder:
        every = samples(Path(folder))
        # What every process loads once is no file's cost.
        for kind in ("photo", "pdf"):
            judged(next(sample for sample in every if sample.expected == kind))
        return report([sample for sample in every if word in sample.name or word in sample.expected])


def report(files: list[Sample]) -> int:
    """Judge each of them, and tell."""
    costs = []
    sys.stdout.write(f"{'bytes':>10} {'MB':>6} {'s CPU':>6}  answer\n")
    for sample in files:
        cost = measured(sample)
        costs.append(cost)
        name = sample.name[:40].encode("unicode_escape").decode()
        mark = "" if cost.is_right else f"   WRONG, expected {sample.expected}"
        sys.stdout.write(
            f"{sample.place.stat().st_size:>10} {cost.megabytes:>6.0f} {cost.seconds:>6.2f}  {cost.answer:<26} {name}{mark}\n"
        )
    wrong = sum(not cost.is_right for cost in costs)
    most, longest = max(cost.megabytes for cost in costs), max(cost.seconds for cost in costs)
    bad = sum(not sample.is_good for sample in files)
    sys.stdout.write(f"{bad} hostile and {len(files) - bad} good files: {wrong} wrong answers; ")
    sys.stdout.write(f"at most {most:.0f} MB and {longest:.2f} s of CPU\n")
    return 1 if wrong or most > MOST_MB or longest > MOST_SECONDS else 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:2]))
