"""Electronic signatures in PDFs of strangers, verified offline in a child process that cannot grow or run for long.

As in ``pdfprobe``, the child is this same file run as a script. pyHanko is a large library: importing it alone takes
68 MB of address space and 0.9 s of CPU, and judging what was appended after a signature compares whole revisions of
the file. So the limits are wider than those of ``pdfprobe``, and a file that bears no signature never gets here.

Nothing is fetched from the network. Whether a certificate has been revoked since it was issued is therefore *not*
checked; "trusted" says that it leads to a root of this installation and is within its period now, no more.
"""

import datetime as dt
import json
import logging
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, BinaryIO

MEMORY = 300 * 1024 * 1024
CPU_SECONDS = 10
WALL_SECONDS = 30
MAX_SIGNATURES = 20
_LONGEST = 200
# Two different papers can be made to share such a digest.
_WEAK = {"md2", "md5", "sha1"}
_CHUNK = 1024 * 1024
# Every signature names the bytes that it covers, and never inside a compressed object.
_MARK = b"/ByteRange"


@dataclass(frozen=True)
class Signature:
    """What is known of one signature, in the order of signing.

    ``intact``: the signed bytes are those that were signed. ``covers_all``: nothing was changed after it but what a
    signature allows, such as a further signature. ``problem``: empty, or why the file is not to be accepted: damaged,
    tampered, changed, expired, weak, detached (a signature to which no field leads), too_many, too_complex.
    """

    signer: str = ""
    issuer: str = ""
    signed_at: dt.datetime | None = None
    intact: bool = False
    covers_all: bool = False
    is_trusted: bool = False
    problem: str = ""


def is_signed(file: IO[bytes]) -> bool:
    """Whether the bytes name a signature at all: a plain search, so that unsigned scans cost nothing more."""
    file.seek(0)
    tail = b""
    try:
        while chunk := file.read(_CHUNK):
            if _MARK in tail + chunk:
                return True
            tail = chunk[1 - len(_MARK) :]
        return False
    finally:
        file.seek(0)


def verify(file: IO[bytes], *, trust: str = "") -> list[Signature]:
    """The signatures of a PDF; none when it bears none. ``trust``: path of a PEM file with the trusted roots.

    Whatever the bytes are, this answers: what cannot be verified is a signature with a ``problem``.
    """
    if not is_signed(file):
        return []
    with tempfile.TemporaryFile() as copy:
        shutil.copyfileobj(file, copy, _CHUNK)
        file.seek(0)
        copy.flush()
        copy.seek(0)
        return _asked(copy, trust)


