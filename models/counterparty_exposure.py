from dataclasses import fields, replace
from typing import NamedTuple

from odoo import api, models, tools
from odoo.tools import SQL

from ..policy import exposure
from . import exposure_plan as plan


class Overdue(NamedTuple):
    """Overdue receivables of a party: amount in company currency and days of the oldest."""

    amount: float = 0.0
    days: int = 0


class Position(NamedTuple):
    """What a party occupies in a company, and what of it is overdue."""

    parts: exposure.Components = exposure.Components()
    overdue: Overdue = Overdue()


#: What a part says of each document, besides amounts; ``rate`` is units of its currency per unit
#: of company currency.
DETAILS = {
    "kind": "text",
    "record_id": "int",
    "account_id": "int",
    "document_currency_id": "int",
    "rate": "numeric",
    "date": "date",
    "date_due": "date",
    "name": "text",
}


class CounterpartyExposure(models.AbstractModel):
    """The table of exposure components: one definition, one statement (articles 17 and 18).

    ``_positions`` is what the gate, the ledger, the reports and the history read. Nothing of it is
    stored. Each part of the statement yields one row per document, so that the analysis
    (``counterparty.exposure.report``) shows the very rows that are added up here; other modules
    add parts in ``_parts``.
    """

    _name = "counterparty.exposure"
    _description = "Counterparty Exposure"
    _inherit = ["counterparty.exposure.settings"]

    _COLUMNS = (*(field.name for field in fields(exposure.Components)), "overdue")

    @api.model
    def _components(self, partners, companies):
        """Return ``{(partner id, company id): Components}`` of commercial partners.

        :param partners: commercial partners, or None for all that occupy anything
        :param companies: companies; amounts are in the currency of each
        """
        return {
            pair: position.parts for pair, position in self._positions(partners, companies).items()
        }

    @api.model
    def _positions(self, partners, companies):
        """Return ``{(partner id, company id): Position}``; every pair asked for has one."""
        self.env.flush_all()
        result = {}
        if partners is not None:
            result = {(p, c): Position() for p in partners.ids for c in companies.ids}
        for scope in self._scopes(companies):
            result.update(self._read(partners, scope))
        return result

    def _read(self, partners, scope):
        result = {}
        for cp, company_id, *amounts, late, oldest in self._rows(partners, scope):
            parts = exposure.Components(*(amount or 0.0 for amount in amounts))
            parts = self._leave_out(parts, scope.settings)
            overdue = max(0.0, (late or 0.0) - parts.deposit)  # less what was paid, not matched
            days = (scope.today - oldest).days if oldest and overdue else 0
            result[cp, company_id] = Position(parts, Overdue(overdue, days))
        return result

    def _rows(self, partners, scope):
        """Return the sums of the statement by party and company."""
        cr = self.env.cr
        if partners is not None and len(partners) <= plan.FEW and plan.can_keep(cr):
            text = self._text(tuple(scope.companies), scope.today)
            return plan.execute(cr, text, partners.ids)
        parties = SQL("%s", partners.ids) if partners is not None else None
        # compiling what is run once costs more than it saves
        return self.env.execute_query(
            SQL("SET LOCAL jit = off; %s", self._statement(parties, scope))
        )

    @api.model
    @tools.ormcache("company_ids", "today")
    def _text(self, company_ids, today):
        """Return the statement for few parties, remembered as long as the settings it is made of.

        :param company_ids: companies that are alike, see ``_scopes``
        """
        (scope,) = self._scopes(self.env["res.company"].browse(company_ids))
        return self.env.cr.mogrify(self._statement(plan.PARTIES, scope)).decode()

    def _statement(self, parties, scope):
        columns = SQL(", ").join(
            SQL("SUM(%s)::float8", SQL.identifier(name)) for name in self._COLUMNS
        )
        return SQL(
            "WITH m AS MATERIALIZED (%s) SELECT cp, company_id, %s, MIN(oldest) FROM (%s) parts"
            " GROUP BY cp, company_id",
            self._parties(parties),
            columns,
            self._union(scope),
        )

    def _parties(self, parties=None):
        """Select the contacts of commercial partners, the table ``m`` of all parts.

        :param parties: SQL for an array of their ids, or None for all
        """
        return SQL(
            "SELECT id, commercial_partner_id AS cp FROM res_partner"
            " WHERE commercial_partner_id %s",
            SQL("= ANY(%s)", parties) if parties else SQL("IS NOT NULL"),
        )

    def _leave_out(self, parts, settings):
        """Zero the components that the company does not count."""
        names = self._left_out(settings)
        return replace(parts, **dict.fromkeys(names, 0.0)) if names else parts

    def _left_out(self, settings):
        """Return the names of the figures that the company does not count."""
        return {
            name
            for option, names in exposure.OPTIONAL.items()
            if not settings[f"count_{option}"]
            for name in names
        }

    def _union(self, scope):
        return SQL(" UNION ALL ").join(self._parts(scope))

    def _parts(self, scope):
        """Return the parts of the statement, each with the columns of ``_part``."""
        ledger = self.env["counterparty.exposure.ledger"]
        stock = self.env["counterparty.exposure.stock"]
        return [
            ledger._open_items(scope),
            ledger._balances(scope),
            ledger._payments(scope),
            ledger._resets(scope),
            self.env["counterparty.exposure.sales"]._orders(scope),
            self.env["counterparty.exposure.purchases"]._orders(scope),
            *stock._parts(scope),
        ]

    def _part(self, scope, source, amounts, oldest=None, **details):
        """Select the columns of a part, one row per document.

        :param source: a query with ``cp``, ``company_id`` and what the other arguments name
        :param amounts: ``{figure: SQL}`` in company currency; those not given are zero
        :param oldest: the due date of an overdue item
        :param details: SQL for ``DETAILS``, asked for when the scope is detailed
        """
        columns = [(name, amounts.get(name, SQL("0.0"))) for name in self._COLUMNS]
        columns.append(("oldest", oldest or SQL("NULL::date")))
        if scope.detailed:
            columns += [
                (name, SQL("%s::" + kind, details.get(name, SQL("NULL"))))
                for name, kind in DETAILS.items()
            ]
        return SQL(
            "SELECT cp, company_id, %s FROM (%s) part",
            SQL(", ").join(SQL("%s AS %s", value, SQL.identifier(name)) for name, value in columns),
            source,
        )
