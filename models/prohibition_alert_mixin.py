from markupsafe import Markup

from odoo import fields, models
from odoo.tools import html_escape

_ACTIVITY = "counterparty_control.mail_activity_type_prohibited"
#: More at once come as one message with the list, not as a mail each.
_MANY = 10


class CounterpartyProhibitionAlertMixin(models.AbstractModel):
    """Who is told of a hit, and what there is to do about it: open documents and money."""

    _name = "counterparty.prohibition.alert.mixin"
    _description = "Prohibited List Alert"

    profile_ids = fields.Many2many(
        "counterparty.profile", string="Ledger Rows", compute="_compute_profile_ids"
    )
    document_count = fields.Integer("Open Documents", compute="_compute_documents")
    documents_html = fields.Html("Open Orders", compute="_compute_documents", sanitize=False)

    def _compute_profile_ids(self):
        companies = self.env.companies
        rows = self.env["counterparty.profile"].search(
            [("partner_id", "in", self.partner_id.ids), ("company_id", "in", companies.ids)]
        )
        for hit in self:
            hit.profile_ids = rows.filtered(lambda row, hit=hit: row.partner_id == hit.partner_id)

    def _compute_documents(self):
        """Name the open orders, also to an officer who has no right to sales or purchases."""
        orders = self.env["counterparty.prohibited.orders"].sudo()
        by_party = orders._documents(self.partner_id.ids, self.env.companies)
        for hit in self:
            rows = by_party.get(hit.partner_id.id, [])
            hit.document_count = len(rows)
            hit.documents_html = hit._documents_table(rows) if rows else False

    def _documents_table(self, rows):
        _ = self.env._
        heads = (_("Document"), _("State"), _("Amount"), _("Held"), _("Responsible"))
        cells = [
            (
                order.display_name,
                dict(order._fields["state"]._description_selection(order.env)).get(order.state),
                order.currency_id.format(order.amount_total),
                _("Yes") if order.counterparty_is_held else "",
                order.user_id.name or "",
            )
            for order in rows
        ]
        return Markup("<table class='table table-sm'><tr>%s</tr>%s</table>") % (
            Markup().join(Markup("<th>%s</th>") % head for head in heads),
            Markup().join(
                Markup("<tr>%s</tr>") % Markup().join(Markup("<td>%s</td>") % c for c in row)
                for row in cells
            ),
        )

    def _alert(self, leadership_alone=False):
        """Tell the office of hits, and the leadership of those that stop trade, at once.

        :param leadership_alone: the office has just decided and need not be told
        """
        proven = self.filtered_domain(self._proven())
        told = [("leadership", proven)] + ([] if leadership_alone else [("office", self)])
        quick = len(self) > _MANY
        for name, hits in told:
            group = self.env.ref(f"counterparty_control.group_{name}").sudo()
            for user in group.all_user_ids.filtered(lambda u: u.active and not u.share):
                concerned = hits.filtered(lambda hit, user=user: hit._concerns(user))
                told_in = concerned.with_context(
                    lang=user.lang, mail_activity_quick_update=quick or None
                )
                for hit in told_in:
                    hit.activity_schedule(
                        _ACTIVITY, user_id=user.id, summary=hit._alert_summary(), note=hit._note()
                    )

    def _concerns(self, user):
        known = self.sudo()
        companies = (
            known.application_id.company_id | known.partner_id.counterparty_profile_ids.company_id
        )
        return not companies or bool(companies & user.company_ids)

    def _alert_summary(self):
        _ = self.env._
        name = self.party_name
        if self.kind == "similar" and self.state == "open":
            return _("%s looks like a prohibited party: clear or confirm", name)
        return _("%s is on the prohibited list: business is stopped", name)

    def _note(self):
        _ = self.env._
        text = _(
            "%(left)s / %(right)s (%(entry)s)",
            left=self.party_value,
            right=self.entry_value,
            entry=self.prohibition_id.document_number or self.prohibition_id.name,
        )
        return html_escape(text)

    def _quiet(self):
        """Nobody need see to it any more."""
        self.activity_unlink([_ACTIVITY])
