"""The sheet as it will be once the files that are on their way have come. Pure: asks the database nothing."""

from dataclasses import replace

from django.utils import timezone

from assessments.files.models import StoredFile
from assessments.verifikasi.models import Evidence, EvidenceUpload
from assessments.verifikasi.queries.sheets import Exhibit, Item, Sheet
from indicators.models import EvidenceRequirement


def is_photo(meant: EvidenceUpload) -> bool:
    """Whether the file will be a photo; where papers are asked for, its name tells."""
    if meant.hand_off_id or meant.requirement.kind == EvidenceRequirement.Kind.PHOTO:
        return True
    return not meant.upload.name.lower().endswith(".pdf")


def is_silent(meant: EvidenceUpload) -> bool:
    """Whether something is still to be said about the file before its sheet may be handed in."""
    if not is_photo(meant):
        return False
    asks_people = meant.requirement.kind == EvidenceRequirement.Kind.PHOTO
    return not description_of(meant) or (asks_people and not meant.people)


def description_of(meant: EvidenceUpload) -> str:
    """What stands with the file: a newer version keeps what was said of the older one."""
    return (meant.description or (meant.replaces.description if meant.replaces else "")).strip()


def with_uploads(sheet: Sheet, running: list[EvidenceUpload], *, answered: bool = False) -> Sheet:
    """The sheet with ``running`` attached; ``answered``: as if all was said about them that has to be said."""
    items = []
    for item in sheet.items:
        coming = [meant for meant in running if meant.indicator_id == item.indicator.pk]
        replaced = {meant.replaces_id for meant in coming}
        exhibits = [Exhibit(e.evidence, e.address) for e in item.exhibits if e.pk not in replaced]
        exhibits += [_exhibit(item, meant, answered=answered) for meant in coming]
        items.append(replace(item, exhibits=exhibits))
    return Sheet(sheet.participation, items)


def _exhibit(item: Item, meant: EvidenceUpload, *, answered: bool) -> Exhibit:
    upload = meant.upload
    file = StoredFile(
        name=upload.name,
        kind=StoredFile.Kind.PHOTO if is_photo(meant) else StoredFile.Kind.PDF,
        # The device's word: good enough to tell beforehand that the same photo will not count twice.
        received_sha256=str(upload.claims.get("sent_sha256", "")),
        received_size=upload.size,
    )
    evidence = Evidence(
        pk=-meant.pk,
        answer=item.answer,
        requirement=meant.requirement,
        file=file,
        description=description_of(meant) or ("-" if answered else ""),
        people=meant.people or (Evidence.People.NONE if answered else ""),
        added_at=timezone.now(),
    )
    return Exhibit(evidence, lambda evidence, variant: "")
