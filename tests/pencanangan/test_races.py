"""Identical submits at the same moment have one effect."""

import datetime as dt
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from assessments.cycle.models import Participation, TimelineEntry
from assessments.cycle.states import MoveName, State
from assessments.cycle.workflow import MoveRefused
from assessments.documents.models import Document
from assessments.pencanangan import workflow
from assessments.pencanangan.models import Application, Ceremony
from assessments.pencanangan.workflow import declaring
from p2ham.lib import dates
from tests.cast import Cast
from tests.pencanangan import scenes
from units import workflow as people
from units.models import Invitation, Posting, Role

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
TOGETHER = 4


def _race(act: Callable[[], Any]) -> Counter[str]:
    """How often ``act`` succeeded, was refused with a sentence, or broke, when done by several at once."""
    outcomes: Counter[str] = Counter()
    start = threading.Barrier(TOGETHER)

    def run() -> None:
        try:
            start.wait(10)
            act()
        except MoveRefused:
            outcomes["refused"] += 1
        except Exception:
            outcomes["broken"] += 1
        else:
            outcomes["done"] += 1
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(TOGETHER)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return outcomes


def _declare(participation: Participation, cast: Cast) -> Callable[[], Any]:
    return lambda: workflow.declare(participation=participation, by=cast.coordinator, by_mail=True)


def test_declare_races_without_the_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The proof that the race occurs: everybody has read the old state before anybody writes the new one."""
    cast = Cast()
    participation = scenes.ready(cast)
    read = threading.Barrier(TOGETHER)

    def unlocked(row: Participation) -> Participation:
        found = Participation.objects.with_place().get(pk=row.pk)
        read.wait(10)
        return found

    monkeypatch.setattr(declaring, "lock", unlocked)
    assert _race(_declare(participation, cast))["refused"] == 0


def test_declare_together() -> None:
    cast = Cast()
    participation = scenes.ready(cast)
    assert _race(_declare(participation, cast)) == {"done": 1, "refused": TOGETHER - 1}
    assert TimelineEntry.objects.filter(move=MoveName.DECLARE).count() == 1
    assert Invitation.objects.count() == 1


def test_apply_together() -> None:
    cast = Cast()
    row = cast.participation()

    def act() -> None:
        workflow.apply(
            application=Application(contact_name="Koko", contact_phone="0812"),
            ceremony=scenes.ceremony(),
            witnesses=scenes.witnesses(),
            participations=[row],
            by=cast.coordinator,
        )

    assert _race(act) == {"done": 1, "refused": TOGETHER - 1}
    assert Application.objects.count() == 1
    assert Participation.objects.get().state == State.APPLIED


def test_accept_together() -> None:
    cast = Cast()
    application = scenes.applied(cast)
    outcomes = _race(lambda: workflow.accept(application=application, by=cast.admin))
    assert outcomes == {"done": 1, "refused": TOGETHER - 1}


def test_print_together() -> None:
    cast = Cast()
    participation = scenes.only(scenes.accepted(cast))
    outcomes = _race(lambda: workflow.print_letter(participation=participation, by=cast.coordinator))
    assert outcomes == {"done": TOGETHER}
    assert participation.documents.count() == 1


def test_answer_a_proposal_together() -> None:
    cast = Cast()
    application = scenes.applied(cast)
    day = dates.today() + dt.timedelta(days=5)
    workflow.propose_date(application=application, day=day, note="Saksi berhalangan.", by=cast.admin)
    outcomes = _race(lambda: workflow.answer_proposal(application=application, agree=True, by=cast.coordinator))
    assert outcomes == {"done": 1, "refused": TOGETHER - 1}
    assert Ceremony.objects.get().date == day


def test_propose_together() -> None:
    cast = Cast()
    application = scenes.applied(cast)
    day = dates.today() + dt.timedelta(days=5)
    outcomes = _race(lambda: workflow.propose_date(application=application, day=day, note="Alasan.", by=cast.admin))
    assert outcomes == {"done": 1, "refused": TOGETHER - 1}


def test_nominate_together() -> None:
    cast = Cast()
    _, person, unit = scenes.setda(cast)
    row = cast.participation(work_unit=unit)
    outcomes = _race(lambda: workflow.nominate(participation=row, nominated=False, reason="Belum siap.", by=person))
    assert outcomes == {"done": TOGETHER}
    assert TimelineEntry.objects.count() == 1


def test_print_minutes_together() -> None:
    cast = Cast()
    application = scenes.accepted(cast)
    outcomes = _race(lambda: workflow.print_minutes(application=application, by=cast.coordinator))
    assert outcomes == {"done": TOGETHER}
    assert Document.objects.filter(kind=Document.Kind.CEREMONY).count() == 1


def _while_accepted(link: str, act: Callable[[], Any]) -> str:
    """What becomes of ``act`` that comes while somebody accepts an invitation: the account is made, not yet committed."""
    made, outcome = threading.Event(), []

    def accept() -> None:
        try:
            with transaction.atomic():
                people.accept_invitation(token=link.rstrip("/").rsplit("/", 1)[1], password="kata-sandi-panjang")
                made.set()
                time.sleep(1.5)
        finally:
            connection.close()

    thread = threading.Thread(target=accept)
    thread.start()
    assert made.wait(10)
    try:
        act()
    except MoveRefused as refused:
        outcome = refused.sentences
    thread.join(60)
    return " ".join(outcome)


def test_cancel_while_the_operator_accepts() -> None:
    cast = Cast()
    participation, link = scenes.declared(cast, by_mail=False)
    _while_accepted(
        link,
        lambda: workflow.cancel_declaration(participation=participation, by=cast.coordinator, note="Surat tertukar"),
    )
    assert Participation.objects.get().state == State.ACCEPTED
    operators = Posting.objects.filter(work_unit=cast.unit, role=Role.OPERATOR)
    assert operators.count() == 2
    assert not operators.filter(suspended_at=None).exists()


def test_hand_over_while_the_operator_accepts() -> None:
    cast = Cast()
    participation, link = scenes.declared(cast, by_mail=False)
    new = {"name": "Nia", "email": "nia@unit.test", "phone": "0812 9999 0000"}
    _while_accepted(
        link,
        lambda: workflow.hand_over(participation=participation, **new, by=cast.coordinator, by_mail=True),
    )
    assert not Posting.objects.current().filter(work_unit=cast.unit, role=Role.OPERATOR).exists()


def test_withdraw_while_the_operator_accepts() -> None:
    cast = Cast()
    participation, link = scenes.declared(cast, by_mail=False)
    withdraw = lambda: workflow.withdraw_invitation(participation=participation, by=cast.coordinator)  # noqa: E731
    assert _while_accepted(link, withdraw) == "Undangan ini sudah dipakai."
