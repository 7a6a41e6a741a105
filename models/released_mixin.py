from odoo import models
from odoo.tools import format_date

from ..policy import override
from .asked_mixin import OPEN
from .use_mixin import IN_FORCE


class CounterpartyReleasedMixin(models.AbstractModel):
    """An order for which an exception may be asked, and what became of it."""

    _name = "counterparty.released.mixin"
    _description = "Document With an Exception"

    #: The field of ``counterparty.override`` and ``counterparty.hold`` that names an order.
    _counterparty_field = None
    #: The field of a line that says what was delivered or received.
    _counterparty_done = None

    def write(self, vals):
        leaving = self._counterparty_is_confirmed() if "state" in vals else self.browse()
        result = super().write(vals)
        self._counterparty_left(leaving - leaving._counterparty_is_confirmed())
        return result

    def action_counterparty_override(self, amount=None):
        """Ask for an exception, or open the one that was asked for.

        :param amount: what the order is to be worth, in company currency; today's worth if empty
        """
        self.ensure_one()
        exceptions = self.env["counterparty.override"]
        found = exceptions.search(
            [(self._counterparty_field, "=", self.id), ("state", "in", OPEN)], limit=1
        )
        context = {f"default_{self._counterparty_field}": self.id}
        context |= {"default_amount": amount} if amount else {}
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ask for an Exception"),
            "res_model": exceptions._name,
            "res_id": found.id,
            "views": [
                (self.env.ref("counterparty_control.counterparty_override_view_ask").id, "form")
            ],
            "target": "new",
            "context": context,
        }

    def _counterparty_amount(self):
        """Return the total of the order in company currency, at today's rate."""
        company, total = self.company_id, self.amount_total
        if not self.currency_id:
            return 0.0
        today = company._counterparty_today()
        return max(self.currency_id._convert(total, company.currency_id, company, today), 0.0)

    def _counterparty_value(self):
        """Return what came of the order, if that is more than its total: in company currency."""
        total = self._counterparty_amount()
        beyond = 0.0
        for line in self.order_line.filtered(lambda line: not line.display_type):
            quantity = line[line._counterparty_quantity]
            unit = line.price_total / quantity if quantity else line.price_unit
            invoiced = sum(
                item.price_total * (-1 if "refund" in item.move_id.move_type else 1)
                for item in line.invoice_lines
                if item.parent_state != "cancel"
            )
            most = max(line.price_total, unit * line[self._counterparty_done], invoiced)
            beyond += most - line.price_total
        company, today = self.company_id, self.company_id._counterparty_today()
        return total + self.currency_id._convert(beyond, company.currency_id, company, today)

    def _counterparty_profile_of_order(self):
        """Return the ledger row of the party of an order, if there is an order."""
        if not self:
            return self.env["counterparty.profile"]
        debtor, company, _orderers = self._counterparty_parties()
        return debtor._counterparty_profile(company)

    def _counterparty_is_asked(self):
        """Tell whether an exception was asked for and is not decided."""
        domain = [(self._counterparty_field, "=", self.id), ("state", "in", OPEN[1:])]
        return bool(self.env["counterparty.override"].sudo().search_count(domain, limit=1))

    def _counterparty_left(self, left):
        """Settle the exceptions of orders that are confirmed no longer."""
        if not left:
            return
        untouched = left.sudo().filtered(
            lambda order: (
                all(move.state == "cancel" for move in order.invoice_ids)
                and not any(order.order_line.mapped(self._counterparty_done))
            )
        )
        exceptions = self.env["counterparty.override"].sudo()
        domain = [(self._counterparty_field, "in", left.ids), ("state", "in", IN_FORCE)]
        exceptions.search(domain)._give_back(untouched)

    def _counterparty_override_summary(self, cases):
        """Return the exception of an order as a JSON value, and whether one may be asked for."""
        exceptions, order = self.env["counterparty.override"], self._origin
        domain = [
            (self._counterparty_field, "=", order.id),
            ("state", "not in", ("cancelled", "spent")),
        ]
        found = exceptions.sudo().search(domain, limit=1) if order else exceptions
        reasons = {reason for case in cases for reason in case.verdict.reasons}
        may_ask = exceptions.sudo(False).has_access("create") and override.may_override(reasons)
        return {
            "id": found.sudo(False)._filtered_access("read").id,
            "name": found.name or "",
            "state": found.state or "",
            "label": found._state_label(found.state) if found else "",
            "text": self._counterparty_override_text(found),
            "covers": any(case.verdict.released for case in cases),
            "may_ask": may_ask and found.state not in OPEN,
        }

    def _counterparty_override_text(self, found):
        """Return what became of a request, in one sentence."""
        _, state = self.env._, found.state
        if state in IN_FORCE:
            return _(
                "up to %(amount)s until %(date)s",
                amount=found.currency_id.format(found.amount),
                date=format_date(self.env, found.valid_until),
            )
        if state == "submitted":
            groups = dict(found._fields["approver"]._description_selection(self.env))
            return _("decided by: %s", groups[found.approver])
        if state in ("returned", "rejected", "revoked"):
            return found.decision_ids.sorted("id")[-1:].comment or ""
        return ""
