"""The policy of every route, stated once. A route without a row here fails the suite; there is no default row."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from assessments.cycle import extensions, schedules
from assessments.cycle.models import Extension, Participation, Signatory, Window, WindowChange
from assessments.cycle.states import Stage
from assessments.pembinaan.models import ActionItem
from assessments.pencanangan.models import Application
from indicators.models import Indicator, IndicatorExample
from tests import factories
from tests.cast import Cast
from tests.house.packs import offline_pack, pack_on_its_way
from tests.house.sheets import (
    first_exhibit,
    first_indicator,
    of_sheet,
    outcome_paper,
    own_remark,
    own_upload,
    ready_sentence,
)
from tests.pembinaan import scenes as coaching
from tests.pencanangan import scans as signed_pile
from tests.pencanangan import scenes
from tests.penilaian import scenes as scores
from tests.verifikasi import scenes as sheets
from units.models import Announcement, Category, Kind, Posting, Role

NATIONAL = ("verifier", "second_verifier", "lead", "admin", "leadership", "observer")
OFFICE = ("coordinator", "coordinator_head")
SCORERS = ("assessor", "second_assessor")
CHECKERS = ("verifier", "second_verifier", "leadership")
THE_UNIT = ("operator", "head", *OFFICE)
# Everybody who may apply for units: the offices, and the people of a unit that applies by itself.
APPLICANTS = (*THE_UNIT, "neighbour_operator", "foreign_operator", "foreign_coordinator")


def nothing(cast: Cast) -> dict[str, Any]:
    """The route has no arguments."""
    return {}


@dataclass(frozen=True)
class Route:
    """Who may come in, and to which object of the play; everybody else of the cast is a stranger to it.

    ``insiders`` are people of ``tests/cast.py``. Empty: everybody with an account, each to what is theirs.
    ``kwargs`` makes the object and returns the arguments of the address.
    """

    insiders: tuple[str, ...] = ()
    kwargs: Callable[[Cast], dict[str, Any]] = nothing
    public: bool = field(default=False, kw_only=True)


def public(kwargs: Callable[[Cast], dict[str, Any]] = nothing) -> Route:
    """A route for everybody, account or not."""
    return Route(kwargs=kwargs, public=True)


def own() -> Route:
    """A route for everybody with an account, each to what is theirs; its address names no object."""
    return Route()


def pk(of: Callable[[Cast], Any]) -> Callable[[Cast], dict[str, Any]]:
    """The arguments of a route to one object."""
    return lambda cast: {"pk": of(cast).pk}


def proposed_window(cast: Cast) -> WindowChange | None:
    """A change of a running window that waits for its second person."""
    window = Window.objects.filter(cycle=cast.cycle)[0]
    later = {"opens_at": window.opens_at, "closes_at": window.closes_at + dt.timedelta(days=1)}
    return schedules.set_window(window=window, reason="Banjir", by=cast.admin, path="/siklus/", **later)


def proposed_extension(cast: Cast) -> Extension:
    """A later closing for one unit that waits for its second person."""
    return extensions.extend(
        cycle=cast.cycle,
        stage=Stage.PENCANANGAN,
        participation=cast.participation(),
        closes_at=timezone.now() + dt.timedelta(days=60),
        reason="Banjir",
        by=cast.admin,
        path="/siklus/",
    )


def draft_indicator(cast: Cast) -> Indicator:
    """An indicator that may still be edited."""
    return Indicator.objects.filter(criterion__instrument=factories.instrument(published=False))[0]


def example_photo(cast: Cast) -> IndicatorExample:
    """A photo that advises about an indicator of the running cycle."""
    indicator = Indicator.objects.filter(criterion__instrument=cast.cycle.instrument)[0]
    return indicator.examples.create(kind="baik", caption="Terbaca", alt="Papan", picture=b"jpeg", sha256="0" * 64)


def announcement(cast: Cast) -> Announcement:
    """An announcement for everybody."""
    return Announcement.objects.create(title="Pengumuman", body="Isi")


def at_the_secretariat(cast: Cast) -> dict[str, Any]:
    """The coordinator of the play also speaks for a regional secretariat."""
    setda = factories.unit("Setda Contoh", kind=Kind.SETDA, category=Category.REGION)
    Posting.objects.create(user=cast.coordinator, role=Role.COORDINATOR, work_unit=setda)
    return {}


def application(cast: Cast) -> Application:
    """The office's application for the unit of the play."""
    return scenes.applied(cast)


