"""The arguments of routes about offline packs."""

from typing import Any

from assessments.verifikasi.workflow import AnnouncedPack, begin_pack
from tests.cast import Cast
from tests.verifikasi import packs
from tests.verifikasi import scenes as sheets


def offline_pack(cast: Cast) -> dict[str, Any]:
    """A pack that was received."""
    unit = sheets.declared(cast)
    return {"pk": unit.pk, "pack": packs.sent(unit, cast.operator, packs.filled(unit)).pk}


def pack_on_its_way(cast: Cast) -> dict[str, Any]:
    """A pack of which no byte has come yet."""
    unit = sheets.declared(cast)
    told = AnnouncedPack(name="paket.zip", size=100)
    return {"pk": unit.pk, "token": begin_pack(participation=unit, announced=told, by=cast.operator).token}
