from odoo import models
from odoo.tools import format_list

from ..policy import override
from ..policy.reasons import Reason

#: Reasons that nothing but another decision on the party takes away.
_FINAL = frozenset({Reason.PROHIBITED, Reason.CLOSED, Reason.BARRED})
_LIMITS = frozenset({Reason.OVER_LIMIT, Reason.OVER_GROUP_LIMIT})


class CounterpartyAdviceMixin(models.AbstractModel):
    """What to do next when a document is refused, and who can help."""

    _name = "counterparty.advice.mixin"
    _description = "Counterparty Advice"

    def _advice(self, case):
        """Return what to do next and who can help, one line for each."""
        _ = self.env._
        reasons = set(case.verdict.reasons)
        if Reason.FORCED_HOLD in reasons:
            return _("Only finance or the office (General Affairs) can end the forced hold.")
        if reasons & _FINAL:
            return _("This cannot be released; the office (General Affairs) can tell you more.")
        if Reason.NOT_APPROVED in reasons:
            return _("Please submit an application for the counterparty, or ask the office.")
        return "\n".join([*self._advice_on_papers(case), *self._ways_out(case, reasons)])

    def _advice_on_papers(self, case):
        _ = self.env._
        if case.licences:
            yield _("Please hand the office a copy of the renewed licence.")
        if case.lacking:
            types = self.env["counterparty.licence.type"].sudo().browse(case.lacking)
            yield _(
                "Please hand in a copy of %s with a change application, or ask the office to enter "
                "it; or take the products off.",
                format_list(self.env, types.mapped("name")),
            )
        if case.facts.owes_documents:
            yield _("Please hand the office a copy of the business licence.")

    def _ways_out(self, case, reasons):
        _ = self.env._
        if reasons - {Reason.LICENCE}:
            yield self._advice_on_money(case)
        if override.may_override(reasons) and case.documents is not None:
            yield _("Or ask for an exception: the order waits until it is decided.")
        if reasons & _LIMITS and Reason.RESTRICTED not in reasons:
            yield _("More room, for a time or for good, comes with a limit request.")

    def _advice_on_money(self, case):
        _ = self.env._
        responsible = case.profile.responsible_id.name or _("the office")
        document = case.documents._name if case.documents else ""
        if document == "sale.order":
            return _(
                "Please collect open items first, agree on payment before delivery, or reduce the "
                "order. Responsible: %s.",
                responsible,
            )
        if document in ("stock.picking", "stock.move"):
            return _(
                "Please collect open items first, or deliver no more than was ordered. "
                "Responsible: %s.",
                responsible,
            )
        if document == "purchase.order":
            return _(
                "Please agree on payment after receipt, or reduce the order. Responsible: %s.",
                responsible,
            )
        return _(
            "To pay a bill, register the payment on the bill itself. For anything more, settle "
            "open items first. Responsible: %s.",
            responsible,
        )