def declared(cast: Cast) -> Participation:
    """The unit of the play after its ceremony, with letter and signed scan."""
    return scenes.declared(cast)[0]


def ceremony_photo(cast: Cast) -> dict[str, Any]:
    """A photo of the ceremony of the unit of the play."""
    photo = scenes.photographed(cast)
    return {"pk": photo.ceremony.application_id, "photo": photo.pk}


def scanned_page(cast: Cast) -> dict[str, Any]:
    """A page of what came back for the office's ceremony."""
    page = signed_pile.one_page(cast)
    return {"pk": page.source.ceremony.application_id, "page": page.pk}


def scanned_source(cast: Cast) -> dict[str, Any]:
    """The upload of that page."""
    page = signed_pile.one_page(cast)
    return {"pk": page.source.ceremony.application_id, "source": page.source_id}


def of_scored(make: Callable[[Cast], Any], **more: Callable[[Participation], Any]) -> Callable[[Cast], dict[str, Any]]:
    """The arguments of a route about a unit on its way through the scoring, as ``make`` brings it there."""

    def kwargs(cast: Cast) -> dict[str, Any]:
        made = make(cast)
        unit = made[0].participation if isinstance(made, tuple) else made
        return {"pk": unit.pk} | {name: pick(unit) for name, pick in more.items()}

    return kwargs


def lost_indicator(unit: Participation) -> int:
    """The indicator on which the unit lost something."""
    return int(scores.indicators(unit)["A2"].pk)


def answered(cast: Cast) -> ActionItem:
    """An action item with the unit's answer."""
    item = coaching.ask(coaching.lossy(cast), cast.coordinator)
    coaching.answer(item, cast.operator)
    return item


def action_file(cast: Cast) -> dict[str, Any]:
    """A file of an answer to an action item."""
    item = answered(cast)
    return {"pk": item.pk, "file": item.replies.get().evidence.get().file_id, "variant": "kecil"}


def pile_made(cast: Cast) -> dict[str, Any]:
    """The pile of the ceremony of the play."""
    found = scenes.pile(cast)
    return {"pk": found.ceremony.application_id, "pile": found.pk}


