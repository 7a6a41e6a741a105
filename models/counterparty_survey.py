from odoo import api, fields, models

from ..policy import exposure, grades, onboarding
from .counterparty_trade import Known


class CounterpartySurvey(models.AbstractModel):
    """Finds the parties that a company trades with already, in a fixed number of queries."""

    _name = "counterparty.survey"
    _description = "Survey of Existing Counterparties"

    @api.model
    def _proposals(self, company, months):
        """Return the values of an onboarding line for each party that is not admitted.

        Parties with confirmed orders, invoices or payments in the last months, open items or
        funds occupied. Left out are those of the ledger that are admitted, exempt or closed.

        :param months: how far back documents are looked at
        """
        since = fields.Date.subtract(company._counterparty_today(), months=months)
        occupied = self.env["counterparty.exposure"].sudo()._components(None, company)
        occupied = {partner: parts for (partner, _company), parts in occupied.items()}
        trade = self.env["counterparty.trade"]
        traded, peaks = trade._traded(company, since), trade._peaks(company, since)
        partners = self._partners(company, {partner for partner, _side in traded} | set(occupied))
        profiles = self._profiles(partners, company)
        settled = profiles.filtered(lambda p: p.exempt or p.state in ("approved", "closed"))
        partners -= settled.partner_id
        by_partner = {profile.partner_id: profile for profile in profiles}
        prohibited = self._prohibited(partners, profiles)
        judge = self._judge(company)
        rows = []
        for partner in partners:
            profile = by_partner.get(partner, profiles.browse())
            sides = [traded.get((partner.id, side)) for side in ("sale", "purchase")]
            parts = occupied.get(partner.id, exposure.Components())
            rows.append(
                {
                    **self._roles(sides, parts, profile),
                    **self._people(sides, partner, profile),
                    **judge(sides, parts, peaks.get(partner.id, 0.0), profile.grade or None),
                    "partner_id": partner.id,
                    "profile_id": profile.id,
                    "is_prohibited": partner in prohibited,
                    "include": partner not in prohibited and profile.state != "applying",
                }
            )
        return self._with_departments(rows, company)

    def _partners(self, company, ids):
        """Return the active commercial partners of these ids, without the company itself."""
        domain = [("id", "in", sorted(ids)), ("id", "!=", company.partner_id.id)]
        partners = self.env["res.partner"].sudo().search(domain, order="name, id")
        return partners.filtered(lambda partner: partner.commercial_partner_id == partner)

    def _profiles(self, partners, company):
        domain = [("partner_id", "in", partners.ids), ("company_id", "=", company.id)]
        return self.env["counterparty.profile"].sudo().search(domain)

    def _prohibited(self, partners, profiles):
        """Return those of the partners that stand on the prohibited list."""
        current = self.env["counterparty.licence"]._current(partners)
        hits = partners._counterparty_prohibitions(profiles, current)
        return partners.filtered(lambda partner: hits[partner.id])

    def _judge(self, company):
        """Return a function that proposes the first limit, and says from what."""
        policies = self.env["counterparty.grade"].sudo().search([("company_id", "=", company.id)])
        coefficients = {policy.code: policy.coefficient for policy in policies}
        settings = dict(self.env["counterparty.exposure"].sudo()._settings(company.id))

        def judge(sides, parts, peak, grade):
            sold, bought = (side or Known() for side in sides)
            known = onboarding.History(
                monthly_sales=sold.monthly,
                term_days=sold.term_days,
                monthly_purchases=bought.monthly,
                prepaid=settings["purchase_default"],
                peak=peak,
                projected=exposure.projected(parts),
            )
            rate = coefficients.get(grades.effective(grade), 1.0)
            limit = onboarding.suggested_limit(known, rate)
            return {
                "monthly_sales": known.monthly_sales,
                "monthly_purchases": known.monthly_purchases,
                "peak_amount": known.peak,
                "projected_amount": known.projected,
                "suggested_limit": limit,
                "proposed_limit": limit,
            }

        return judge

    def _roles(self, sides, parts, profile):
        sold, bought = sides
        sells = parts.receivable or parts.deposit or parts.delivered_uninvoiced or parts.order_open
        buys = parts.prepayment or parts.purchase_open or parts.offset
        return {
            "role_customer": bool(sold or sells or profile.role_customer),
            "role_supplier": bool(bought or buys or profile.role_supplier),
        }

    def _people(self, sides, partner, profile):
        last = next((side.user_id for side in sides if side and side.user_id), None)
        return {
            "responsible_id": profile.responsible_id.id or last or partner.user_id.id,
            "department_id": profile.department_id.id,
        }

    def _with_departments(self, rows, company):
        """Have somebody who works here be responsible, and add the department."""
        users = self.env["res.users"].sudo()
        wanted = users.browse({row["responsible_id"] for row in rows if row["responsible_id"]})
        wanted = wanted.exists().filtered(lambda user: user.active and not user.share)
        wanted |= self.env.user.sudo()
        departments = {
            user.id: user.employee_id.department_id.id for user in wanted.with_company(company)
        }
        for row in rows:
            known = row["responsible_id"] in departments
            row["responsible_id"] = row["responsible_id"] if known else self.env.uid
            row["department_id"] = row["department_id"] or departments[row["responsible_id"]]
        return rows
