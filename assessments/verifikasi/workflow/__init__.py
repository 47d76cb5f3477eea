"""Verbs of this room: filling the sheet, handing it in, checking it, deciding it."""

from assessments.verifikasi.workflow.accepting import accept
from assessments.verifikasi.workflow.advising import finish_voice, save_advice
from assessments.verifikasi.workflow.answering import (
    AnswerChanged,
    Draft,
    attach,
    attach_stored,
    move_evidence,
    remove_evidence,
    restore_evidence,
    save_answer,
)
from assessments.verifikasi.workflow.assigning import (
    PlanChanged,
    distribute,
    hand_over,
    pause,
    resume,
    take,
)
from assessments.verifikasi.workflow.checking import save_verdict, serve_next, start_check, stay, take_over
from assessments.verifikasi.workflow.deciding import decide, propose_fail, propose_pass
from assessments.verifikasi.workflow.doubting import answer_doubt, compare, enqueue_uncompared
from assessments.verifikasi.workflow.ending import stop_pack
from assessments.verifikasi.workflow.mending import close_mendings, open_mendings
from assessments.verifikasi.workflow.opening import enqueue_unopened
from assessments.verifikasi.workflow.packs import (
    AnnouncedPack,
    begin_pack,
    continue_pack,
    receive_pack,
    settle_overdue,
)
from assessments.verifikasi.workflow.phoning import begin_hand_off, end_hand_off, take_photo
from assessments.verifikasi.workflow.proposing import Report, Wanted, propose_many
from assessments.verifikasi.workflow.releasing import (
    ask_release,
    release,
    send_back,
    withdraw_release,
)
from assessments.verifikasi.workflow.remarking import Spot, withdraw_remark, write_remark
from assessments.verifikasi.workflow.reopening import decide_reopen, propose_reopen
from assessments.verifikasi.workflow.replying import Reply
from assessments.verifikasi.workflow.returning import end_of, give_back, lapse_repairs, repair_until
from assessments.verifikasi.workflow.reusing import reuse
from assessments.verifikasi.workflow.submitting import (
    cancel_request,
    settle_requests,
    submit,
    submit_after_uploads,
    withdraw,
)
from assessments.verifikasi.workflow.uploading import (
    Announced,
    begin_upload,
    cancel_upload,
    complete_forgotten,
    continue_upload,
    describe_upload,
    size_limit,
)

__all__ = [
    "Announced",
    "AnnouncedPack",
    "AnswerChanged",
    "Draft",
    "PlanChanged",
    "Reply",
    "Report",
    "Spot",
    "Wanted",
    "accept",
    "answer_doubt",
    "ask_release",
    "attach",
    "attach_stored",
    "begin_hand_off",
    "begin_pack",
    "begin_upload",
    "cancel_request",
    "cancel_upload",
    "close_mendings",
    "compare",
    "complete_forgotten",
    "continue_pack",
    "continue_upload",
    "decide",
    "decide_reopen",
    "describe_upload",
    "distribute",
    "end_hand_off",
    "end_of",
    "enqueue_uncompared",
    "enqueue_unopened",
    "finish_voice",
    "give_back",
    "hand_over",
    "lapse_repairs",
    "move_evidence",
    "open_mendings",
    "pause",
    "propose_fail",
    "propose_many",
    "propose_pass",
    "propose_reopen",
    "receive_pack",
    "release",
    "remove_evidence",
    "repair_until",
    "restore_evidence",
    "resume",
    "reuse",
    "save_advice",
    "save_answer",
    "save_verdict",
    "send_back",
    "serve_next",
    "settle_overdue",
    "settle_requests",
    "size_limit",
    "start_check",
    "stay",
    "stop_pack",
    "submit",
    "submit_after_uploads",
    "take",
    "take_over",
    "take_photo",
    "withdraw",
    "withdraw_release",
    "withdraw_remark",
    "write_remark",
]
