"""Two worlds that differ only in what one assessor gave in secret, and a walk over every route that compares them."""

import datetime as dt
import itertools
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import urljoin

import pypdfium2
import time_machine
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone

from assessments.cycle.models import Participation, TimelineEntry
from assessments.penilaian import workflow
from assessments.penilaian.drafts import Typed
from assessments.penilaian.models import Assignment, Decree, TeamMember
from assessments.penilaian.workflow.answering import report
from tests.cast import Cast
from tests.house.meetings import meeting
from tests.penilaian import objecting, scenes, visiting
from units.models import InboxMessage, OutgoingMail, User

Answer = tuple[int, str, bytes]
Commits = Callable[..., object]
CANARIES = ("KENARI-SATU", "KENARI-DUA", "KENARI-TIGA")
LOW = {"A1": "tidak", "A2": "tidak", "B1": "proses", "C1": "tidak"}
HIGH = {"A1": "proses", "A2": "ada", "B1": "tidak", "C1": "ada"}
# What a curious person might add to any address.
GUESSES = (
    "urut=-nilai&o=-scores__level__value&sort=final_at&order=-total&ordering=-final_at&bagian=siap&status=selesai&q="
    + CANARIES[0]
)
# The rooms and pages that speak of units in the scoring; every other route is asked once.
SCORING = ("penilaian_", "pembinaan_unit", "participation", "home", "inbox", "board", "progress", "ageing")
OUTSIDE = ("account_", "mfa_", "invitation")
CHANGING = [
    re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"'),
    re.compile(rb'nonce="[^"]*"'),
    # The lot that a page proposes is another each time.
    re.compile(rb'name="benih"[^>]*value="[^"]*"|value="[^"]*"[^>]*name="benih"|benih=\d+'),
]


class Stage:
    """Two units in two regions, scored by Asih (who has begun) and Anton (whose scores are the secret).

    A third one went through everything: scored by the same two, released, with an objection. So there are lists,
    figures and papers in which something of the two could slip.
    """

    def __init__(self, cast: Cast) -> None:
        self.cast, self.now = cast, timezone.now() + dt.timedelta(days=3)
        pairs = [scenes.assigned(cast, unit) for unit in (cast.unit, cast.foreign_unit)]
        self.own, self.secret = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
        self.units: list[Participation] = [one.participation for one in self.own]
        self.evidence = scenes.attach(self.units[0], cast.operator)
        scenes.score(self.own[0], {"A1": "ada"})
        visit = visiting.planned(cast, unit=self.units[0])
        pleno = meeting(cast)
        objection = objecting.reviewed(cast, cast.neighbour)
        report(participation_pk=objection.participation_id)
        decree = Decree.objects.get()
        units = [self.units[0].pk, self.units[1].pk, objection.participation_id]
        self.rooms: dict[str, list[int]] = {
            "penilaian_member": [member.pk for member in TeamMember.objects.order_by("pk")[:2]],
            "penilaian_visit_plan": units,
            "penilaian_visit": [visit.pk],
            "penilaian_pleno": [pleno.pk],
            "penilaian_issue": [pleno.pk],
            "penilaian_decree": [decree.pk],
            "penilaian_certificates": [decree.pk],
            "penilaian_objection_withdraw": units,
            "penilaian_objection_": [objection.pk],
            **dict.fromkeys(SCORING, units),
            "person": [cast.second_assessor.pk],
            "cycle": [cast.cycle.pk],
            "instrument": [cast.cycle.instrument_id],
            "indicator": [scenes.indicators(self.units[0])["A1"].pk],
        }

    def finished(
        self, first: Mapping[str, str], second: Mapping[str, str], word: str, *, turned: bool, sure: int
    ) -> None:
        """Anton is done with both units, one on one day and the other on the next; ``turned``: the second first."""
        order = list(zip(self.secret, (first, second), strict=True))
        for day, (assignment, levels) in enumerate(reversed(order) if turned else order):
            with time_machine.travel(self.now - dt.timedelta(days=2 - day, hours=5 * sure), tick=False):
                self._scores(assignment, levels, word, sure)
                workflow.finalise(assignment=assignment, by=assignment.assessor)

    def _scores(self, assignment: Assignment, levels: Mapping[str, str], word: str, sure: int) -> None:
        found = scenes.indicators(assignment.participation)
        for code, name in levels.items():
            workflow.score(
                assignment=assignment,
                indicator_id=found[code].pk,
                level=scenes.level(found[code], name),
                justification=f"{word} {code} {name}",
                confidence=sure,
                by=assignment.assessor,
            )

    def low(self) -> None:
        """The first low, and finished before the other."""
        self.finished(LOW, HIGH, CANARIES[0], turned=False, sure=1)

    def high(self) -> None:
        """The first high, and finished after the other."""
        self.finished(HIGH, LOW, CANARIES[1], turned=True, sure=3)

    def begun(self) -> None:
        """One score and some words, nothing finished."""
        self._scores(self.secret[0], {"C1": "tidak"}, CANARIES[2], 2)
        found = scenes.indicators(self.units[0])["A1"]
        typed = Typed(scenes.level(found, "tidak"), f"{CANARIES[2]} belum selesai", 1)
        workflow.keep(
            assignment=self.secret[0], indicator_id=found.pk, typed=typed, version="", by=self.cast.second_assessor
        )

    # --- the walk ------------------------------------------------------------------------------------------------------
    def addresses(self) -> list[tuple[str, str]]:
        """Every route of the resolver with what this play has for its arguments."""
        return [
            (name, reverse(name, kwargs=dict(zip(wanted, given, strict=True))))
            for name, wanted in sorted(_routes(get_resolver().url_patterns))
            if not name.startswith(OUTSIDE)
            for given in itertools.product(*(self._pool(name, argument) for argument in wanted))
        ]

    def _pool(self, route: str, argument: str) -> list[object]:
        """What the play has for an argument of a route: the rows that it is about, a row of others, or none."""
        unit = self.units[0]
        if argument == "pk":
            return next(([*pks] for room, pks in self.rooms.items() if route.startswith(room)), [unit.pk])
        pools: dict[str, list[object]] = {
            "indicator": [scenes.indicators(unit)["A1"].pk],
            "evidence": [self.evidence.pk],
            "assignment": [self.secret[0].pk],
            "participation": [unit.pk],
            "variant": ["kecil", "asli"],
            "move": ["loloskan"],
        }
        if argument in pools:
            return pools[argument]
        is_text = any(word in argument for word in ("token", "code", "key", "uid", "upload", "name", "slug"))
        return ["tidak-ada" if is_text else 0]

    def opened_by(self, person: User) -> set[str]:
        """The names of the routes of the scoring that answer the person."""
        with time_machine.travel(self.now, tick=False), undone():
            client = Client()
            client.force_login(User.objects.get(pk=person.pk))
            return {
                name
                for name, address in self.addresses()
                if name.startswith(SCORING) and client.get(address).status_code != 404
            }

    def read_by(self, person: User | None, *, only: tuple[str, ...] = ()) -> dict[str, Answer]:
        """All that the person gets: every route, where its pages lead, guessed filters of lists, empty posts."""
        with time_machine.travel(self.now, tick=False), undone():
            client = Client()
            if person:
                client.force_login(User.objects.get(pk=person.pk))
            wanted = [(name, address) for name, address in self.addresses() if not only or name.startswith(only)]
            got = {address: answer(client.get(address)) for _, address in wanted}
            near = [address for name, address in wanted if name.startswith(SCORING)]
            further = {link for place in near for link in _links(place, got[place])}
            further |= {f"{place}?{GUESSES}" for place in near if got[place][0] == 200}
            got |= {address: answer(client.get(address)) for address in sorted(further - set(got))}
            for address in near:
                if got[address][0] != 404:
                    with undone():
                        got[f"POST {address}"] = answer(client.post(address))
        return got


