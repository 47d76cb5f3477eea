"""What differs between a ceremony as it was and as it is, in words as people read them."""

from collections.abc import Sequence

from assessments.pencanangan.models import Ceremony, Witness
from p2ham.lib import dates

NONE = "tidak ada"
NAME_FOLLOWS = "nama menyusul"

Change = dict[str, str]


def described(witness: Witness) -> str:
    """A witness in one line."""
    facts = [witness.name or NAME_FOLLOWS, witness.title, witness.institution]
    if witness.identity_number:
        # Everybody who sees the ceremony reads this: the whole number stands on the letter alone.
        facts.append(f"NIP/NRP berakhiran {witness.identity_number[-4:]}")
    kind = witness.get_kind_display()
    return f"{', '.join(fact for fact in facts if fact)} ({kind}{', hadir daring' if witness.online else ''})"


def _key(witness: Witness) -> tuple[object, ...]:
    return (
        witness.kind,
        witness.name,
        witness.title,
        witness.institution,
        witness.identity_number,
        bool(witness.online),
    )


def compare(before: Ceremony, after: Ceremony, were: Sequence[Witness], are: Sequence[Witness]) -> list[Change]:
    """Every difference: label, before, after. Empty when nothing changed."""
    earlier, later = _facts(before), _facts(after)
    found = [
        {"label": label, "before": earlier[label], "after": later[label]}
        for label in earlier
        if earlier[label] != later[label]
    ]
    return found + _witness_changes(were, are)


def _facts(ceremony: Ceremony) -> dict[str, str]:
    return {
        "Tanggal acara": dates.long_date(ceremony.date),
        "Pukul": f"{ceremony.starts_at:%H.%M}" if ceremony.starts_at else NONE,
        "Tempat": ceremony.place,
        "Kota": ceremony.city,
        "Cara pelaksanaan": ceremony.get_mode_display(),
        "Pemimpin deklarasi": f"{ceremony.leader_name}, {ceremony.leader_title}",
        "Mengetahui kepala kantor": "dicantumkan" if ceremony.acknowledged else "tidak dicantumkan",
        "Ukuran kertas": ceremony.get_page_size_display(),
    }


def _witness_changes(were: Sequence[Witness], are: Sequence[Witness]) -> list[Change]:
    """Witnesses that went and came; one who takes the place of another of the same kind is one change."""
    gone, come = list(were), list(are)
    for witness in were:
        same = next((row for row in come if _key(row) == _key(witness)), None)
        if same:
            gone.remove(witness)
            come.remove(same)
    found = []
    for witness in gone:
        heir = next((row for row in come if row.kind == witness.kind), None)
        if heir:
            come.remove(heir)
        label = "Saksi diubah" if heir else "Saksi dihapus"
        found.append({"label": label, "before": described(witness), "after": described(heir) if heir else NONE})
    return found + [{"label": "Saksi ditambahkan", "before": NONE, "after": described(row)} for row in come]
