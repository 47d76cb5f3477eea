"""Several people press the same button at the same moment."""

import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

from django.db import connection

from assessments.cycle.workflow import MoveRefused


def together(acts: list[Callable[[], Any]]) -> Counter[str]:
    """How many of ``acts``, begun at once on connections of their own, were done, refused with a sentence, or broke."""
    outcomes: Counter[str] = Counter()
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> None:
        try:
            start.wait(20)
            act()
        except MoveRefused:
            outcomes["refused"] += 1
        except Exception as error:
            outcomes[type(error).__name__] += 1
        else:
            outcomes["done"] += 1
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return outcomes