def _asked(file: IO[bytes], trust: str) -> list[Signature]:
    command = [sys.executable, "-I", str(Path(__file__).resolve()), trust]
    try:
        child = subprocess.run(  # noqa: S603 - our own script, the argument is a setting
            command, stdin=file, capture_output=True, env={}, timeout=WALL_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return [Signature(problem="too_complex")]
    if child.returncode:
        return [Signature(problem="too_complex")]
    rows = json.loads(child.stdout)
    for row in rows:
        row["signed_at"] = dt.datetime.fromisoformat(row["signed_at"]) if row["signed_at"] else None
    return [Signature(**row) for row in rows]


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


def _verified(stream: BinaryIO, trust: str) -> list[Signature]:
    from pyhanko.keys import load_certs_from_pemder  # noqa: PLC0415 - in the child only
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415
    from pyhanko.sign import validation  # noqa: PLC0415, F401 - loaded before the limits are set

    roots = list(load_certs_from_pemder([trust])) if trust else []
    _confine()
    try:
        found = PdfFileReader(stream, strict=False).embedded_signatures
    except MemoryError:
        raise
    except Exception:
        return [Signature(problem="damaged")]
    if not found:
        return [Signature(problem="detached")]
    if len(found) > MAX_SIGNATURES:
        return [Signature(problem="too_many")]
    persons = [one for one in found if one.sig_object_type == "/Sig"]
    judged = [_judged(one, roots, is_last=one in (found[-1], persons[-1] if persons else None)) for one in found]
    # A time stamp over the document has no signer to name; it counts only when something is wrong with it.
    return [row for row, one in zip(judged, found, strict=True) if row.problem or one in persons]


def _judged(one: Any, roots: list[Any], *, is_last: bool) -> Signature:
    from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp  # noqa: PLC0415
    from pyhanko.sign.validation.errors import DisallowedAlgorithmError  # noqa: PLC0415
    from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415

    facts: dict[str, Any] = {}
    try:
        facts = {"signer": _person(one.signer_cert.subject), "issuer": _office(one.signer_cert.issuer)}
        context = ValidationContext(trust_roots=roots, allow_fetching=False)
        status: Any
        if one.sig_object_type == "/DocTimeStamp":
            status = validate_pdf_timestamp(one, context)
        else:
            status = validate_pdf_signature(one, context)
        stamped = one.self_reported_timestamp
        facts["signed_at"] = stamped.isoformat() if stamped and stamped.tzinfo else None
        facts["intact"] = bool(status.intact and status.valid)
        facts["covers_all"] = _untouched(one, status, is_last=is_last)
        period = one.signer_cert["tbs_certificate"]["validity"]
        now = dt.datetime.now(dt.UTC)
        in_force = period["not_before"].native <= now <= period["not_after"].native
        facts["is_trusted"] = bool(roots and status.trusted and facts["intact"] and facts["covers_all"])
    except MemoryError:
        raise
    except DisallowedAlgorithmError:
        return Signature(**facts, problem="weak")
    except Exception:
        return Signature(signer=facts.get("signer", ""), issuer=facts.get("issuer", ""), problem="damaged")
    problem = ""
    if one.md_algorithm in _WEAK:
        problem = "weak"
    elif not facts["intact"]:
        problem = "tampered"
    elif not facts["covers_all"]:
        problem = "changed"
    elif not in_force:
        problem = "expired"
    return Signature(**facts, problem=problem)


def _untouched(one: Any, status: Any, *, is_last: bool) -> bool:
    """Whether the file holds nothing that was added after the signature but what it allows.

    After the last one only what proves it for later (certificates, time stamps); after an earlier one, what the next
    signers add and sign themselves. Bytes behind the last revision, which readers may take for anything, are a change.
    """
    from pyhanko.sign.diff_analysis import ModificationLevel  # noqa: PLC0415
    from pyhanko.sign.validation import SignatureCoverageLevel  # noqa: PLC0415

    if status.coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return True
    if status.coverage != SignatureCoverageLevel.ENTIRE_REVISION or not status.docmdp_ok:
        return False
    level = status.modification_level
    allowed = ModificationLevel.LTA_UPDATES if is_last else ModificationLevel.FORM_FILLING
    if not isinstance(level, ModificationLevel) or level > allowed:
        return False
    one.reader.stream.seek(sum([int(number) for number in one.byte_range][-2:]))
    behind = one.reader.stream.read().rstrip()
    return behind.endswith(b"%%EOF") if level != ModificationLevel.NONE else not behind


def _person(name: Any) -> str:
    return _text(name.native.get("common_name") or name.human_friendly)


def _office(name: Any) -> str:
    found = name.native
    return _text(found.get("common_name") or found.get("organization_name") or name.human_friendly)


def _text(value: Any) -> str:
    """Somebody's words on one line, without control and direction marks."""
    value = ", ".join(value) if isinstance(value, list) else str(value)
    kept = "".join(char if unicodedata.category(char)[0] != "C" else " " for char in value)
    return " ".join(kept.split())[:_LONGEST]


def _main(trust: str) -> None:
    logging.disable(logging.CRITICAL)
    sys.stdout.write(json.dumps([asdict(row) for row in _verified(sys.stdin.buffer, trust)]))


if __name__ == "__main__":
    _main(sys.argv[1])
