from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..policy import financials


class CounterpartyFinancial(models.Model):
    """The figures of one party for one year, or those handed in with an application.

    Part of the information file; what an application handed in stays with it, its approval
    enters a copy for the party.
    """

    _name = "counterparty.financial"
    _description = "Financial Figures"
    _inherit = ["counterparty.filed.mixin", "counterparty.handed.in.mixin", "mail.thread"]
    _order = "year desc, id desc"

    partner_id = fields.Many2one("res.partner", "Counterparty", index=True, ondelete="cascade")
    application_id = fields.Many2one(
        "counterparty.application", ondelete="cascade", index="btree_not_null"
    )
    year = fields.Integer(
        required=True,
        tracking=True,
        aggregator=None,
        default=lambda self: self.env.company._counterparty_today().year - 1,
    )
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.company.currency_id
    )
    revenue = fields.Monetary(tracking=True)
    net_profit = fields.Monetary(tracking=True)
    total_assets = fields.Monetary(tracking=True)
    total_liabilities = fields.Monetary(tracking=True)
    net_assets = fields.Monetary(compute="_compute_net_assets", store=True)
    debt_ratio = fields.Float(
        compute="_compute_net_assets",
        store=True,
        aggregator="avg",
        help="Liabilities as a share of the assets.",
    )
    source = fields.Selection(
        [
            ("audited", "Audited statements"),
            ("tax", "Tax return"),
            ("party", "Told by the party"),
            ("public", "Published"),
            ("other", "Other"),
        ],
        required=True,
        default="party",
        tracking=True,
    )
    attachment_ids = fields.Many2many(
        "ir.attachment",
        "counterparty_financial_attachment_rel",
        string="Files",
        copy=False,
        bypass_search_access=True,
    )
    note = fields.Text("Remarks")

    _owner_check = models.Constraint(
        "CHECK (num_nonnulls(application_id, partner_id) = 1)",
        "Figures belong to an application or to a counterparty.",
    )
    _amounts_check = models.Constraint(
        "CHECK (revenue >= 0 AND total_assets >= 0 AND total_liabilities >= 0)",
        "Revenue, assets and liabilities are not negative.",
    )
    _partner_uniq = models.UniqueIndex(
        "(partner_id, year) WHERE partner_id IS NOT NULL",
        "There are figures of this party for that year already: please correct those.",
    )
    _application_uniq = models.UniqueIndex(
        "(application_id, year) WHERE application_id IS NOT NULL",
        "There are figures for that year already: please correct those.",
    )

    @api.depends("total_assets", "total_liabilities")
    def _compute_net_assets(self):
        for row in self:
            known = row.total_assets, row.total_liabilities
            row.net_assets = financials.net_assets(*known)
            row.debt_ratio = financials.debt_ratio(*known)

    @api.depends("partner_id", "application_id", "year")
    def _compute_display_name(self):
        for row in self:
            name = row.partner_id.name or row.application_id.partner_name or ""
            row.display_name = f"{name} {row.year or ''}".strip()

    @api.constrains("year")
    def _check_year(self):
        this_year = self.env.company._counterparty_today().year
        for row in self:
            if not financials.is_possible(row.year, this_year):
                raise ValidationError(
                    self.env._("%s has no figures yet: please check the year.", row.year)
                )

    @api.model_create_multi
    def create(self, vals_list):
        partners = self.env["res.partner"].sudo()
        for vals in vals_list:
            if vals.get("partner_id"):
                vals["partner_id"] = partners.browse(vals["partner_id"]).commercial_partner_id.id
        return super().create(vals_list)

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"application_id", "partner_id"}:
            self.check_access("write")  # where it went, too
        return result
