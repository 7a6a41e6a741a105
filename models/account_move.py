from odoo import models

#: What a correction of a posted line must not slip past.
_JUDGED = frozenset(
    {
        "account_id",
        "amount_currency",
        "amount_residual",
        "balance",
        "credit",
        "debit",
        "move_id",
        "parent_state",
        "partner_id",
        "reconciled",
    }
)


class AccountMove(models.Model):
    """Entries are judged when they are posted; credit notes and refunds always pass."""

    _inherit = "account.move"

    def write(self, vals):
        if vals.get("state") != "posted":
            return super().write(vals)
        judged = self.filtered(lambda m: m.move_type not in ("out_refund", "in_refund"))
        with (
            self.env["counterparty.gate"]
            .sudo()
            ._guard(judged.line_ids._counterparty_pairs(), by_order=False, documents=judged)
        ):
            return super().write(vals)


class AccountMoveLine(models.Model):
    """Posted items of a party are judged when they are corrected."""

    _name = "account.move.line"
    _inherit = ["account.move.line", "counterparty.figures.mixin"]

    _counterparty_figures = frozenset(
        {"amount_residual", "amount_residual_currency", "parent_state", "reconciled"}
    )

    def write(self, vals):
        posted = self.filtered(lambda line: line.parent_state == "posted")
        if not posted or not vals.keys() & _JUDGED:
            return super().write(vals)
        pairs = posted._counterparty_pairs()
        if vals.get("partner_id"):
            partner = self.env["res.partner"].sudo().browse(vals["partner_id"])
            pairs |= {
                (partner.commercial_partner_id.id, company.id) for company in posted.company_id
            }
        with (
            self.env["counterparty.gate"]
            .sudo()
            ._guard(pairs, by_order=False, documents=posted.move_id)
        ):
            return super().write(vals)

    def _counterparty_pairs(self):
        """Return the ``(commercial partner id, company id)`` whose occupancy these items make."""
        exposure = self.env["counterparty.exposure"].sudo()
        kinds = ("receivable", "payable", "prepayment", "deposit", "notes")
        pairs = set()
        for company in self.company_id:
            settings = dict(exposure._settings(company.id))
            accounts = set().union(*(settings[kind] for kind in kinds))
            pairs |= {
                (line.partner_id.commercial_partner_id.id, company.id)
                for line in self
                if line.company_id == company and line.account_id.id in accounts and line.partner_id
            }
        return pairs
