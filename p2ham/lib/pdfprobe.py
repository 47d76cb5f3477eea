"""PDFs of strangers, opened only in a child process that cannot grow or run for long.

The parent calls ``facts`` and ``page_image``; the child is this same file, run as a script with hard limits on memory
and time that it sets for itself before it reads a byte. No server process ever loads a PDF parser.
"""

import io
import json
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, BinaryIO

MEMORY = 150 * 1024 * 1024
CPU_SECONDS = 3
WALL_SECONDS = 15
MAX_PAGES = 500
_MAX_PIXELS = 6_000_000
_POINT = 1 / 72
_LARGEST_HEADER = 10_000
_LARGEST_PICTURE = 30_000_000

# What a file may make a viewer do, by the name of the action. A link to a web page is fine.
_ACTIONS = {
    "/JavaScript": "script",
    "/Launch": "script",
    "/SubmitForm": "script",
    "/ImportData": "script",
    "/GoToR": "script",  # opens another file, also one on a stranger's machine, to which the reader's name is shown
    "/Rendition": "script",
    "/RichMediaExecute": "script",
    "/GoToE": "attachment",
}
_KEYS = {"/JS": "script", "/JavaScript": "script", "/EF": "attachment", "/EmbeddedFiles": "attachment", "/XFA": "xfa"}
_KINDS = {
    "/FileAttachment": "attachment",
    "/EmbeddedFile": "attachment",
    "/RichMedia": "attachment",
    "/Movie": "attachment",
    "/Sound": "attachment",
    "/Screen": "attachment",
    "/3D": "attachment",
}


