"""May units be shared out, and may these be given to these?"""

from collections import Counter
from collections.abc import Mapping, Sequence

from assessments.cycle.models import Cycle, Participation
from assessments.cycle.states import State
from assessments.penilaian.distribution import Gift
from assessments.penilaian.queries import plans
from assessments.penilaian.rules.ending import stranger
from units.models import Role, User


def distribute(cycle: Cycle, by: User) -> list[str]:
    """Whether the person may share units out, or even loads out."""
    if not by.has_role(Role.LEAD):
        return ["Unit dibagikan kepada penilai oleh ketua tim penilai."]
    return [] if cycle.is_open else [f"Siklus {cycle.year} sudah diarsipkan dan tidak dapat diubah."]


def checked(cycle: Cycle, chosen: Mapping[int, Sequence[int]], by: User) -> tuple[list[Gift], dict[int, list[str]]]:
    """What a list written by hand would give, and by unit what speaks against it. A constant number of queries."""
    people = {person.pk: person for person in plans.team(cycle)}
    rows = Participation.objects.filter(pk__in=chosen, cycle=cycle)
    found = {place.pk: place for place in plans.places(rows, cycle, list(people.values()))}
    states = dict(rows.values_list("pk", "state"))
    named = User.objects.in_bulk({person for wanted in chosen.values() for person in wanted})
    load = Counter({person.pk: person.load for person in people.values()})
    gifts, problems = [], dict[int, list[str]]()
    for unit, wanted in chosen.items():
        place = found.get(unit)
        if place is None:
            problems[unit] = [f"Unit ini bukan peserta siklus {cycle.year}."]
            continue
        sentences = []
        if states[unit] not in (State.PASSED, State.IN_SCORING) or not place.need:
            sentences.append(f"{place.name} tidak sedang memerlukan penilai. Statusnya “{State(states[unit]).label}”.")
        elif len(wanted) != place.need:
            sentences.append(f"{place.name} memerlukan {place.need} penilai; tertulis {len(wanted)}.")
        if len(set(wanted)) < len(wanted):
            sentences.append(f"{place.name}: tulis penilai yang berbeda-beda.")
        for pk in wanted:
            person = people.get(pk)
            if pk == by.pk:
                sentences.append(f"{place.name}: Anda tidak dapat menugaskan diri sendiri.")
            elif pk not in named:
                sentences.append(f"{place.name}: penilai tidak dikenal.")
            elif person is None:
                sentences.append(stranger(named[pk], cycle.year))
            elif pk in place.had:
                sentences.append(f"{person.name} sudah atau pernah menjadi penilai {place.name}.")
            elif pk in place.barred:
                sentences.append(f"{person.name} {place.barred[pk]} ({place.name}), sehingga tidak dapat menilainya.")
            elif person.away:
                sentences.append(f"{person.name} {person.away}.")
            elif load[pk] >= person.quota:
                sentences.append(f"Kuota {person.name} penuh ({person.quota} unit), sehingga {place.name} tidak muat.")
            load[pk] += 1
        if sentences:
            problems[unit] = sentences
        else:
            gifts.append(Gift(place, tuple(people[pk] for pk in wanted)))
    return gifts, problems