ROUTES: dict[str, Route] = {
    # --- accounts: allauth's own pages ---
    "account_login": public(),
    "account_logout": public(),  # asks and ends the session of whoever has one
    "account_inactive": public(),
    "account_signup": public(),
    "account_reset_password": public(),
    "account_reset_password_done": public(),
    "account_reset_password_from_key": public(lambda cast: {"uidb36": "1", "key": "abc"}),
    "account_reset_password_from_key_done": public(),
    "account_reauthenticate": own(),
    "account_change_password": own(),
    "account_set_password": own(),
    "mfa_index": own(),
    "mfa_authenticate": public(),  # the second step of a login
    "mfa_reauthenticate": own(),
    "mfa_activate_totp": own(),
    "mfa_deactivate_totp": own(),
    "mfa_view_recovery_codes": own(),
    "mfa_generate_recovery_codes": own(),
    "mfa_download_recovery_codes": own(),
    # --- units ---
    "people": Route(("admin",)),
    "person_invite": Route(("admin",)),
    "person": Route(("admin",), pk(lambda cast: cast.operator)),
    "person_post": Route(("admin",), pk(lambda cast: cast.operator)),
    "posting_end": Route(("admin",), pk(lambda cast: cast.operator.postings.get())),
    "invitation_accept": public(lambda cast: {"token": "tidak-ada"}),  # the token is the key
    "official_edit": Route((*THE_UNIT, "admin"), pk(lambda cast: cast.unit)),
    # --- indicators ---
    "instruments": Route(("admin", "leadership")),
    "instrument": Route(("admin", "leadership"), pk(lambda cast: cast.cycle.instrument)),
    "instrument_copy": Route(("admin",), pk(lambda cast: cast.cycle.instrument)),
    "instrument_publish": Route(("admin",), pk(lambda cast: factories.instrument(published=False))),
    "instrument_edit": Route(("admin",), pk(lambda cast: factories.instrument(published=False))),
    "indicator_edit": Route(("admin",), pk(draft_indicator)),
    "indicator_examples": Route(("admin",), pk(draft_indicator)),
    "example_edit": Route(("admin",), pk(example_photo)),
    "example_remove": Route(("admin",), pk(example_photo)),
    "example_picture": Route(("admin",), pk(example_photo)),
    # --- cycle ---
    "cycles": Route(("admin", "leadership")),
    "cycle_new": Route(("admin",)),
    "cycle": Route(("admin", "leadership"), pk(lambda cast: cast.cycle)),
    "cycle_edit": Route(("admin",), pk(lambda cast: cast.cycle)),
    "cycle_enrol": Route(("admin",), pk(lambda cast: cast.cycle)),
    "cycle_window": Route(("admin",), pk(lambda cast: Window.objects.filter(cycle=cast.cycle)[0])),
    "cycle_window_change": Route(("admin", "leadership"), pk(proposed_window)),
    "cycle_extensions": Route(("admin", "leadership"), pk(lambda cast: cast.cycle)),
    "cycle_extend": Route(("admin",), pk(lambda cast: cast.cycle)),
    "cycle_extension": Route(("admin", "leadership"), pk(proposed_extension)),
    "cycle_signatory": Route(("admin",), pk(lambda cast: Signatory.objects.filter(cycle=cast.cycle)[0])),
    # --- pencanangan ---
    "pencanangan_applications": Route((*APPLICANTS, *NATIONAL)),
    "pencanangan_apply": Route((*APPLICANTS, "admin")),
    "pencanangan_apply_details": Route((*APPLICANTS, "admin")),
    "pencanangan_propose": Route((*OFFICE, *NATIONAL), pk(application)),
    "pencanangan_answer": Route((*OFFICE, *NATIONAL), pk(application)),
    "pencanangan_nominations": Route(("coordinator",), at_the_secretariat),
    "pencanangan_application": Route((*OFFICE, *NATIONAL), pk(application)),
    "pencanangan_accept": Route((*OFFICE, *NATIONAL), pk(application)),
    "pencanangan_return": Route((*OFFICE, *NATIONAL), pk(application)),
    "pencanangan_application_letter": Route((*OFFICE, *NATIONAL), pk(application)),
    "pencanangan_operators": Route((*OFFICE, "admin"), pk(application)),
    "pencanangan_ceremony": Route((*OFFICE, *NATIONAL), pk(application)),
    "pencanangan_ceremony_edit": Route((*OFFICE, *NATIONAL), pk(application)),
    "pencanangan_pile": Route((*OFFICE, "admin"), pk(application)),
    "pencanangan_pile_file": Route((*OFFICE, "admin"), pile_made),
    "pencanangan_preview": Route((*OFFICE, "admin"), pk(application)),
    "pencanangan_unit_preview": Route((*OFFICE, "admin"), pk(declared)),
    "pencanangan_unit_preview_picture": Route((*OFFICE, "admin"), pk(declared)),
    "pencanangan_unit_preview_paper": Route((*OFFICE, "admin"), pk(declared)),
    "pencanangan_declare_many": Route((*OFFICE, *NATIONAL), pk(application)),
    "pencanangan_invite_many": Route((*OFFICE, *NATIONAL), pk(application)),
    "pencanangan_photos": Route((*OFFICE, *NATIONAL), pk(application)),
    "pencanangan_photo": Route((*OFFICE, *NATIONAL), lambda cast: ceremony_photo(cast) | {"variant": "kecil"}),
    "pencanangan_photo_remove": Route((*OFFICE, *NATIONAL), ceremony_photo),
    "pencanangan_hand_over": Route((*THE_UNIT, *NATIONAL), pk(declared)),
    "pencanangan_cancel_declaration": Route((*THE_UNIT, *NATIONAL), pk(declared)),
    "pencanangan_scans": Route((*OFFICE, *NATIONAL), pk(application)),
    "pencanangan_scans_file": Route((*OFFICE, *NATIONAL), pk(application)),
    "pencanangan_scan_page": Route((*OFFICE, *NATIONAL), scanned_page),
    "pencanangan_scan_picture": Route((*OFFICE, *NATIONAL), lambda cast: scanned_page(cast) | {"variant": "kecil"}),
    "pencanangan_scan_discard": Route((*OFFICE, *NATIONAL), scanned_source),
    "pencanangan_unit": Route((*THE_UNIT, *NATIONAL), pk(declared)),
    "pencanangan_print": Route((*THE_UNIT, *NATIONAL), pk(declared)),
    "pencanangan_letter": Route((*THE_UNIT, *NATIONAL), pk(declared)),
    "pencanangan_scan": Route((*THE_UNIT, *NATIONAL), pk(declared)),
    "pencanangan_scan_file": Route((*THE_UNIT, *NATIONAL), lambda cast: {"pk": declared(cast).pk, "variant": "kecil"}),
    "pencanangan_declare": Route((*THE_UNIT, *NATIONAL), pk(declared)),
    "pencanangan_invite": Route((*THE_UNIT, *NATIONAL), pk(declared)),
    "pencanangan_withdraw_invitation": Route((*THE_UNIT, *NATIONAL), pk(declared)),
    "overview_units": Route((*OFFICE, "foreign_coordinator", "admin", "leadership", "observer")),
    "overview_units_export": Route((*OFFICE, "foreign_coordinator", "admin", "leadership", "observer")),
    "overview_calendar": Route((*OFFICE, "foreign_coordinator", *NATIONAL)),
    "overview_ceremonies": Route((*OFFICE, "foreign_coordinator", *NATIONAL)),
    "overview_ceremonies_export": Route((*OFFICE, "foreign_coordinator", *NATIONAL)),
    "public_calendar": public(),
    # --- documents: what the QR code of a paper leads to ---
    "verify": public(),
    "verify_code": public(lambda cast: {"code": "TIDAK-ADA"}),
    # --- verifikasi ---
    "verifikasi_sheet": Route((*THE_UNIT, *NATIONAL), of_sheet()),
    "verifikasi_answer": Route((*THE_UNIT, *NATIONAL), of_sheet(indicator=first_indicator)),
    "verifikasi_standing": Route((*THE_UNIT, *NATIONAL), of_sheet(indicator=first_indicator)),
    "verifikasi_autosave": Route((*THE_UNIT, *NATIONAL), of_sheet(indicator=first_indicator)),
    "verifikasi_example": Route(
        (*THE_UNIT, *NATIONAL),
        lambda cast: of_sheet(indicator=first_indicator)(cast) | {"example": example_photo(cast).pk},
    ),
    "verifikasi_uploads": Route((*THE_UNIT, *NATIONAL), of_sheet(indicator=first_indicator)),
    "verifikasi_upload": Route(("operator",), own_upload),
    "verifikasi_hand_off": Route(
        ("operator",), of_sheet(indicator=first_indicator, requirement=lambda unit: sheets.requirement(unit, "A1").pk)
    ),
    "verifikasi_phone": public(lambda cast: {"token": "tidak-ada"}),  # the token is the key
    "verifikasi_phone_uploads": public(lambda cast: {"token": "tidak-ada"}),
    "verifikasi_phone_upload": public(lambda cast: {"token": "tidak-ada", "upload": "tidak-ada"}),
    "verifikasi_packs": Route(("operator",), pk(sheets.declared)),
    "verifikasi_pack_download": Route(("operator",), pk(sheets.declared)),
    "verifikasi_pack": Route(("operator",), offline_pack),
    "verifikasi_pack_uploads": Route(("operator",), pk(sheets.declared)),
    "verifikasi_pack_upload": Route(("operator",), pack_on_its_way),
    "verifikasi_submit": Route((*THE_UNIT, *NATIONAL), of_sheet()),
    "verifikasi_release": Route((*THE_UNIT, *NATIONAL), of_sheet()),
    "verifikasi_rounds": Route((*THE_UNIT, *NATIONAL), of_sheet()),
    "verifikasi_withdraw": Route((*THE_UNIT, *NATIONAL), of_sheet()),
    "verifikasi_receipt": Route((*THE_UNIT, *NATIONAL), of_sheet(submission=lambda unit: unit.submissions.get().pk)),
    "verifikasi_bundle": Route((*THE_UNIT, *NATIONAL), of_sheet()),
    "verifikasi_bundle_of_indicator": Route((*THE_UNIT, *NATIONAL), of_sheet(indicator=first_indicator)),
    "verifikasi_exhibit": Route((*THE_UNIT, *NATIONAL), of_sheet(evidence=first_exhibit)),
    "verifikasi_evidence": Route(
        (*THE_UNIT, *NATIONAL),
        of_sheet(evidence=first_exhibit, variant=lambda unit: "kecil"),
    ),
    "verifikasi_paper": Route((*THE_UNIT, *NATIONAL), outcome_paper),
    "verifikasi_queue": Route(CHECKERS),
    "verifikasi_next": Route(("verifier", "second_verifier")),
    "verifikasi_pause": Route(("verifier", "second_verifier")),
    "verifikasi_distribute": Route(("admin",)),
    "verifikasi_take": Route(("verifier", "second_verifier"), of_sheet()),
    "verifikasi_hand_over": Route(("verifier", "second_verifier"), of_sheet()),
    "verifikasi_stay": Route(("verifier", "second_verifier"), of_sheet()),
    "verifikasi_accept": Route(("verifier", "second_verifier"), of_sheet()),
    "verifikasi_outcomes": Route(CHECKERS),
    "verifikasi_preview": Route(
        ("verifier", "second_verifier"), lambda cast: {"pk": sheets.proposed(cast).pk, "move": "loloskan"}
    ),
    "verifikasi_finish": Route(CHECKERS, of_sheet()),
    "verifikasi_start": Route(("verifier", "second_verifier"), of_sheet()),
    "verifikasi_take_over": Route(("verifier", "second_verifier"), of_sheet()),
    "verifikasi_check": Route(CHECKERS, of_sheet(indicator=first_indicator)),
    "verifikasi_remark": Route(("verifier", "second_verifier", *OFFICE), of_sheet(indicator=first_indicator)),
    "verifikasi_spot_remark": Route(
        ("verifier", "second_verifier", *OFFICE), of_sheet(evidence=first_exhibit, page=lambda unit: 1)
    ),
    "verifikasi_remark_withdraw": Route(("verifier", "second_verifier"), of_sheet(remark=own_remark)),
    "verifikasi_sentences": Route(("verifier", "second_verifier")),
    "verifikasi_sentence": Route(("verifier", "second_verifier"), ready_sentence),
    "verifikasi_sentence_retire": Route(("verifier", "second_verifier"), ready_sentence),
    "verifikasi_region": Route((*OFFICE, "foreign_coordinator")),
    "verifikasi_region_unit": Route(OFFICE, of_sheet()),
    "verifikasi_region_check": Route(OFFICE, of_sheet(indicator=first_indicator)),
    "verifikasi_decide": Route(CHECKERS, lambda cast: {"pk": sheets.proposed(cast).approvals.get().pk}),
    # --- penilaian ---
    "penilaian_lead": Route(("lead",)),
    "penilaian_queue": Route((*SCORERS, "third_assessor")),
    "penilaian_assign": Route(("lead",), of_scored(scores.passed)),
    "penilaian_sheet": Route(SCORERS, of_scored(scores.assigned)),
    "penilaian_finalise": Route(SCORERS, of_scored(scores.assigned)),
    "penilaian_score": Route(SCORERS, of_scored(scores.assigned, indicator=lost_indicator)),
    "penilaian_score_totals": Route(SCORERS, of_scored(scores.assigned, indicator=lost_indicator)),
    "penilaian_exhibit": Route(
        (*SCORERS, "lead"),
        of_scored(scores.assigned, evidence=lambda unit: scores.attach(unit, unit.assignments.first().assessor).pk),
    ),
    "penilaian_bundle": Route((*SCORERS, "lead"), of_scored(scores.assigned)),
    "penilaian_bundle_of_indicator": Route((*SCORERS, "lead"), of_scored(scores.assigned, indicator=lost_indicator)),
    "penilaian_evidence_file": Route(
        (*SCORERS, "lead"),
        of_scored(
            scores.assigned,
            evidence=lambda unit: scores.attach(unit, unit.assignments.first().assessor).pk,
            variant=lambda unit: "kecil",
        ),
    ),
    "penilaian_evidence": Route(("lead",), of_scored(scores.assigned, indicator=lost_indicator)),
    "penilaian_settle": Route(("lead",), of_scored(scores.scored)),
    "penilaian_settle_totals": Route(("lead",), of_scored(scores.scored)),
    "penilaian_result": Route((*THE_UNIT, *NATIONAL), of_scored(scores.released)),
    "penilaian_certificate": Route((*THE_UNIT, *NATIONAL), pk(coaching.certified)),
    "penilaian_decrees": Route(("admin", "leadership")),
    "penilaian_decree_new": Route(("admin",)),
    "penilaian_decree": Route(("admin", "leadership"), pk(lambda cast: scores.proposed(cast, scores.settled(cast)))),
    "penilaian_decree_decide": Route(
        ("admin", "leadership"), pk(lambda cast: scores.proposed(cast, scores.settled(cast)))
    ),
    "penilaian_certificates": Route(("admin",), pk(lambda cast: scores.decreed(cast, scores.settled(cast)))),
    "penilaian_decree_annex": Route(
        (*THE_UNIT, *NATIONAL), pk(lambda cast: scores.decreed(cast, scores.settled(cast)))
    ),
    # --- pembinaan ---
    "pembinaan_items": own(),
    "pembinaan_units": own(),
    "pembinaan_unit": Route((*THE_UNIT, *NATIONAL), pk(coaching.lossy)),
    "pembinaan_item_new": Route(OFFICE, of_scored(coaching.lossy, indicator=lost_indicator)),
    "pembinaan_item": Route((*THE_UNIT, *NATIONAL), pk(answered)),
    "pembinaan_answer": Route(("operator",), pk(answered)),
    "pembinaan_accept": Route(OFFICE, pk(answered)),
    "pembinaan_send_back": Route(OFFICE, pk(answered)),
    "pembinaan_file": Route((*THE_UNIT, *NATIONAL), action_file),
    "pembinaan_revoke": Route(("admin",), pk(coaching.certified)),
    "pembinaan_revocation": Route(
        ("admin", "leadership"), pk(lambda cast: coaching.propose(cast, coaching.certified(cast)))
    ),
    # --- dashboards ---
    "home": own(),
    "inbox": own(),
    "inbox_read": own(),
    "help": public(),
    "privacy": public(),
    "participations": own(),
    "board": Route((*OFFICE, "foreign_coordinator", *NATIONAL)),
    "board_export": Route((*OFFICE, "foreign_coordinator", *NATIONAL)),
    "board_recap": Route((*OFFICE, "foreign_coordinator", *NATIONAL)),
    "board_remind": Route((*OFFICE, "foreign_coordinator", *NATIONAL)),
    "progress": Route((*OFFICE, "foreign_coordinator", *NATIONAL)),
    "progress_export": Route((*OFFICE, "foreign_coordinator", *NATIONAL)),
    "ageing": Route((*OFFICE, "foreign_coordinator", *NATIONAL)),
    "ageing_export": Route((*OFFICE, "foreign_coordinator", *NATIONAL)),
    "announcements": own(),
    "announcement_new": Route(("admin",)),
    "announcement_edit": Route(("admin",), pk(announcement)),
    "participation": Route((*THE_UNIT, *NATIONAL), pk(lambda cast: cast.participation())),
}
