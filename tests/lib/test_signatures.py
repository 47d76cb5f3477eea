"""Electronic signatures: what is said of honest ones, of broken ones, and of files that only look signed."""

import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from p2ham.lib import signatures
from tests import samples_signed
from tests.samples_signed import ISSUER, SIGNER

GOOD = samples_signed.signed()


@pytest.fixture(scope="module")
def trust(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A PEM file with the throw-away authority."""
    path: Path = tmp_path_factory.mktemp("trust") / "akar.pem"
    path.write_bytes(samples_signed.authority().pem)
    return str(path)


def verified(data: bytes, trust: str = "") -> list[signatures.Signature]:
    return signatures.verify(io.BytesIO(data), trust=trust)


def test_verify_trusted(trust: str) -> None:
    (one,) = verified(GOOD, trust)
    assert (one.signer, one.issuer, one.problem) == (SIGNER, ISSUER, "")
    assert (one.intact, one.covers_all, one.is_trusted) == (True, True, True)
    assert one.signed_at is not None


def test_verify_trusts_nobody_by_default() -> None:
    (one,) = verified(GOOD)
    assert (one.intact, one.is_trusted, one.problem) == (True, False, "")


def test_verify_of_another_issuer(trust: str) -> None:
    (one,) = verified(samples_signed.signed(by="Penerbit Lain"), trust)
    assert (one.issuer, one.intact, one.is_trusted, one.problem) == ("Penerbit Lain", True, False, "")


def test_verify_two_signers(trust: str) -> None:
    both = samples_signed.signed(GOOD, person="Kedua, M.H.", field="Saksi")
    first, second = verified(both, trust)
    assert (first.signer, second.signer) == (SIGNER, "Kedua, M.H.")
    assert first.is_trusted
    assert second.is_trusted


BROKEN: list[tuple[Callable[[bytes], bytes], str]] = [
    (samples_signed.tampered, "tampered"),
    (samples_signed.page_turned, "changed"),
    (samples_signed.bytes_behind, "changed"),
    (samples_signed.cms_damaged, "damaged"),
    (samples_signed.range_outside, "tampered"),
    (samples_signed.range_negative, "tampered"),
    (samples_signed.part_unsigned, "tampered"),
    (samples_signed.detached, "detached"),
]


@pytest.mark.parametrize(("broken", "problem"), BROKEN, ids=lambda value: getattr(value, "__name__", None))
def test_verify_broken(broken: Callable[[bytes], bytes], problem: str, trust: str) -> None:
    (one,) = verified(broken(GOOD), trust)
    assert one.problem == problem
    assert not one.is_trusted


def test_verify_change_after_the_last_of_two(trust: str) -> None:
    both = samples_signed.signed(GOOD, person="Kedua, M.H.", field="Saksi")
    assert {row.problem for row in verified(samples_signed.page_turned(both), trust)} == {"changed"}


def test_verify_expired_certificate(trust: str) -> None:
    (one,) = verified(samples_signed.signed(days=(-400, -5)), trust)
    assert (one.problem, one.is_trusted) == ("expired", False)


def test_verify_weak_digest(trust: str) -> None:
    (one,) = verified(samples_signed.signed(algorithm="sha1"), trust)
    assert one.problem == "weak"


@pytest.mark.parametrize("data", [b"%PDF-1.4 /ByteRange", b"/ByteRange" * 5000, GOOD[:20000] + b"/ByteRange"])
def test_verify_rubbish(data: bytes) -> None:
    (one,) = verified(data)
    assert one.problem in {"damaged", "detached"}


def test_verify_too_many(trust: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bound is in the child, which is this file: a copy of it with a smaller one is asked."""
    source = Path(signatures.__file__).read_text().replace("MAX_SIGNATURES = 20", "MAX_SIGNATURES = 1")
    child = Path(trust).with_name("anak.py")
    child.write_text(source)
    monkeypatch.setattr(signatures, "__file__", str(child))
    (one,) = verified(samples_signed.signed(GOOD, person="Kedua", field="Saksi"), trust)
    assert one.problem == "too_many"


@pytest.mark.parametrize("limit", ["MEMORY = 300 * 1024 * 1024", "CPU_SECONDS = 10"])
def test_verify_beyond_the_limits(limit: str, trust: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that needs more than the child has costs the server nothing and gets an answer."""
    name = limit.split(" ")[0]
    source = Path(signatures.__file__).read_text()
    assert limit in source
    child = Path(trust).with_name(f"{name}.py")
    greedy = "bytearray(400 * 1024 * 1024)" if name == "MEMORY" else "exec('while True: pass')"
    source = source.replace(
        "    try:\n        found = PdfFileReader", f"    {greedy}\n    try:\n        found = PdfFileReader"
    )
    child.write_text(source.replace("CPU_SECONDS = 10", "CPU_SECONDS = 3"))
    monkeypatch.setattr(signatures, "__file__", str(child))
    (one,) = verified(GOOD, trust)
    assert one.problem == "too_complex"


def test_verify_large(trust: str) -> None:
    """The largest letter that the door lets in."""
    (one,) = verified(samples_signed.signed(samples_signed.large(19 * 1024 * 1024)), trust)
    assert (one.problem, one.is_trusted) == ("", True)


def test_is_signed_finds_the_mark_across_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signatures, "_CHUNK", 64)
    for before in range(130):
        assert signatures.is_signed(io.BytesIO(b"x" * before + b"/ByteRange" + b"x" * 90))
    assert not signatures.is_signed(io.BytesIO(b"/ByteRang" * 50))


def test_unsigned_costs_no_child(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*args: object, **kwargs: object) -> None:
        raise AssertionError("a child was started")

    monkeypatch.setattr(subprocess, "run", never)
    assert verified(samples_signed.plain()) == []


def test_no_parser_in_the_server() -> None:
    """The server's own process never loads a PDF parser."""
    code = "import p2ham.lib.signatures, sys; sys.exit(any(name.startswith('pyhanko') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
