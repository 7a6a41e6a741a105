from odoo import api, fields, models
from odoo.tools import SQL


class CounterpartyLock(models.Model):
    """One narrow row per party and company that makes simultaneous documents meet.

    Raising the version makes PostgreSQL fail the second of two transactions, which Odoo repeats
    with the figures of the first; a lock that is only held lets both see the old figures.
    """

    _name = "counterparty.lock"
    _description = "Counterparty Lock"
    _log_access = False

    partner_id = fields.Many2one("res.partner", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one("res.company", required=True, ondelete="cascade", index=True)
    version = fields.Integer(required=True)

    _pair_uniq = models.Constraint(
        "UNIQUE (partner_id, company_id)", "One lock per party and company."
    )

    @api.model
    def _raise(self, pairs):
        """Raise the locks of ``(partner id, company id)`` pairs, all at once and in order.

        The parties of a group share a limit, so the locks of all of them are raised with it.
        """
        if not pairs:
            return
        self.env["counterparty.profile"].flush_model(["partner_id", "company_id", "group_id"])
        rows = SQL(", ").join(SQL("(%s, %s)", *pair) for pair in sorted(pairs))
        self.env.cr.execute(
            SQL(
                """
                WITH touched (partner_id, company_id) AS (VALUES %s)
                INSERT INTO counterparty_lock (partner_id, company_id, version)
                SELECT partner_id, company_id, 1
                  FROM (SELECT partner_id, company_id FROM touched
                         UNION
                        SELECT mate.partner_id, mate.company_id
                          FROM touched
                          JOIN counterparty_profile party USING (partner_id, company_id)
                          JOIN counterparty_profile mate ON mate.group_id = party.group_id) wanted
                 ORDER BY partner_id, company_id
                ON CONFLICT (partner_id, company_id)
                DO UPDATE SET version = counterparty_lock.version + 1""",
                rows,
            ),
            log_exceptions=False,  # a conflict is what the lock is for; the request is repeated
        )
