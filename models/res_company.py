from datetime import datetime, time

from pytz import timezone

from odoo import api, fields, models, tools
from odoo.fields import Domain

_MODES = [("off", "Off"), ("observe", "Observe"), ("block", "Block")]


class ResCompany(models.Model):
    """Whether and how a company controls its counterparties."""

    _name = "res.company"
    _inherit = [
        "res.company",
        "counterparty.options.mixin",
        "counterparty.contract.options.mixin",
        "counterparty.review.options.mixin",
        "counterparty.reporting.mixin",
    ]

    counterparty_mode = fields.Selection(
        _MODES,
        "Counterparty Control",
        required=True,
        default="block",
        help="Observe: what would be refused is recorded and goes through.",
    )
    counterparty_delivery_mode = fields.Selection(
        [
            ("off", "Not checked"),
            ("warn", "Warn; stop for grade E and prohibited parties"),
            ("block", "Block"),
        ],
        "Deliveries",
        required=True,
        default="warn",
        help="Goods that leave for a customer, with or without an order. Returns and receipts "
        "always pass.",
    )
    counterparty_enforce_from = fields.Date(
        "Enforced From", help="Until that day, what would be refused is only recorded."
    )
    counterparty_licence_warning_days = fields.Integer(
        "Licence Warning (days)", default=30, help="Days before expiry."
    )
    counterparty_licence_grace_days = fields.Integer(
        "Licence Grace (days)", help="Days after expiry until orders are refused."
    )
    counterparty_overdue_grace_days = fields.Integer(
        "Overdue Grace (days)",
        default=3,
        help="Days after the due date until an item counts as overdue.",
    )
    counterparty_temporary_percent = fields.Float(
        "Temporary Limit (percent)",
        default=30.0,
        help="How far a temporary limit may exceed the permanent one.",
    )
    counterparty_temporary_days = fields.Integer(
        "Temporary Limit (days)", default=90, help="How long a temporary limit may last."
    )
    counterparty_override_days = fields.Integer(
        "Exception (days)", default=30, help="How long an exception by the leadership can be used."
    )
    counterparty_override_tolerance = fields.Float(
        "Exception Tolerance (percent)",
        default=5.0,
        help="How far a document may grow above the released amount.",
    )
    counterparty_wind_down_days = fields.Integer(
        "Wind-Down (days)",
        default=90,
        help="Until when what is occupied above a new limit is wound down, unless a deadline is "
        "set with the limit.",
    )
    counterparty_confirm_held = fields.Boolean(
        "Confirm Held Orders",
        help="What was held for amounts alone is confirmed as soon as there is room, the oldest "
        "first.",
    )

    _counterparty_review_check = models.Constraint(
        "CHECK (counterparty_review_days >= 0)", "Working days are not negative."
    )
    _counterparty_limits_check = models.Constraint(
        "CHECK (counterparty_temporary_percent >= 0 AND counterparty_temporary_days >= 0"
        " AND counterparty_wind_down_days >= 0 AND counterparty_override_days >= 0"
        " AND counterparty_override_tolerance >= 0)",
        "Percentages and days are not negative.",
    )
    _counterparty_days_check = models.Constraint(
        "CHECK (counterparty_licence_warning_days >= 0 AND counterparty_licence_grace_days >= 0"
        " AND counterparty_overdue_grace_days >= 0 AND counterparty_horizon_days >= 0"
        " AND counterparty_report_days >= 0)",
        "Days are not negative.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        self.env["counterparty.grade"]._create_defaults(companies)
        self.env.registry.clear_cache()
        return companies

    def write(self, vals):
        changed = [name for name in vals if name.startswith("counterparty_")]
        before = {c.id: {name: c._counterparty_value(name) for name in changed} for c in self}
        result = super().write(vals)
        if changed or vals.keys() & {"currency_id", "partner_id", "resource_calendar_id"}:
            self.env.registry.clear_cache()
        if changed:
            self._counterparty_record_settings(before)
            self.env["counterparty.recheck"].sudo()._notice()
        return result

    def _counterparty_value(self, name):
        value = self[name]
        return value.ids if isinstance(value, models.BaseModel) else str(value or "")

    def _counterparty_record_settings(self, before):
        """Record changed settings in the trail, with the values before and after."""
        rows = []
        for company in self:
            old = before[company.id]
            new = {name: company._counterparty_value(name) for name in old}
            changed = [name for name in old if new[name] != old[name]]
            if changed:
                rows.append(
                    {
                        "kind": "setting",
                        "company_id": company.id,
                        "res_model": self._name,
                        "res_id": company.id,
                        "summary": company.name,
                        "facts": {
                            "before": {name: old[name] for name in changed},
                            "after": {name: new[name] for name in changed},
                        },
                    }
                )
        self.env["counterparty.decision"]._record(rows)

    @api.model
    @tools.ormcache()
    def _counterparty_controlled(self):
        """Return the ids of the companies that observe or block."""
        return frozenset(self.sudo().search([("counterparty_mode", "!=", "off")]).ids)

    def _counterparty_blocks(self):
        """Tell whether refusals are enforced today, and not only recorded."""
        self.ensure_one()
        company = self.sudo()
        start = company.counterparty_enforce_from
        return company.counterparty_mode == "block" and (
            not start or start <= self._counterparty_today()
        )

    def _counterparty_today(self):
        """Return today's date where the company works, whoever asks: a user, a cron, a visitor."""
        return fields.Date.context_today(self.with_context(tz=self._counterparty_zone()))

    def _counterparty_working_day(self, days):
        """Return the date that many working days after today, by the company's calendar."""
        today = self._counterparty_today()
        calendar = self.sudo().resource_calendar_id
        if not calendar or not days:
            return fields.Date.add(today, days=days)
        zone = timezone(self._counterparty_zone())
        start = zone.localize(datetime.combine(fields.Date.add(today, days=1), time.min))
        end = calendar.plan_days(days, start, compute_leaves=True)
        return end.astimezone(zone).date() if end else fields.Date.add(today, days=days)

    @tools.ormcache("self.id")
    def _counterparty_zone(self):
        """Return the name of the time zone where the company works."""
        company = self.sudo()
        return company.resource_calendar_id.tz or company.partner_id.tz or "UTC"

    def _counterparty_switch_on(self):
        """Observe where orders are already confirmed, so that nothing running is stopped."""
        sales = self.env["sale.order"].sudo()
        purchases = self.env["purchase.order"].sudo()
        for company in self.sudo():
            here = Domain("company_id", "=", company.id)
            confirmed = sales.search_count(here & Domain("state", "=", "sale"), limit=1)
            confirmed = confirmed or purchases.search_count(
                here & Domain("state", "=", "purchase"), limit=1
            )
            company.counterparty_mode = "observe" if confirmed else "block"
