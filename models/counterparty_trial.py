from odoo import models

from ..policy import exposure
from ..policy import gate as policy


class CounterpartyTrial(models.AbstractModel):
    """How unconfirmed orders would be judged, by the same judgement as when they are confirmed."""

    _name = "counterparty.trial"
    _description = "Counterparty Trial"

    def _cases(self, order, position):
        """Return the cases of an unconfirmed order as if it were confirmed now."""
        if order.state in {order._counterparty_confirmed_state, "cancel"}:
            return []
        debtor, company, _orderers = self._parties(order)
        positions = {(debtor.id, company.id): position}
        return self._judged({order: order._counterparty_amount()}, positions)[order]

    def _now(self, order):
        """Return the cases of an unconfirmed order, read afresh."""
        debtor, company, _orderers = self._parties(order)
        return self._cases(order, self._positions([order])[debtor.id, company.id])

    def _in_turn(self, orders):
        """Yield ``(order, cases)`` of unconfirmed orders, with the room that earlier ones leave.

        Those that would pass are counted as confirmed for all that follow of the same party or
        group, so that no room is given away twice. One statement for the figures of all parties,
        and the queries of one judgement for each round.
        """
        positions = self._positions(orders)
        for turn in self._rounds(orders):
            amounts = {order: order._counterparty_amount() for order in turn}
            for order, cases in self._judged(amounts, positions).items():
                if all(case.verdict for case in cases):
                    debtor, company, _orderers = self._parties(order)
                    pair = (debtor.id, company.id)
                    after = self._with_order(positions[pair].parts, order, amounts[order])
                    positions[pair] = positions[pair]._replace(parts=after)
                yield order, cases

    def _refused(self, amounts, released=True):
        """Return ``{order: cases that refuse it}`` of ``{order: amount to be added}``.

        Each is judged as if it came alone.

        :param released: whether approved exceptions count
        """
        positions, result = self._positions(amounts), {}
        for turn in self._rounds(amounts):
            wanted = {order: amounts[order] for order in turn}
            result.update(self._judged(wanted, positions, released))
        return {order: [c for c in cases if not c.verdict] for order, cases in result.items()}

    def _rounds(self, orders):
        """Yield lists of orders in which a party, or a group, is in each once.

        Whoever waits for an earlier one lets nobody pass.
        """
        waiting, groups = list(orders), self._groups(orders)
        while waiting:
            taken, turn = set(), []
            for order in waiting:
                debtor, company, orderers = self._parties(order)
                marks = {(partner.id, company.id) for partner in debtor | orderers}
                marks |= {groups[pair] for pair in marks if pair in groups}
                if not marks & taken:
                    turn.append(order)
                taken |= marks
            yield turn
            waiting = [order for order in waiting if order not in turn]

    def _groups(self, orders):
        """Return ``{(partner id, company id): group}`` of the parties that share a limit."""
        debtors = [self._parties(order)[0].id for order in orders]
        members = self.env["counterparty.profile"].sudo()
        members = members.search_fetch(
            [("partner_id", "in", debtors), ("group_id", "!=", False)],
            ["partner_id", "company_id", "group_id"],
        )
        return {(row.partner_id.id, row.company_id.id): row.group_id for row in members}

    def _positions(self, orders):
        """Return ``{(partner id, company id): Position}`` of the debtors, in one statement."""
        debtors = self.env["res.partner"].union(*(self._parties(order)[0] for order in orders))
        companies = self.env["res.company"].union(*(order.company_id for order in orders))
        return self.env["counterparty.exposure"]._positions(debtors, companies)

    def _parties(self, order):
        debtor, company, orderers = order._counterparty_parties()
        return debtor._origin or debtor, company, orderers._origin or orderers

    def _judged(self, amounts, positions, released=True):
        """Return ``{order: cases}`` of orders that have no party in common.

        :param amounts: ``{order: amount to be added}``
        :param positions: ``{(partner id, company id): Position}`` of their debtors and of others
        """
        changes, before, after, documents = {}, {}, dict(positions), {}
        for order, amount in amounts.items():
            debtor, company, orderers = self._parties(order)
            pair = (debtor.id, company.id)
            before[pair] = positions[pair].parts
            parts = self._with_order(before[pair], order, amount)
            after[pair] = positions[pair]._replace(parts=parts)
            for orderer in orderers - debtor:
                changes[orderer.id, company.id] = policy.Change(0.0, rises=False, trades=True)
            changes[pair] = policy.compare(before[pair], parts, entered=True)
            documents.update({(p.id, company.id): order for p in debtor | orderers})
        result = {order: [] for order in amounts}
        judgement = self.env["counterparty.judgement"]
        for case in judgement._cases(changes, before, after, documents, released):
            result[documents[case.partner.id, case.company.id]].append(case)
        return result

    def _with_order(self, parts, order, amount):
        """Return the components as they would be with an order confirmed."""
        return exposure.total([parts, order._counterparty_components(max(amount, 0.0))])
