"""The steps of each workflow as data (articles 4 to 7, 10, 14 and 19): who moves what where."""

from dataclasses import replace

from .steps import (
    ANYBODY,
    APPLICANT,
    BUSINESS,
    DEPUTISED,
    FINANCE,
    GROUPS,
    LEADERSHIP,
    OFFICE,
    OTHERS,
    REVIEW,
    REVIEWED,
    SUBMITTED,
    Step,
    error,
    find,
)

__all__ = ["DEPUTISED", "REVIEWED", "error", "find"]

_OPEN = ("draft", "returned", "submitted")


def _verify(applies):
    """Article 7: a question to the applicant, of a group that applies, without a return.

    >>> find(_verify(BUSINESS), "answer").groups
    ('business',)
    """
    return (
        Step("verify", SUBMITTED, None, OFFICE, needs_reason=True),
        Step("answer", SUBMITTED, None, applies, APPLICANT, needs_reason=True),
        Step("withdraw", SUBMITTED, None, OFFICE),
    )


APPLICATION = (
    Step("submit", ("draft", "returned"), "submitted", BUSINESS, APPLICANT, tells=OFFICE),
    *REVIEW,
    *_verify(BUSINESS),
    Step("sign", SUBMITTED, None, OFFICE, needs_reason=True),
    Step("cancel", _OPEN, "cancelled", BUSINESS, APPLICANT),
)
#: Whoever keeps details of an approved party may ask for them to be changed.
CHANGE = (
    Step("submit", ("draft", "returned"), "submitted", GROUPS, APPLICANT, tells=OFFICE),
    *REVIEW,
    *_verify(GROUPS),
    Step("cancel", _OPEN, "cancelled", GROUPS, APPLICANT),
)
RATING = (
    Step("submit", ("draft", "returned"), "submitted", BUSINESS, APPLICANT, tells=OFFICE),
    *REVIEW,
    Step("cancel", _OPEN, "cancelled", OFFICE),
)
#: Ending the business with a supplier that is hard to replace: the leadership says why.
RATING_WITH_OPINION = tuple(
    replace(step, needs_reason=True) if step.name == "approve" else step for step in RATING
)
#: Whoever sees a party may ask for another limit, on behalf of the business department too.
_ASKS = (BUSINESS, OFFICE, FINANCE)
#: Ending a temporary rise takes room away, ending a temporary cut gives room.
LIMIT_REQUEST = (
    Step("submit", ("draft", "returned"), "submitted", _ASKS, APPLICANT, tells=OFFICE),
    *REVIEW,
    Step("cancel", _OPEN, "cancelled", _ASKS, APPLICANT),
    Step("drop", ("draft", "returned"), "cancelled", OFFICE, needs_reason=True, tells=APPLICANT),
    Step("end_rise", ("approved",), None, (OFFICE, LEADERSHIP), ANYBODY, True, APPLICANT),
    Step("end_cut", ("approved",), None, LEADERSHIP, OTHERS, True, APPLICANT),
)


def _override(approver):
    """The way of an exception for which a group decides; the leadership may always decide.

    >>> find(_override(OFFICE), "approve").groups
    ('office', 'leadership')
    """
    deciders = tuple(dict.fromkeys((approver, LEADERSHIP)))
    wary = tuple(dict.fromkeys((*deciders, FINANCE, OFFICE)))
    asked = ("draft", "returned")
    return (
        Step("submit", asked, "submitted", _ASKS, APPLICANT, tells=approver),
        Step("ask_back", SUBMITTED, "returned", wary, needs_reason=True, tells=APPLICANT),
        Step("approve", SUBMITTED, "approved", deciders, tells=APPLICANT),
        Step("reject", (*SUBMITTED, "returned"), "rejected", wary, OTHERS, True, APPLICANT),
        Step("cancel", (*asked, "submitted"), "cancelled", GROUPS, APPLICANT),
        Step("revoke", ("approved", "used"), "revoked", wary, ANYBODY, True, APPLICANT),
    )


