from odoo import api, fields, models
from odoo.fields import Domain

#: Who may see records of the ledger behind a contact.
_READERS = ",".join(
    f"counterparty_control.group_{name}"
    for name in ("business", "office", "leadership", "finance", "auditor")
)


class ResPartner(models.Model):
    """A contact shows how it stands in the ledger of the current company."""

    _name = "res.partner"
    _inherit = [
        "counterparty.proposing.mixin",
        "res.partner",
        "counterparty.licensed.mixin",
        "counterparty.kinship.mixin",
    ]

    counterparty_licence_ids = fields.One2many(
        "counterparty.licence", "partner_id", groups=_READERS
    )
    counterparty_financial_ids = fields.One2many(
        "counterparty.financial", "partner_id", groups=_READERS
    )
    counterparty_profile_ids = fields.One2many(
        "counterparty.profile", "partner_id", "Counterparty Ledger Rows", groups=_READERS
    )
    counterparty_profile_id = fields.Many2one(
        "counterparty.profile",
        compute="_compute_counterparty",
        search="_search_counterparty_profile_id",
    )
    counterparty_state = fields.Selection(
        [
            ("prospect", "Prospect"),
            ("applying", "Applying"),
            ("approved", "Admitted"),
            ("closed", "Closed"),
        ],
        compute="_compute_counterparty",
        search="_search_counterparty_state",
    )
    counterparty_grade = fields.Char(
        compute="_compute_counterparty", search="_search_counterparty_grade"
    )
    counterparty_currency_id = fields.Many2one("res.currency", compute="_compute_counterparty")
    counterparty_limit = fields.Monetary(
        "Counterparty Credit Limit",
        compute="_compute_counterparty",
        search="_search_counterparty_limit",
        currency_field="counterparty_currency_id",
    )
    counterparty_exposure = fields.Monetary(
        "Funds Occupied", compute="_compute_counterparty", currency_field="counterparty_currency_id"
    )
    counterparty_available = fields.Monetary(
        "Available Credit",
        compute="_compute_counterparty",
        currency_field="counterparty_currency_id",
    )
    counterparty_is_over_limit = fields.Boolean(
        "Over the Limit",
        compute="_compute_counterparty",
        search="_search_counterparty_is_over_limit",
    )

    @api.depends("commercial_partner_id")
    @api.depends_context("company", "uid")
    def _compute_counterparty(self):
        company = self.env.company
        profiles = self.env["counterparty.profile"]
        if profiles.has_access("read"):
            parties = self.commercial_partner_id.ids
            profiles = profiles.search(
                [("partner_id", "in", parties), ("company_id", "=", company.id)]
            )
        by_partner = {profile.partner_id: profile for profile in profiles}
        for partner in self:
            profile = by_partner.get(partner.commercial_partner_id, profiles.browse())
            partner.counterparty_profile_id = profile
            partner.counterparty_state = profile.state
            partner.counterparty_grade = (profile.grade or "").upper()
            partner.counterparty_currency_id = company.currency_id
            partner.counterparty_limit = profile.effective_limit
            partner.counterparty_exposure = profile.exposure_amount
            partner.counterparty_available = profile.available_amount
            partner.counterparty_is_over_limit = profile.is_over_limit

    def _search_counterparty_profile_id(self, operator, value):
        if operator not in ("in", "any"):
            return NotImplemented
        wanted = Domain("id", operator, value) if operator == "in" else Domain(value)
        return self._counterparty_search(wanted, operator == "in" and False in value)

    def _search_counterparty_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._counterparty_search(Domain("state", "in", value), False in value)

    def _search_counterparty_grade(self, operator, value):
        if operator != "in":
            return NotImplemented
        codes = [code and code.lower() for code in value]
        return self._counterparty_search(Domain("grade", "in", codes), False in value)

    def _search_counterparty_limit(self, operator, value):
        if operator == "not in":
            return NotImplemented
        blank = operator == "in" and 0 in value
        return self._counterparty_search(Domain("credit_limit", operator, value), blank)

    def _search_counterparty_is_over_limit(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._counterparty_search(Domain("is_over_limit", "in", value), False in value)

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"property_stock_subcontractor", "tz"}:
            self.env.registry.clear_cache()  # where our material lies, and where a company works
        return result

    def action_counterparty_open(self):
        """Open the ledger row of the contact; without one, an application for it.

        For the office a row of a prospect is begun instead, for example to exempt a tax office.
        """
        self.ensure_one()
        party, company = self.commercial_partner_id, self.env.company
        profile = party._counterparty_profile(company)
        if not profile and self.env.user.has_group("counterparty_control.group_office"):
            profile = profile.create({"partner_id": party.id, "company_id": company.id})
        if profile:
            return self._action_counterparty_profile(company)
        return self._action_counterparty_apply("customer" if self.customer_rank else "supplier")

    def _counterparty_search(self, domain, blank):
        """Return the partners whose ledger row in the current company matches a domain.

        :param blank: whether those match too that have no row which the user may see
        """
        if not self.env["counterparty.profile"].has_access("read"):
            return Domain.TRUE if blank else Domain.FALSE
        rows = "commercial_partner_id.counterparty_profile_ids"
        here = Domain("company_id", "=", self.env.company.id)
        found = Domain(rows, "any", here & domain)
        return found | Domain(rows, "not any", here) if blank else found

    def _action_counterparty_profile(self, company):
        profile = self.commercial_partner_id._counterparty_profile(company)
        return self.env["counterparty.profile"].browse(profile.id)._get_records_action()

    def _counterparty_profile(self, company):
        """Return the ledger row of commercial partners in a company, as superuser."""
        wanted = [("partner_id", "in", self.ids), ("company_id", "=", company.id)]
        return self.env["counterparty.profile"].sudo().search(wanted, limit=1)

    def _counterparty_keys(self):
        """Return the names and codes by which a party may stand on the prohibited list."""
        profiles = self.env["counterparty.profile"].sudo().search([("partner_id", "=", self.id)])
        current = self.env["counterparty.licence"]._current(self)
        return self._counterparty_keys_of(profiles, current.get(self.id, {}))

    def _counterparty_keys_of(self, profiles, licences):
        names = [self.name, *(row.holder_name for row in licences.values())]
        names += [line for row in profiles for line in (row.former_names or "").splitlines()]
        codes = [self.vat, self.company_registry, *(row.number for row in licences.values())]
        return self.env["counterparty.prohibition"]._keys(names, codes, self.id)

    def _counterparty_prohibitions(self, profiles, current):
        """Return ``{partner id: entries in force}`` of commercial partners.

        :param profiles: their ledger rows
        :param current: their licences, as ``counterparty.licence._current`` returns them
        """
        keys = {
            partner.id: partner._counterparty_keys_of(
                profiles.filtered(lambda row, partner=partner: row.partner_id == partner),
                current.get(partner.id, {}),
            )
            for partner in self
        }
        return self.env["counterparty.prohibition"].sudo()._hits(keys)

    def _counterparty_mirror_limit(self, company, amount):
        """Show an approved limit in Odoo's own field too; it is never read back."""
        party = self.sudo().with_company(company)
        party.use_partner_credit_limit = True
        party.credit_limit = amount
