"""Which indicators are accepted together."""

from django.http import QueryDict

from p2ham.lib.http import row_id


class AcceptForm:
    """The indicators that were listed and left ticked. What is no number counts as an unknown one."""

    def __init__(self, data: QueryDict) -> None:
        self.chosen = {row_id(value) or 0 for value in data.getlist("indikator")}
