from odoo import models
from odoo.tools import format_date

from ..policy import exposure, limits
from ..policy import gate as policy


class CounterpartyPreview(models.AbstractModel):
    """What the strip on an order shows, and why the order would be refused."""

    _name = "counterparty.preview"
    _description = "Counterparty Preview"

    def _summary(self, order):
        """Return the strip of an order as a JSON value, or None where nothing is controlled.

        Amounts are in company currency; who may not read the ledger row gets none. ``reasons``
        are those that would refuse the order now; a confirmed order has none, since it is in the
        figures already.
        """
        trial = self.env["counterparty.trial"]
        debtor, company, _orderers = trial._parties(order)
        if not debtor or company.id not in self.env["res.company"]._counterparty_controlled():
            return None
        profile = debtor._counterparty_profile(company)
        position = self.env["counterparty.exposure"]._positions(debtor, company)[
            debtor.id, company.id
        ]
        states = dict(profile._fields["state"]._description_selection(self.env))
        cases = trial._cases(order, position)
        summary = {
            "state": profile.state or "none",
            "state_label": states.get(profile.state) or self.env._("Not admitted"),
            "exempt": profile.exempt,
            "lacks_role": profile._lacks_role(order),
            "mode": "block" if company._counterparty_blocks() else "observe",
            "override": order._counterparty_override_summary(cases),
        }
        wording = self.env["counterparty.wording"]
        if profile and not profile.sudo(False).has_access("read"):
            reasons = [text for case in cases for text in wording._labels(case)]
            return {**summary, "is_private": True, "reasons": reasons}
        reasons = [text for case in cases for text in wording._reasons(case)]
        return {**summary, **self._figures(profile, position), "reasons": reasons}

    def _figures(self, profile, position):
        limit = profile._limits_in_force().get(profile.id)
        amount = limit.amount if limit else 0.0
        projected = exposure.projected(position.parts)
        shared = self._group_figures(profile, position)
        available = amount - projected
        return {
            "profile_id": profile.id,
            "grade": profile.grade or "",
            "limit": amount,
            "temporary_until": format_date(self.env, limit.last_day)
            if limit and limit.kind == limits.TEMPORARY
            else "",
            "occupied": projected,
            "available": min(available, shared["available"]) if shared else available,
            "group": shared,
            "overdue": position.overdue.amount,
            "overdue_days": position.overdue.days,
            "currency_id": profile.currency_id.id,
            "may_request": profile.state == "approved"
            and self.env["counterparty.limit.request"].sudo(False).has_access("create"),
            "components": self._components(profile, position.parts),
        }

    def _components(self, profile, parts):
        """Return what a party occupies by component, without those that are nothing."""
        if not profile:
            return []
        return [
            {
                "key": name,
                "label": profile._fields[name]._description_string(self.env),
                "amount": amount,
                "is_deducted": name in exposure.DEDUCTED,
            }
            for name in exposure.SHOWN
            if abs(amount := getattr(parts, name)) > policy.EPSILON
        ]

    def _group_figures(self, profile, position):
        """Return what the group of a party shares, or None without a limit of a group."""
        if not profile.group_id:
            return None
        pair = (profile.partner_id.id, profile.company_id.id)
        for limit, parts in profile.group_id._shared({pair: position}).values():
            occupied = sum(parts.values())
            return {
                "name": profile.group_id.name,
                "limit": limit,
                "occupied": occupied,
                "available": limit - occupied,
            }
        return None
