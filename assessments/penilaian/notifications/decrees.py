"""What units and their coordinators are told of a decree and its certificates; outcomes only once it is in force."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.urls import reverse

from assessments.penilaian.models import Award, Decree, DecreeItem
from units.models import REGION_ROLES, UNIT_ROLES, Posting, User
from units.notifications import tell


def _by_unit(units: Iterable[int], roles: Sequence[str]) -> dict[int, list[User]]:
    """Everybody posted today in one of ``roles``, by unit. One query whatever the number of units."""
    found: dict[int, dict[int, User]] = defaultdict(dict)
    postings = Posting.objects.current().filter(role__in=roles, work_unit__in=list(units)).select_related("user")
    for posting in postings:
        if posting.work_unit_id is not None:
            found[posting.work_unit_id][posting.user_id] = posting.user
    return {unit: list(users.values()) for unit, users in found.items()}


def decided(decree: Decree, items: Sequence[DecreeItem]) -> None:
    """Tell each unit its own outcome, and each coordinator, in one message, those of its units."""
    own = _by_unit([item.participation.work_unit_id for item in items], UNIT_ROLES)
    for item in items:
        participation = item.participation
        tell(
            own.get(participation.work_unit_id, []),
            key=f"decree:{decree.pk}:{participation.pk}",
            subject=_subject(item),
            body=_body(decree, item),
            path=reverse("penilaian_result", args=[participation.pk]),
        )
    regions: dict[int, list[DecreeItem]] = defaultdict(list)
    for item in items:
        if item.participation.coordinator_id is not None:
            regions[item.participation.coordinator_id].append(item)
    officers = _by_unit(regions, REGION_ROLES)
    for coordinator, found in regions.items():
        lines = "\n".join(
            f"- {item.participation.work_unit.short_name}: {'berpredikat' if item.awarded else 'belum berpredikat'}"
            for item in found
        )
        tell(
            officers.get(coordinator, []),
            key=f"decree:{decree.pk}:region:{coordinator}",
            subject=f"Hasil penetapan predikat P2HAM {decree.cycle.year} bagi {len(found)} unit Anda",
            body=f"Keputusan {decree.number} sudah berlaku. Hasil unit yang Anda dampingi:\n{lines}",
            path=reverse("pembinaan_items"),
        )


def _subject(item: DecreeItem) -> str:
    name = item.participation.work_unit.short_name
    if item.awarded:
        return f"Selamat, {name} meraih predikat P2HAM"
    return f"Hasil penilaian P2HAM {name}"


def _body(decree: Decree, item: DecreeItem) -> str:
    name, year = item.participation.work_unit.name, decree.cycle.year
    if item.awarded:
        return (
            f"{name} ditetapkan sebagai Unit Kerja Pelayanan Publik Berbasis HAM Tahun {year} melalui Keputusan "
            f"{decree.number}. Rincian nilainya dapat dibaca di portal; piagamnya menyusul."
        )
    return (
        f"{name} belum memperoleh predikat pada tahun {year} (Keputusan {decree.number}). Rincian nilai beserta "
        "alasannya dapat dibaca di portal, dan unit Anda dapat mengikuti penilaian lagi pada siklus berikutnya."
    )


def certified(awards: Sequence[Award]) -> None:
    """Tell the units that their certificates are there."""
    own = _by_unit([award.participation.work_unit_id for award in awards], UNIT_ROLES)
    for award in awards:
        participation = award.participation
        number = award.certificate.number_text if award.certificate else ""
        tell(
            own.get(participation.work_unit_id, []),
            key=f"certificate:{award.pk}",
            subject=f"Piagam P2HAM {participation.work_unit.short_name} sudah terbit",
            body=f"Piagam nomor {number} dapat dibuka dan diunduh di portal. Kode QR pada piagam dapat diperiksa siapa "
            "saja tanpa akun.",
            path=reverse("penilaian_certificate", args=[participation.pk]),
        )
