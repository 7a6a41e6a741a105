from dataclasses import fields, replace
from typing import NamedTuple

from odoo import api, models, tools
from odoo.tools import SQL

from ..policy import exposure


class Overdue(NamedTuple):
    """Overdue receivables of a party: amount in company currency and days of the oldest."""

    amount: float = 0.0
    days: int = 0


class Position(NamedTuple):
    """What a party occupies in a company, and what of it is overdue."""

    parts: exposure.Components = exposure.Components()
    overdue: Overdue = Overdue()


class CounterpartyExposure(models.AbstractModel):
    """The table of exposure components: one definition, one statement (articles 17 and 18).

    ``_positions`` is what the gate, the ledger, the reports and the history read. Nothing of it is
    stored. Each part of the statement yields rows of ``_COLUMNS`` per commercial partner and
    company; other modules add parts in ``_parts``.
    """

    _name = "counterparty.exposure"
    _description = "Counterparty Exposure"

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
        self._flush()
        result = {}
        if partners is not None:
            result = {(p, c): Position() for p in partners.ids for c in companies.ids}
        alike = {}
        for company in companies:
            key = (self._settings(company.id), company._counterparty_today())
            alike[key] = alike.get(key, companies.browse()) | company
        for (settings, today), group in alike.items():
            result.update(self._read(partners, group, dict(settings), today))
        return result

    def _read(self, partners, companies, settings, today):
        columns = SQL(", ").join(SQL("SUM(%s)", SQL.identifier(name)) for name in self._COLUMNS)
        parties = SQL(
            "SELECT id, commercial_partner_id AS cp FROM res_partner"
            " WHERE commercial_partner_id %s",
            SQL("IS NOT NULL") if partners is None else SQL("= ANY(%s)", partners.ids),
        )
        query = SQL(
            "WITH m AS MATERIALIZED (%s) SELECT cp, company_id, %s, MIN(oldest) FROM (%s) parts"
            " GROUP BY cp, company_id",
            parties,
            columns,
            SQL(" UNION ALL ").join(self._parts(companies, settings, today)),
        )
        result = {}
        for cp, company_id, *amounts, oldest in self.env.execute_query(query):
            values = dict(zip(self._COLUMNS, (float(a or 0.0) for a in amounts), strict=True))
            overdue = values.pop("overdue")
            parts = self._leave_out(exposure.Components(**values), settings)
            overdue = max(0.0, overdue - parts.deposit)  # what was paid but not matched yet
            days = (today - oldest).days if oldest and overdue else 0
            result[cp, company_id] = Position(parts, Overdue(overdue, days))
        return result

    def _leave_out(self, parts, settings):
        """Zero the components that the company does not count."""
        names = {name for name in exposure.OPTIONAL if not settings[f"count_{name}"]}
        if "order_commitment" in names:
            names.add("order_open")
        if "purchase_commitment" in names:
            names = names - {"purchase_commitment"} | {"purchase_share", "purchase_open"}
        return replace(parts, **dict.fromkeys(names, 0.0)) if names else parts

    @api.model
    @tools.ormcache("company_id")
    def _settings(self, company_id):
        """Return the settings of a company as a hashable tuple of pairs, account ids included."""
        company = self.env["res.company"].sudo().browse(company_id)
        accounts = self.env["account.account"].sudo().with_company(company)

        def by_type(account_type):
            domain = [("account_type", "=", account_type), ("company_ids", "parent_of", company_id)]
            return accounts.search(domain)

        prepayment = company.counterparty_prepayment_account_ids or by_type("asset_prepayments")
        deposit = company.counterparty_deposit_account_ids or accounts.search(
            [("code", "=like", "2203%"), ("company_ids", "parent_of", company_id)]
        )
        notes = company.counterparty_note_account_ids
        settings = {
            "receivable": by_type("asset_receivable"),
            "payable": by_type("liability_payable"),
            "prepayment": prepayment,
            "deposit": deposit,
            "notes": notes,
        }
        result = {name: tuple(sorted(found.ids)) for name, found in settings.items()}
        extra = prepayment | deposit | notes
        result["by_residual"] = tuple(sorted(extra.filtered("reconcile").ids))
        for name in exposure.OPTIONAL:
            result[f"count_{name}"] = company[f"counterparty_count_{name}"]
        result["purchase_basis"] = company.counterparty_purchase_basis
        result["overdue_grace"] = company.counterparty_overdue_grace_days
        return tuple(sorted(result.items()))

    def _flush(self):
        """Write pending changes of what the statement reads."""
        for model in (
            "res.partner",
            "account.move.line",
            "sale.order",
            "sale.order.line",
            "purchase.order",
            "purchase.order.line",
            "stock.move",
            "account.payment.term",
        ):
            self.env[model].flush_model()

    def _parts(self, companies, settings, today):
        """Return the parts of the statement, each with the columns of ``_part``."""
        ledger = self.env["counterparty.exposure.ledger"]
        orders = self.env["counterparty.exposure.orders"]
        return [
            ledger._open_items(companies, settings, today),
            ledger._balances(companies, settings),
            orders._sales(companies, today),
            orders._purchases(companies, settings, today),
            orders._stock(companies),
        ]

    def _part(self, source, oldest=None, **columns):
        """Select the columns of a part; those not given are zero."""
        values = SQL(", ").join(
            SQL("%s AS %s", columns.get(name, SQL("0.0")), SQL.identifier(name))
            for name in self._COLUMNS
        )
        oldest = oldest or SQL("NULL::date")
        return SQL("SELECT cp, company_id, %s, %s AS oldest FROM (%s) part", values, oldest, source)
