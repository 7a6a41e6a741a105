from odoo import api, models
from odoo.exceptions import UserError

#: Kinds of accounts, as the settings of the exposure name them.
_TRADE = ("receivable", "payable")
SPECIAL = ("prepayment", "deposit", "notes")

#: What a correction of a posted item must not slip past.
_JUDGED = frozenset(
    {
        "account_id",
        "amount_currency",
        "amount_residual",
        "balance",
        "credit",
        "date_maturity",
        "debit",
        "move_id",
        "parent_state",
        "partner_id",
        "purchase_line_id",
        "reconciled",
        "sale_line_ids",
    }
)
#: The lines of orders that an item invoices.
_LINKS = frozenset({"purchase_line_id", "sale_line_ids"})


class AccountMoveLine(models.Model):
    """Posted items of a party are judged when they are corrected, added or removed."""

    _name = "account.move.line"
    _inherit = ["account.move.line", "counterparty.figures.mixin"]

    _counterparty_figures = frozenset(
        {"amount_residual", "amount_residual_currency", "parent_state", "reconciled"}
    )

    @api.model_create_multi
    def create(self, vals_list):
        move_ids = sorted({vals["move_id"] for vals in vals_list if vals.get("move_id")})
        posted = self.move_id.browse(move_ids).filtered(lambda move: move.state == "posted")
        if not posted:
            lines = super().create(vals_list)
        else:
            parties = self.env["res.partner"].sudo()
            parties = parties.browse({v["partner_id"] for v in vals_list if v.get("partner_id")})
            parties = (parties | posted.sudo().partner_id).commercial_partner_id
            pairs = {(party.id, company.id) for party in parties for company in posted.company_id}
            with self.env["counterparty.gate"].sudo()._guard(pairs, False, posted):
                lines = super().create(vals_list)
        if any(vals.keys() & _LINKS for vals in vals_list):
            lines._counterparty_check_links()
        return lines

    def write(self, vals):
        posted = self.filtered(lambda line: line.parent_state == "posted")
        if not posted or not vals.keys() & _JUDGED:
            result = super().write(vals)
        else:
            posted._counterparty_check_fixed(vals)
            pairs = posted._counterparty_pairs(account_id=vals.get("account_id"))
            if vals.get("partner_id"):
                partner = self.env["res.partner"].sudo().browse(vals["partner_id"])
                pairs |= {(partner.commercial_partner_id.id, c.id) for c in posted.company_id}
            if vals.keys() & _LINKS:
                pairs |= posted._counterparty_ordered_pairs()
            with self.env["counterparty.gate"].sudo()._guard(pairs, False, posted.move_id):
                result = super().write(vals)
        if vals.keys() & _LINKS:
            self._counterparty_check_links()
        return result

    def unlink(self):
        posted = self.filtered(lambda line: line.parent_state == "posted")
        pairs = posted._counterparty_pairs() if posted else ()
        with self.env["counterparty.gate"].sudo()._guard(pairs, False, posted.move_id):
            return super().unlink()

    def _counterparty_pairs(self, kinds=(*_TRADE, *SPECIAL), account_id=None):
        """Return the ``(commercial partner id, company id)`` whose occupancy these items make.

        :param account_id: the account that they are about to be moved to
        """
        return {
            (line.partner_id.commercial_partner_id.id, line.company_id.id)
            for line in self._counterparty_counted(kinds, account_id)
        }

    def _counterparty_counted(self, kinds=(*_TRADE, *SPECIAL), account_id=None):
        """Return the items of a partner on accounts that the exposure reads."""
        exposure = self.env["counterparty.exposure"].sudo()
        counted = self.browse()
        for company in self.company_id:
            settings = dict(exposure._settings(company.id))
            accounts = set().union(*(settings[kind] for kind in kinds))
            counted |= self.filtered(
                lambda line, company=company, accounts=accounts: (
                    line.company_id == company
                    and line.partner_id
                    and accounts & {line.account_id.id, account_id}
                )
            )
        return counted

    def _counterparty_ordered_pairs(self):
        """Return the ``(commercial partner id, company id)`` whose orders these items invoice."""
        lines = self.sudo()
        orders = (*lines.sale_line_ids.order_id, *lines.purchase_line_id.order_id)
        parties = [order._counterparty_parties() for order in orders]
        return {(debtor.id, company.id) for debtor, company, _orderers in parties}

    def _counterparty_check_fixed(self, vals):
        """A posted item keeps a counterparty, and what is owed does not fall due later."""
        if not vals.keys() & {"date_maturity", "partner_id"}:
            return
        blocking = self.company_id.filtered(lambda company: company._counterparty_blocks())
        items = self.filtered(lambda line: line.company_id in blocking)._counterparty_counted()
        if items and not vals.get("partner_id", True):
            raise UserError(
                self.env._("A posted item keeps its counterparty; another one may take its place.")
            )
        later = self._fields["date_maturity"].to_date(vals.get("date_maturity"))
        owed = items.filtered(
            lambda line: (
                line.account_id.account_type == "asset_receivable"
                and line.amount_residual > 0.0
                and line.date_maturity
                and "date_maturity" in vals
                and (not later or later > line.date_maturity)
            )
        )
        if owed:
            raise UserError(
                self.env._(
                    "%s: what is owed does not fall due later once it is posted. "
                    "Please credit the invoice and issue a new one.",
                    owed.move_id[:1].display_name,
                )
            )

    def _counterparty_check_links(self):
        """An item invoices one line of an order of its own party; a credit note what it reverses.

        One item for several lines, or for the order of another party, would make orders vanish
        from the exposure that nobody pays for.
        """
        if self.env.su:
            return
        for line in self.sudo():
            reversed_lines = line.move_id.reversed_entry_id.line_ids
            sales = line.sale_line_ids - reversed_lines.sale_line_ids
            purchases = line.purchase_line_id - reversed_lines.purchase_line_id
            linked = [*sales.order_id, *purchases.order_id]
            party = line.move_id.partner_id.commercial_partner_id
            foreign = [
                order
                for order in linked
                if order._counterparty_parties()[:2] != (party, line.company_id)
            ]
            if foreign or len(sales) > 1:
                raise UserError(
                    self.env._(
                        "%(item)s of %(party)s cannot be linked to %(order)s: an item invoices one "
                        "line of an order of its own party.",
                        item=line.name or line.move_id.display_name,
                        party=party.display_name,
                        order=(foreign or linked)[0].display_name,
                    )
                )
