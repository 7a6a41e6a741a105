from odoo import api, models

#: Kinds of accounts, as the settings of the exposure name them.
_TRADE = ("receivable", "payable")
_SPECIAL = ("prepayment", "deposit", "notes")

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
    """Entries are judged when they are posted; credit notes and refunds pass.

    A refund is judged only for what it books on prepayment, deposit and note accounts.
    """

    _inherit = "account.move"

    @api.model_create_multi
    def create(self, vals_list):
        moves = self  # entries are posted, never created so
        if self.env.context.get("default_state"):
            moves = self.with_context(default_state="draft")
        return super(AccountMove, moves).create(vals_list)

    def write(self, vals):
        if vals.get("state") != "posted":
            left = self.filtered(lambda move: "state" in vals and move.state == "posted")
            result = super().write(vals)
            self.env["counterparty.recheck"].sudo()._notice(set(left.commercial_partner_id.ids))
            return result
        refunds = self.filtered(lambda move: move.move_type in ("out_refund", "in_refund"))
        pairs = (self - refunds).line_ids._counterparty_pairs()
        pairs |= refunds.line_ids._counterparty_pairs(kinds=_SPECIAL)
        gate = self.env["counterparty.gate"].sudo()
        with gate._guard(pairs, by_order=False, documents=self):
            result = super().write(vals)
        self.env["counterparty.recheck"].sudo()._notice(set(refunds.commercial_partner_id.ids))
        return result


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
        pairs = posted._counterparty_pairs(account_id=vals.get("account_id"))
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

    def _counterparty_pairs(self, kinds=(*_TRADE, *_SPECIAL), account_id=None):
        """Return the ``(commercial partner id, company id)`` whose occupancy these items make.

        :param account_id: the account that they are about to be moved to
        """
        exposure = self.env["counterparty.exposure"].sudo()
        pairs = set()
        for company in self.company_id:
            settings = dict(exposure._settings(company.id))
            accounts = set().union(*(settings[kind] for kind in kinds))
            pairs |= {
                (line.partner_id.commercial_partner_id.id, company.id)
                for line in self
                if line.company_id == company
                and line.partner_id
                and accounts & {line.account_id.id, account_id}
            }
        return pairs
