from odoo import api, fields, models
from odoo.exceptions import UserError

from .account_move_line import SPECIAL


class AccountMove(models.Model):
    """Entries are judged when they are posted; credit notes and refunds pass.

    A refund is judged only for what it books on prepayment, deposit and note accounts. An invoice
    that is reset to draft goes on occupying what it did, so that correcting it makes no room, and
    posting it again takes none.
    """

    _name = "account.move"
    _inherit = ["account.move", "counterparty.figures.mixin"]

    _counterparty_figures = frozenset(
        {"counterparty_reset_amount", "counterparty_reset_due", "counterparty_reset_party_id"}
    )

    counterparty_reset_party_id = fields.Many2one(
        "res.partner",
        "Party That Owed It",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Of an invoice that was reset to draft, until it is posted again or cancelled.",
    )
    counterparty_reset_amount = fields.Monetary(
        "Owed Before the Reset",
        readonly=True,
        copy=False,
        currency_field="company_currency_id",
        help="As far as no order stands behind it.",
    )
    counterparty_reset_due = fields.Date("Due Before the Reset", readonly=True, copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        moves = self  # entries are posted, never created so
        if self.env.context.get("default_state"):
            moves = self.with_context(default_state="draft")
        return super(AccountMove, moves).create(vals_list)

    def write(self, vals):
        if vals.get("state") == "draft":
            owed = self._counterparty_before_reset()
            result = super().write(vals)
            for move, values in owed.items():
                move.sudo().write(values)
            return result
        known = self.filtered("counterparty_reset_party_id") if "state" in vals else self.browse()
        if vals.get("state") != "posted":
            left = known | self.filtered(lambda move: "state" in vals and move.state == "posted")
            result = super().write(vals)
            known._counterparty_forget()
            left._counterparty_freed()
            return result
        refunds = self.filtered(lambda move: move.move_type in ("out_refund", "in_refund"))
        pairs = (self - refunds).line_ids._counterparty_pairs()
        pairs |= refunds.line_ids._counterparty_pairs(kinds=SPECIAL)
        pairs |= {(move.counterparty_reset_party_id.id, move.company_id.id) for move in known}
        known._counterparty_check_due()
        documents = {pair: self._counterparty_of(pair) for pair in pairs}
        with self.env["counterparty.gate"].sudo()._guard(pairs, False, documents):
            result = super().write(vals)
            known._counterparty_forget()
        refunds._counterparty_freed()
        rows = self.env["counterparty.profile"].sudo()
        for role, kind in (("customer", "out_invoice"), ("supplier", "in_invoice")):
            rows._take_up_booked(role, self.filtered(lambda m, kind=kind: m.move_type == kind))
        return result

    def _counterparty_freed(self):
        """Have orders that wait for room of these parties tested again."""
        self.env["counterparty.recheck"].sudo()._notice(set(self.commercial_partner_id.ids))

    def _counterparty_of(self, pair):
        """Return the entries that book something for a party, of several that are posted."""
        if len(self) == 1:
            return self
        return self.filtered(
            lambda move: (
                pair[0] in move.sudo().line_ids.partner_id.commercial_partner_id.ids
                and pair[1] == move.company_id.id
            )
        )

    def _counterparty_before_reset(self):
        """Return ``{invoice: what to remember of it}`` of entries that are reset to draft."""
        controlled = self.env["res.company"]._counterparty_controlled()
        return {
            move: values
            for move in self
            if move.state == "posted" and move.company_id.id in controlled
            if (values := move.sudo()._counterparty_owed())
        }

    def _counterparty_forget(self):
        if self:
            self.sudo().write(
                {"counterparty_reset_party_id": False, "counterparty_reset_amount": 0.0}
            )

    def _counterparty_owed(self):
        """Return what to remember of a posted invoice; its orders carry what they invoiced."""
        if not self.is_sale_document() or self.move_type == "out_refund":
            return {}
        items = self.line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable" and line.partner_id
        )
        lines = self.invoice_line_ids.filtered(lambda line: line.display_type == "product")
        total = sum(lines.mapped("price_total"))
        free = sum(line.price_total for line in lines if not line.sale_line_ids)
        owed = sum(items.mapped("balance"))
        if owed <= 0.0:
            return {}
        dues = [item.date_maturity for item in items if item.date_maturity and not item.reconciled]
        return {
            "counterparty_reset_party_id": items.partner_id.commercial_partner_id[:1].id,
            "counterparty_reset_amount": owed * free / total if total else owed,
            "counterparty_reset_due": min(dues, default=False),
        }

    def _counterparty_check_due(self):
        """What was overdue before the reset does not fall due later after it."""
        for move in self.filtered("counterparty_reset_due"):
            company, due = move.company_id, move.counterparty_reset_due
            dues = [
                line.date_maturity
                for line in move.line_ids
                if line.account_id.account_type == "asset_receivable" and line.date_maturity
            ]
            later = min(dues, default=due) > due
            if later and due < company._counterparty_today() and company._counterparty_blocks():
                raise UserError(
                    self.env._(
                        "%(invoice)s was due on %(date)s and keeps that date. "
                        "Please credit the invoice and issue a new one.",
                        invoice=move.display_name,
                        date=self.env["ir.qweb.field.date"].value_to_html(due, {}),
                    )
                )