class PdfRefused(Exception):
    """``reason``: encrypted, script, attachment, xfa, damaged, no_pages, too_many_pages, too_complex, no_such_page."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class PageImage:
    """One page as a JPEG."""

    data: bytes
    width: int
    height: int
    pages: int
    content_type: str = "image/jpeg"


def facts(file: IO[bytes]) -> int:
    """The number of pages of a harmless, readable PDF. ``file`` is a real file. Raises ``PdfRefused``."""
    header, _ = _ask(file, "facts")
    return int(header["pages"])


def page_image(file: IO[bytes], *, page: int, width: int) -> PageImage:
    """Page ``page`` (from 1) as a JPEG of ``width`` pixels. ``file`` is a real file. Raises ``PdfRefused``."""
    header, data = _ask(file, "page", str(page), str(width))
    return PageImage(data, header["width"], header["height"], header["pages"])


def page_images(file: IO[bytes], *, first: int, last: int, width: int) -> Iterator[PageImage]:
    """Pages ``first`` to ``last`` one after the other, all drawn by one child that starts once.

    Each page has the limits of ``page_image``. Raises ``PdfRefused`` at the page that cannot be drawn; the caller may
    begin again behind it.
    """
    file.flush()
    file.seek(0)
    command = [*_command(), "pages", str(first), str(last), str(width)]
    child = subprocess.Popen(command, stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={})  # noqa: S603
    assert child.stdout is not None
    try:
        for _ in range(first, last + 1):
            watch = threading.Timer(WALL_SECONDS, child.kill)
            watch.start()
            try:
                header, data = _frame(child.stdout)
            finally:
                watch.cancel()
            yield PageImage(data, header["width"], header["height"], header["pages"])
    finally:
        child.kill()
        child.stdout.close()
        child.wait()


def _frame(stream: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    """One page from the child: two lengths, the header, the picture."""
    lengths = stream.read(8)
    if len(lengths) < 8:
        raise PdfRefused("too_complex")
    size, picture = struct.unpack(">II", lengths)
    if size > _LARGEST_HEADER or picture > _LARGEST_PICTURE:
        raise PdfRefused("too_complex")
    text, data = stream.read(size), stream.read(picture)
    if len(text) + len(data) < size + picture:
        raise PdfRefused("too_complex")
    header = json.loads(text)
    if "reason" in header:
        raise PdfRefused(header["reason"])
    return header, data


def _command() -> list[str]:
    return [sys.executable, "-I", str(Path(__file__).resolve())]


def _ask(file: IO[bytes], *task: str) -> tuple[dict[str, Any], bytes]:
    file.flush()
    file.seek(0)
    command = [*_command(), *task]
    try:
        child = subprocess.run(  # noqa: S603 - our own script, arguments are numbers
            command, stdin=file, capture_output=True, env={}, timeout=WALL_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise PdfRefused("too_complex") from error
    if child.returncode or len(child.stdout) < 4:
        raise PdfRefused("too_complex")
    (length,) = struct.unpack(">I", child.stdout[:4])
    header = json.loads(child.stdout[4 : 4 + length])
    if "reason" in header:
        raise PdfRefused(header["reason"])
    return header, child.stdout[4 + length :]


# --- in the child ---------------------------------------------------------------------------------------------------


def _confine(seconds: int = CPU_SECONDS) -> None:
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    statm = Path("/proc/self/statm")
    if statm.exists():
        now = int(statm.read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (now + MEMORY, now + MEMORY))


def _allow(seconds: int) -> None:
    """So many seconds more until the process is stopped, within what it was given at first."""
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    usage = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    soft = int(usage.ru_utime + usage.ru_stime) + seconds + 1
    resource.setrlimit(resource.RLIMIT_CPU, (min(soft, hard), hard))


def _judged(stream: BinaryIO) -> int:
    """Walk over every object of the file, whether a page uses it or not."""
    import pikepdf  # noqa: PLC0415 - in the child only

    _confine()
    try:
        pdf = pikepdf.open(stream)
        if pdf.is_encrypted:
            raise PdfRefused("encrypted")
        for value in _everything(pdf):
            _judge(value)
        pages = len(pdf.pages)
    except pikepdf.PasswordError as error:
        raise PdfRefused("encrypted") from error
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError, RecursionError) as error:
        raise PdfRefused("damaged") from error
    if pages == 0:
        raise PdfRefused("no_pages")
    if pages > MAX_PAGES:
        raise PdfRefused("too_many_pages")
    return pages


def _everything(pdf: Any) -> Iterator[Any]:
    """Every dictionary and stream: the trailer, all indirect objects and what lies directly in them."""
    import pikepdf  # noqa: PLC0415 - in the child only

    queue = [pdf.trailer]
    objects = iter(pdf.objects)
    while True:
        if not queue:
            following = next(objects, None)
            if following is None:
                return
            queue.append(following)
        value = queue.pop()
        if isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)):
            yield value
            children = [child for _, child in value.items()]
        elif isinstance(value, pikepdf.Array):
            children = list(value)
        else:
            continue
        queue += [child for child in children if not getattr(child, "is_indirect", True)]


def _judge(value: Any) -> None:
    for key in value.keys():  # noqa: SIM118 - a PDF object is not a mapping
        if key in _KEYS:
            raise PdfRefused(_KEYS[key])
    action, kind, subtype = (str(value.get(key, "")) for key in ("/S", "/Type", "/Subtype"))
    reason = _ACTIONS.get(action) or _KINDS.get(kind) or _KINDS.get(subtype)
    if reason:
        raise PdfRefused(reason)


def _render(stream: BinaryIO, number: int, width: int) -> tuple[dict[str, Any], bytes]:
    import pypdfium2  # noqa: PLC0415 - in the child only

    _confine()
    try:
        document = pypdfium2.PdfDocument(stream)
        return _drawn(document, number, width)
    except pypdfium2.PdfiumError as error:
        raise PdfRefused("damaged") from error


def _drawn(document: Any, number: int, width: int) -> tuple[dict[str, Any], bytes]:
    pages = len(document)
    if not 1 <= number <= pages:
        raise PdfRefused("no_such_page")
    page = document[number - 1]
    across, down = page.get_size()
    if min(across, down) * _POINT < 0.1:
        raise PdfRefused("damaged")
    scale = min(width / across, (_MAX_PIXELS / (across * down)) ** 0.5)
    drawn = page.render(scale=scale, draw_annots=True, may_draw_forms=False)
    picture = drawn.to_pil().convert("RGB")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=82, optimize=True)
    drawn.close()
    page.close()
    return {"width": picture.width, "height": picture.height, "pages": pages}, out.getvalue()


def _stream(stream: BinaryIO, first: int, last: int, width: int) -> None:
    """Draw several pages; each has ``CPU_SECONDS`` from where the one before it ended."""
    import pypdfium2  # noqa: PLC0415 - in the child only

    _confine(CPU_SECONDS * (last - first + 2))
    document = None
    for number in range(first, last + 1):
        header: dict[str, Any]
        data = b""
        _allow(CPU_SECONDS)
        try:
            document = document or pypdfium2.PdfDocument(stream)
            header, data = _drawn(document, number, width)
        except pypdfium2.PdfiumError:
            header = {"reason": "damaged"}
        except PdfRefused as refused:
            header = {"reason": refused.reason}
        text = json.dumps(header).encode()
        sys.stdout.buffer.write(struct.pack(">II", len(text), len(data)) + text + data)
        sys.stdout.buffer.flush()


def _main(task: list[str]) -> None:
    stream = sys.stdin.buffer
    if task[0] == "pages":
        _stream(stream, int(task[1]), int(task[2]), int(task[3]))
        return
    header: dict[str, Any]
    data = b""
    try:
        if task[0] == "facts":
            header = {"pages": _judged(stream)}
        else:
            header, data = _render(stream, int(task[1]), int(task[2]))
    except PdfRefused as refused:
        header = {"reason": refused.reason}
    text = json.dumps(header).encode()
    sys.stdout.buffer.write(struct.pack(">I", len(text)) + text + data)


if __name__ == "__main__":
    _main(sys.argv[1:])
