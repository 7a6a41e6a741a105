from odoo import api, fields, models
from odoo.fields import Domain

from ..policy import wind_down

_BATCH = 200
_ACTIVITY = "counterparty_control.mail_activity_type_wind_down"


class CounterpartyWindDownMixin(models.AbstractModel):
    """A limit below what is occupied: a plan with a target, a deadline and its live progress.

    The target is the permanent limit; nothing that runs is cancelled. Besides the limit itself
    only the beginning and the deadline are stored.
    """

    _name = "counterparty.wind.down.mixin"
    _description = "Wind-Down Plan"

    company_id = fields.Many2one("res.company")
    currency_id = fields.Many2one(related="company_id.currency_id")
    credit_limit = fields.Monetary()
    wind_down_start_amount = fields.Monetary(
        "Occupied at the Start", readonly=True, copy=False, help="When the limit was set below it."
    )
    wind_down_start_date = fields.Date("Wind-Down Since", readonly=True, copy=False)
    wind_down_deadline = fields.Date("Wind-Down Deadline", readonly=True, copy=False, tracking=True)
    wind_down_excess = fields.Monetary(
        "Still to Wind Down",
        compute="_compute_wind_down",
        help="What is occupied today above the limit.",
    )
    wind_down_progress = fields.Float(
        "Wind-Down Progress",
        compute="_compute_wind_down",
        help="How much of the way to the limit is done, in percent.",
    )
    wind_down_state = fields.Selection(
        [
            (wind_down.ON_TRACK, "On Track"),
            (wind_down.OVERDUE, "Overdue"),
            (wind_down.DONE, "Done"),
        ],
        "Wind-Down",
        compute="_compute_wind_down",
        search="_search_wind_down_state",
    )

    @api.depends("credit_limit", "wind_down_start_amount", "wind_down_deadline")
    def _compute_wind_down(self):
        planned = self.filtered("wind_down_deadline")
        occupied = planned._occupied() if planned else {}
        for record in self:
            target, amount = record.credit_limit, occupied.get(record.id)
            state, progress, excess = False, 0.0, 0.0
            if amount is not None:
                excess = max(0.0, amount - target)
                progress = 100 * wind_down.progress(record.wind_down_start_amount, target, amount)
                today = record.company_id._counterparty_today()
                state = wind_down.state(amount, target, record.wind_down_deadline, today)
            record.wind_down_excess, record.wind_down_progress = excess, progress
            record.wind_down_state = state

    def _search_wind_down_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        planned = self.sudo().search([("wind_down_deadline", "!=", False)])
        found = planned.filtered(lambda record: record.wind_down_state in value)
        domain = Domain("id", "in", found.ids)
        return domain | Domain("wind_down_deadline", "=", False) if False in value else domain

    def _occupied(self):
        """Return ``{id: what is actually occupied today}`` in company currency."""
        raise NotImplementedError

    def _wind_down_users(self):
        """Return who is told that a deadline has passed."""
        self.ensure_one()
        finance = self.env.ref("counterparty_control.group_finance").all_user_ids
        return finance.filtered(
            lambda user: user.active and not user.share and self.company_id in user.company_ids
        )

    def _wind_down_values(self, target, deadline=None):
        """Return what a new permanent limit writes: a plan, or none."""
        company = self.company_id.sudo()
        running = None
        if self.wind_down_deadline:
            running = wind_down.Plan(
                self.wind_down_start_amount, self.wind_down_start_date, self.wind_down_deadline
            )
        fresh = wind_down.begin(
            self._occupied()[self.id],
            company._counterparty_today(),
            company.counterparty_wind_down_days,
        )
        plan = wind_down.plan(fresh, target, deadline or None, running)
        return {
            "wind_down_start_amount": plan.start_amount if plan else 0.0,
            "wind_down_start_date": plan.start_date if plan else False,
            "wind_down_deadline": plan.deadline if plan else False,
        }

    @api.model
    def _cron_wind_down(self):
        """Close the plans that are done and ask for those that are overdue, in slices."""
        for name in ("counterparty.profile", "counterparty.group"):
            records = self.env[name].search([("wind_down_deadline", "!=", False)], order="id")
            for start in range(0, len(records), _BATCH):
                batch = records[start : start + _BATCH].try_lock_for_update()
                for record in batch:
                    record._follow_wind_down()
                self.env["ir.cron"]._commit_progress(len(batch))

    def _follow_wind_down(self):
        """Close a plan that is done; ask for one whose deadline has passed, once."""
        if self.wind_down_state == wind_down.DONE:
            self.activity_unlink([_ACTIVITY])
            self.message_post(
                body=self.env._(
                    "The wind-down to %(limit)s that began on %(date)s with %(amount)s is done.",
                    limit=self.currency_id.format(self.credit_limit),
                    date=self.wind_down_start_date,
                    amount=self.currency_id.format(self.wind_down_start_amount),
                ),
                subtype_xmlid="mail.mt_note",
            )
            self.write(
                {
                    "wind_down_start_amount": 0.0,
                    "wind_down_start_date": False,
                    "wind_down_deadline": False,
                }
            )
        elif self.wind_down_state == wind_down.OVERDUE:
            asked = self.activity_search([_ACTIVITY]).user_id
            for user in self._wind_down_users() - asked:
                self.activity_schedule(
                    _ACTIVITY,
                    user_id=user.id,
                    date_deadline=self.wind_down_deadline,
                    summary=self.env._(
                        "%(amount)s still to wind down: %(name)s",
                        amount=self.currency_id.format(self.wind_down_excess),
                        name=self.display_name,
                    ),
                )