def _routes(patterns: list[object]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns)
        else:
            yield pattern.name, tuple(_arguments(pattern))  # type: ignore[attr-defined]


def _arguments(pattern: object) -> list[str]:
    inner = pattern.pattern  # type: ignore[attr-defined]
    return list(inner.converters) or list(inner.regex.groupindex)


def _links(place: str, found: Answer) -> set[str]:
    """Where a page leads within the portal: tabs, sort orders, filters, exports."""
    if found[0] != 200 or b"<html" not in found[2]:
        return set()
    hrefs = re.findall(r'href="([^"#]+)', found[2].decode())
    links = {urljoin(place, href.replace("&amp;", "&")) for href in hrefs if href[0] in "/?"}
    return {link for link in links if not link.startswith(("/static/", "/akun/"))}


def answer(response: object) -> Answer:
    """What of a response may tell something: status, where it leads, every byte but tokens."""
    body = b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined, call-overload]
    for pattern in CHANGING:
        body = pattern.sub(b"", body)
    if body.startswith(b"%PDF"):
        # The tables of its fonts are not ordered, what it says is.
        with pypdfium2.PdfDocument(body) as paper:
            body = "\n".join(page.get_textpage().get_text_bounded() for page in paper).encode()
    place = response.headers.get("Location", "") + response.headers.get("Content-Disposition", "")  # type: ignore[attr-defined]
    return response.status_code, place, body  # type: ignore[attr-defined]


@contextmanager
def undone() -> Iterator[None]:
    """Nothing of what happens inside stays."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)


def told(but: User) -> list[tuple[object, ...]]:
    """Every mail, message and step, with its time, but those to one person."""
    return [
        *OutgoingMail.objects.exclude(to=but.email).order_by("pk").values_list("to", "subject", "body"),
        *InboxMessage.objects.exclude(user=but).order_by("pk").values_list("user", "subject", "body", "path"),
        *TimelineEntry.objects.order_by("pk").values_list("text", "note", "actor", "at"),
    ]


def seen_in(stage: Stage, secret: Callable[[], None], commits: Commits, look: Callable[[], object]) -> object:
    """What ``look`` sees in the world with this secret; afterwards the world is as before."""
    with undone():
        with commits(execute=True):  # type: ignore[attr-defined]
            secret()
        return look()


def reminded(stage: Stage, commits: Commits) -> list[tuple[object, ...]]:
    """What the clock tells people that night."""
    with time_machine.travel(stage.now, tick=False), commits(execute=True):  # type: ignore[attr-defined]
        call_command("tick")
    return told(stage.cast.second_assessor)


def differences(one: Mapping[str, Answer], other: Mapping[str, Answer]) -> list[str]:
    """The addresses that do not answer alike."""
    return sorted(place for place in {*one, *other} if one.get(place) != other.get(place))