#: Exceptions by the group that decides; who sees a danger may say no, or take it back.
OVERRIDE = {group: _override(group) for group in (LEADERSHIP, FINANCE, OFFICE)}
#: A forced hold is ended by a person, and never by who sells to the party or buys from it.
HOLD = (
    Step("hold", (), "active", (FINANCE, OFFICE), ANYBODY, True, APPLICANT),
    Step("end_hold", ("active",), "ended", (FINANCE, OFFICE), OTHERS, True, APPLICANT),
)
#: What is known of a party is entered by whoever learns of it; who is responsible does not end it.
EVENT = (
    Step("enter_event", (), "open", (BUSINESS, OFFICE, FINANCE), ANYBODY, tells=OFFICE),
    Step("end_event", ("open",), "ended", (OFFICE, FINANCE), OTHERS, True, APPLICANT),
)
_LISTED = ("prospect", "applying", "approved")
#: Joining a group takes room away, leaving it or changing it gives room.
PROFILE = (
    Step("close", _LISTED, "closed", OFFICE, needs_reason=True),
    Step("exempt", _LISTED, None, OFFICE, needs_reason=True),
    Step("end_exemption", _LISTED, None, OFFICE, needs_reason=True),
    Step("join_group", (*_LISTED, "closed"), None, OFFICE, needs_reason=True),
    Step("change_group", (*_LISTED, "closed"), None, LEADERSHIP, needs_reason=True),
    Step("allow_offset", ("approved",), None, LEADERSHIP, needs_reason=True),
    Step("end_offset", ("approved", "closed"), None, LEADERSHIP, needs_reason=True),
)
#: Article 10: the office reports a party to the parent company and enters the code it returns.
GROUP_REQUEST = (
    Step("report", ("to_report",), "reported", OFFICE, ANYBODY),
    Step("take_back", ("reported",), "to_report", OFFICE, ANYBODY),
    Step("waive", ("to_report",), "not_needed", OFFICE, ANYBODY, needs_reason=True),
    Step("demand", ("not_needed",), "to_report", OFFICE, ANYBODY),
    Step("receive", ("reported",), "received", OFFICE, ANYBODY, tells=APPLICANT),
    Step("correct", ("received",), "reported", OFFICE, ANYBODY, needs_reason=True),
)
#: The office prepares, the leadership confirms: limits are decided by it. To observe again gives
#: room, and takes nothing back that was decided.
ONBOARDING = (
    Step("submit", ("draft", "returned"), "submitted", OFFICE, APPLICANT, tells=LEADERSHIP),
    Step("send_back", SUBMITTED, "returned", LEADERSHIP, needs_reason=True, tells=APPLICANT),
    Step("approve", SUBMITTED, "approved", LEADERSHIP, tells=APPLICANT),
    Step("reject", SUBMITTED, "rejected", LEADERSHIP, needs_reason=True, tells=APPLICANT),
    Step("cancel", _OPEN, "cancelled", OFFICE, ANYBODY),
    Step("observe_again", ("approved", "done"), "observing", LEADERSHIP, ANYBODY, True, APPLICANT),
)
GROUP = (Step("dissolve", ("active",), "dissolved", LEADERSHIP, needs_reason=True),)

#: A list is put in force by the office; what is similar is cleared with a reason, or confirmed.
PROHIBITION_VERSION = (
    Step("put_in_force", ("draft",), "in_force", OFFICE, actor=ANYBODY),
    Step("discard", ("draft",), "discarded", OFFICE, actor=ANYBODY),
)
PROHIBITION_HIT = (
    Step("confirm_hit", ("open",), "confirmed", OFFICE, actor=ANYBODY),
    Step("clear_hit", ("open",), "cleared", OFFICE, needs_reason=True),
    Step("reopen_hit", ("cleared", "confirmed"), "open", OFFICE, needs_reason=True),
)

_CORRECTS = (BUSINESS, OFFICE)
#: A supplier is told what to correct and replies; nobody verifies what they replied themselves.
CORRECTIVE = (
    Step("issue_correction", ("draft",), "issued", _CORRECTS, ANYBODY, tells=APPLICANT),
    Step("record_reply", ("issued",), "replied", _CORRECTS, ANYBODY, tells=OFFICE),
    Step("ask_back", ("replied",), "issued", _CORRECTS, OTHERS, True, APPLICANT),
    Step("close_correction", ("replied",), "closed", _CORRECTS, tells=APPLICANT),
    Step("fail_correction", ("replied",), "failed", _CORRECTS, tells=APPLICANT),
    Step("fail_unanswered", ("issued",), "failed", _CORRECTS, ANYBODY, True, APPLICANT),
    Step("cancel", ("draft",), "cancelled", _CORRECTS, ANYBODY),
    Step("drop", ("issued", "replied"), "cancelled", OFFICE, ANYBODY, True, APPLICANT),
)
