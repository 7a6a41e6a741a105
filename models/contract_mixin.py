from contextlib import contextmanager

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_list, plaintext2html

from ..policy import contract

CONTRACT = "counterparty_contract_ids"
#: The tick of each clause.
CLAUSES = {
    name: f"counterparty_clause_{name}"
    for name in (contract.CONFIDENTIALITY, contract.QUALITY, contract.RETURN)
}
_JUDGED = frozenset({"state", "company_id", "currency_id", CONTRACT, *CLAUSES.values()})


class CounterpartyContractMixin(models.AbstractModel):
    """The contract of a purchase: what it must hold is asked for where the purchase is confirmed.

    A purchase may also not lose later what it was confirmed with.
    """

    _name = "counterparty.contract.mixin"
    _description = "Purchase With a Contract"
    _inherit = ["counterparty.filed.mixin"]

    _file_fields = (CONTRACT,)

    counterparty_clause_confidentiality = fields.Boolean("Confidentiality Clause", copy=False)
    counterparty_clause_quality = fields.Boolean("Quality Clause", copy=False)
    counterparty_clause_return = fields.Boolean("Return Clause", copy=False)
    counterparty_contract_ids = fields.Many2many(
        "ir.attachment",
        "counterparty_purchase_contract_rel",
        string="Signed Contract",
        copy=False,
        bypass_search_access=True,
    )
    counterparty_contract_complete = fields.Boolean(
        "Contract Complete",
        compute="_compute_counterparty_contract_complete",
        search="_search_counterparty_contract_complete",
    )
    counterparty_contract_missing = fields.Char(
        "Contract Lacks", compute="_compute_counterparty_contract_missing"
    )

    @api.depends(CONTRACT, *CLAUSES.values())
    def _compute_counterparty_contract_complete(self):
        for order in self:
            elements = order._counterparty_contract_elements()
            order.counterparty_contract_complete = elements.issuperset(contract.ELEMENTS)

    def _search_counterparty_contract_complete(self, operator, value):
        if operator != "in":
            return NotImplemented
        complete = Domain.AND(Domain(name, "!=", False) for name in (*CLAUSES.values(), CONTRACT))
        return complete if True in value else ~complete

    @api.depends(CONTRACT, *CLAUSES.values(), "amount_total", "currency_id", "company_id")
    @api.depends_context("lang")
    def _compute_counterparty_contract_missing(self):
        for order in self:
            missing = order._counterparty_contract_gap()
            order.counterparty_contract_missing = order._counterparty_contract_text(missing)

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders._counterparty_contract_judge({})
        return orders

    def write(self, vals):
        with self._counterparty_contract_kept(vals.keys() & _JUDGED):
            return super().write(vals)

    @contextmanager
    def _counterparty_contract_kept(self, changed):
        """Judge orders that become confirmed, and confirmed ones that lose what they had.

        :raise UserError: where the company refuses an incomplete contract
        """
        if not changed:
            yield
            return
        before = {
            order: order._counterparty_contract_gap()
            for order in self._counterparty_is_confirmed()
            if order._counterparty_contract_strictness() != contract.OFF
        }
        yield
        self._counterparty_contract_judge(before)

    def _counterparty_contract_judge(self, before):
        """Refuse or warn of what is missing now; ``before``: what each confirmed order lacked."""
        refused = []
        for order in self._counterparty_is_confirmed():
            strictness = order._counterparty_contract_strictness()
            if strictness == contract.OFF:
                continue
            opened = contract.opened(before.get(order, ()), order._counterparty_contract_gap())
            text = opened and self.env._(
                "%(order)s: the contract lacks %(elements)s.",
                order=order.display_name,
                elements=order._counterparty_contract_text(opened),
            )
            if opened and strictness == contract.BLOCK:
                refused.append(text)
            elif opened:
                order._counterparty_contract_warn(text)
        if refused:
            todo = self.env._(
                "Tick the clauses that were agreed and attach the signed contract on the page "
                "'Contract', then confirm again."
            )
            raise UserError("\n".join([*refused, todo]))

    def _counterparty_contract_warn(self, text):
        self.sudo().message_post(body=plaintext2html(text))
        self.env.user._bus_send(
            "simple_notification", {"type": "warning", "sticky": True, "message": text}
        )

    def _counterparty_contract_strictness(self):
        company = self.company_id.sudo()
        mode = company.counterparty_contract_mode
        if mode == contract.OFF:
            return mode
        is_controlled = company.counterparty_mode != "off"
        return contract.strictness(mode, is_controlled, company._counterparty_blocks())

    def _counterparty_contract_gap(self):
        """Return the elements that are missing and asked for, see ``policy/contract.py``."""
        if self._counterparty_contract_strictness() == contract.OFF:
            return ()
        company = self.company_id.sudo()
        today = company._counterparty_today()
        amount = self.currency_id._convert(self.amount_total, company.currency_id, company, today)
        known = contract.Contract(self._counterparty_contract_elements(), amount)
        return contract.missing(known, company.counterparty_contract_amount)

    def _counterparty_contract_elements(self):
        elements = {name for name, field in CLAUSES.items() if self[field]}
        if self.sudo()[CONTRACT]:
            elements.add(contract.SIGNED)
        return frozenset(elements)

    def _counterparty_contract_text(self, elements):
        _ = self.env._
        labels = {
            contract.CONFIDENTIALITY: _("the confidentiality clause"),
            contract.QUALITY: _("the quality clause"),
            contract.RETURN: _("the return clause"),
            contract.SIGNED: _("the signed contract"),
        }
        return format_list(self.env, [labels[name] for name in elements])
