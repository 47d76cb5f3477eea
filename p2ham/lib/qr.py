"""QR codes as pictures for papers and pages."""

import base64
import io

import segno
from PIL import Image

# A fixed mask spares the comparison of all eight, which is most of the work; readers take any.
_MASK = 3
_MODULE_PIXELS = 6
_QUIET_MODULES = 4


def png(text: str) -> bytes:
    """A black and white PNG without transparency, with the quiet zone around it."""
    rows = segno.make(text, error="m", mask=_MASK, micro=False).matrix
    side = len(rows)
    modules = Image.frombytes("L", (side, side), b"".join(bytes(0 if dark else 255 for dark in row) for row in rows))
    whole = side + 2 * _QUIET_MODULES
    picture = Image.new("L", (whole, whole), 255)
    picture.paste(modules, (_QUIET_MODULES, _QUIET_MODULES))
    out = io.BytesIO()
    # Pillow writes it in a tenth of the time that the code's own writer takes.
    picture.resize((whole * _MODULE_PIXELS,) * 2, Image.Resampling.NEAREST).convert("1").save(out, format="PNG")
    return out.getvalue()


def data_uri(text: str) -> str:
    """The same as an address for ``<img src>``; the image's ``alt`` must tell the text."""
    return "data:image/png;base64," + base64.b64encode(png(text)).decode()
