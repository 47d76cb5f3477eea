"""Verbs of this room: filling the sheet, handing it in, checking it, deciding it."""

from assessments.verifikasi.workflow.answering import (
    AnswerChanged,
    Draft,
    attach,
    move_evidence,
    remove_evidence,
    restore_evidence,
    save_answer,
)
from assessments.verifikasi.workflow.checking import give_back, repair_until, save_verdict, start_check, take_over
from assessments.verifikasi.workflow.deciding import decide, propose_fail, propose_pass
from assessments.verifikasi.workflow.submitting import submit, withdraw

__all__ = [
    "AnswerChanged",
    "Draft",
    "attach",
    "decide",
    "give_back",
    "move_evidence",
    "propose_fail",
    "propose_pass",
    "remove_evidence",
    "repair_until",
    "restore_evidence",
    "save_answer",
    "save_verdict",
    "start_check",
    "submit",
    "take_over",
    "withdraw",
]
