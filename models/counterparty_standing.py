from odoo import models

from ..policy import grades

#: What the gate needs of a ledger row, read in one query.
_STANDING = (
    "partner_id",
    "company_id",
    "state",
    "grade",
    "exempt",
    "role_customer",
    "role_supplier",
    "former_names",
    "responsible_id",
    "group_id",
    "documents_due",
    "counterparty_forced_hold",
)


class CounterpartyStanding(models.AbstractModel):
    """What is known of parties when they are judged, in a fixed number of queries."""

    _name = "counterparty.standing"
    _description = "Counterparty Standing"

    def _gather(self, pairs):
        """Return ``{pair: what is known of the party}``, as superuser."""
        env = self.sudo().env
        partners = env["res.partner"].browse(sorted({p for p, _c in pairs}))
        companies = env["res.company"].browse(sorted({c for _p, c in pairs}))
        profiles = env["counterparty.profile"].search_fetch(
            [("partner_id", "in", partners.ids), ("company_id", "in", companies.ids)], _STANDING
        )
        by_pair = {(p.partner_id.id, p.company_id.id): p for p in profiles}
        limits = profiles._effective_limits()
        policies = env["counterparty.grade"]._policies(companies.ids)
        none = env["counterparty.profile"]
        current = env["counterparty.licence"]._current(partners)
        here = partners.with_company(companies[:1])  # on the day of the company, in a job too
        hits = here._counterparty_prohibitions(profiles, current)
        licences = {
            (partner.id, company.id): env["counterparty.licence"]._blocking(
                current.get(partner.id, {}), company.counterparty_licence_grace_days
            )
            for partner in partners
            for company in companies
        }
        return {
            pair: {
                "profile": by_pair.get(pair, none),
                "policy": policies.get(
                    (pair[1], grades.effective(by_pair.get(pair, none).grade or None)),
                    env["counterparty.grade"],
                ),
                "limit": limits.get(by_pair[pair].id, 0.0) if pair in by_pair else 0.0,
                "licences": licences[pair],
                "current": current.get(pair[0], {}),
                "prohibitions": hits[pair[0]],
            }
            for pair in pairs
        }
