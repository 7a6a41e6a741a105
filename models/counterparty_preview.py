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
        debtor, company, orderers = order._counterparty_parties()
        if not debtor or company.id not in self.env["res.company"]._counterparty_controlled():
            return None
        debtor, orderers = debtor._origin or debtor, orderers._origin or orderers
        profile = debtor._counterparty_profile(company)
        position = self.env["counterparty.exposure"]._positions(debtor, company)[
            debtor.id, company.id
        ]
        states = dict(profile._fields["state"]._description_selection(self.env))
        cases = self._cases(order, debtor, orderers, position)
        summary = {
            "state": profile.state or "none",
            "state_label": states.get(profile.state) or self.env._("Not admitted"),
            "exempt": profile.exempt,
            "mode": "block" if company._counterparty_blocks() else "observe",
        }
        if profile and not profile.sudo(False).has_access("read"):
            labels = self.env["counterparty.decision"]._reason_labels()
            reasons = [labels[reason.value] for case in cases for reason in case.verdict.reasons]
            return {**summary, "is_private": True, "reasons": reasons}
        wording = self.env["counterparty.wording"]
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

    def _cases(self, order, debtor, orderers, position):
        """Return the cases of an unconfirmed order as if it were confirmed now."""
        if order.state in {order._counterparty_confirmed_state, "cancel"}:
            return []
        return self._judged([order], {(debtor.id, order.company_id.id): position})[order]

    def _now(self, order):
        """Return the cases of an unconfirmed order, read afresh."""
        debtor, company, orderers = order._counterparty_parties()
        position = self.env["counterparty.exposure"]._positions(debtor, company)
        return self._cases(order, debtor, orderers, position[debtor.id, company.id])

    def _in_turn(self, orders):
        """Yield ``(order, cases)`` of unconfirmed orders, with the room that earlier ones leave.

        Those that would pass are counted as confirmed for all that follow of the same party or
        group, so that no room is given away twice. One statement for the figures of all parties,
        and the queries of one judgement for each round: a group of parties is in a round once.
        """
        parties = {order: order._counterparty_parties() for order in orders}
        debtors = self.env["res.partner"].union(*(debtor for debtor, _c, _o in parties.values()))
        companies = self.env["res.company"].union(*(c for _debtor, c, _o in parties.values()))
        positions = self.env["counterparty.exposure"]._positions(debtors, companies)
        groups = self._groups(debtors, companies)
        waiting = list(orders)
        while waiting:
            taken, turn = set(), []
            for order in waiting:
                debtor, company, orderers = parties[order]
                marks = {(partner.id, company.id) for partner in debtor | orderers}
                marks |= {groups[pair] for pair in marks if pair in groups}
                if not marks & taken:
                    turn.append(order)
                taken |= marks  # whoever waits for an earlier one lets nobody pass
            for order, cases in self._judged(turn, positions).items():
                if all(case.verdict for case in cases):
                    debtor, company, _orderers = parties[order]
                    pair = (debtor.id, company.id)
                    after = self._with_order(positions[pair].parts, order, company)
                    positions[pair] = positions[pair]._replace(parts=after)
                yield order, cases
            waiting = [order for order in waiting if order not in turn]

    def _groups(self, partners, companies):
        """Return ``{(partner id, company id): group}`` of those that share a limit."""
        members = self.env["counterparty.profile"].sudo()
        members = members.search_fetch(
            [
                ("partner_id", "in", partners.ids),
                ("company_id", "in", companies.ids),
                ("group_id", "!=", False),
            ],
            ["partner_id", "company_id", "group_id"],
        )
        return {(row.partner_id.id, row.company_id.id): row.group_id for row in members}

    def _judged(self, orders, positions):
        """Return ``{order: cases}`` of orders that have no party in common.

        :param positions: ``{(partner id, company id): Position}`` of their debtors and of others
        """
        changes, before, after, owners = {}, {}, dict(positions), {}
        for order in orders:
            debtor, company, orderers = order._counterparty_parties()
            debtor, orderers = debtor._origin or debtor, orderers._origin or orderers
            pair = (debtor.id, company.id)
            before[pair] = positions[pair].parts
            parts = self._with_order(before[pair], order, company)
            after[pair] = positions[pair]._replace(parts=parts)
            for orderer in orderers - debtor:
                changes[orderer.id, company.id] = policy.Change(0.0, rises=False, trades=True)
            changes[pair] = policy.compare(before[pair], parts, entered=True)
            for partner in debtor | orderers:
                owners[partner.id, company.id] = order
        result = {order: [] for order in orders}
        for case in self.env["counterparty.judgement"]._cases(changes, before, after, owners):
            result[owners[case.partner.id, case.company.id]].append(case)
        return result

    def _with_order(self, parts, order, company):
        """Return the components as they would be with an order confirmed."""
        amount = (
            order.currency_id._convert(
                order.amount_total, company.currency_id, company, company._counterparty_today()
            )
            if order.currency_id
            else 0.0
        )
        added = order._counterparty_components(max(amount, 0.0))
        return exposure.total([parts, added])
