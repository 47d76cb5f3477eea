"""Every point of every verb, on both storages: ``python -m tests.faults.long`` (some minutes, not part of the suite)."""

import sys

import pytest

if __name__ == "__main__":
    raise SystemExit(pytest.main(["tests/faults", "--every-point", "-n", "0", *sys.argv[1:]]))
