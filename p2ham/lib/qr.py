"""QR codes as pictures for papers and pages."""

import base64
import io

import segno

# A fixed mask spares the comparison of all eight, which is most of the work; readers take any.
_MASK = 3
_MODULE_PIXELS = 6


def png(text: str) -> bytes:
    """A black and white PNG without transparency, with the quiet zone around it."""
    out = io.BytesIO()
    code = segno.make(text, error="m", mask=_MASK, micro=False)
    code.save(out, kind="png", scale=_MODULE_PIXELS, border=4, dark="black", light="white")
    return out.getvalue()


def data_uri(text: str) -> str:
    """The same as an address for ``<img src>``; the image's ``alt`` must tell the text."""
    return "data:image/png;base64," + base64.b64encode(png(text)).decode()
