from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain

#: A deputy must see all that is to be decided, and an auditor changes nothing.
_ABLE = ("office", "leadership", "finance")


class CounterpartyDeputy(models.Model):
    """Who reviews and approves for someone who is absent, from day to day.

    Everybody names their own deputy. What was decided names both.
    """

    _name = "counterparty.deputy"
    _description = "Deputy"
    _order = "date_from desc, id desc"
    _rec_name = "deputy_id"

    user_id = fields.Many2one(
        "res.users",
        "Absent",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        index=True,
        ondelete="restrict",
    )
    deputy_id = fields.Many2one(
        "res.users",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('share', '=', False), ('id', '!=', user_id)]",
    )
    company_id = fields.Many2one(
        "res.company",
        default=lambda self: self.env.company,
        index=True,
        help="Empty: in all companies.",
    )
    date_from = fields.Date("From", required=True, default=fields.Date.context_today)
    date_to = fields.Date("Until", required=True, default=fields.Date.context_today)
    note = fields.Char("Reason")
    is_current = fields.Boolean("In Force", compute="_compute_is_current")

    _dates_check = models.Constraint(
        "CHECK (date_to >= date_from)", "The last day comes after the first one."
    )
    _other_check = models.Constraint("CHECK (deputy_id <> user_id)", "Nobody is their own deputy.")

    @api.depends("date_from", "date_to", "company_id")
    def _compute_is_current(self):
        for deputy in self:
            today = (deputy.company_id or self.env.company)._counterparty_today()
            dates = deputy.date_from, deputy.date_to
            deputy.is_current = all(dates) and dates[0] <= today <= dates[1]

    @api.constrains("deputy_id")
    def _check_deputy(self):
        for deputy in self.sudo():
            able = any(
                deputy.deputy_id.has_group(f"counterparty_control.group_{name}") for name in _ABLE
            )
            if not able or deputy.deputy_id.share:
                raise ValidationError(
                    self.env._(
                        "%s does not see all that is to be decided. A deputy belongs to the "
                        "general affairs office, the leadership or the finance department.",
                        deputy.deputy_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        deputies = super().create(vals_list)
        deputies._check_own()
        return deputies

    def write(self, vals):
        self._check_own()
        result = super().write(vals)
        self._check_own()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_if_future(self):
        today = self.env.company._counterparty_today()
        if any(deputy.date_from <= today for deputy in self):
            raise ValidationError(
                self.env._("What has begun stays on record; end it by its last day.")
            )

    def _check_own(self):
        """Nobody hands on the rights of another."""
        if not self.env.su and any(deputy.user_id != self.env.user for deputy in self):
            raise AccessError(self.env._("Everybody names their own deputy."))

    @api.model
    def _in_force(self, company):
        today = company._counterparty_today()
        return (
            Domain("company_id", "in", [company.id, False])
            & Domain("date_from", "<=", today)
            & Domain("date_to", ">=", today)
        )

    @api.model
    def _represented(self, user, company):
        """Return the active users whose deputy a user is today in a company."""
        domain = self._in_force(company) & Domain("deputy_id", "=", user.id)
        return self.sudo().search(domain).user_id.filtered("active").sudo(False)

    @api.model
    def _deputies(self, users, company):
        """Return the active deputies of users today in a company."""
        domain = self._in_force(company) & Domain("user_id", "in", users.ids)
        return self.sudo().search(domain).deputy_id.filtered("active").sudo(self.env.su)
