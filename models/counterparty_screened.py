from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

#: Applications on which nothing was decided yet.
OPEN = ("draft", "submitted", "returned", "reviewed")
_SOURCES = (
    ("counterparty_profile", "partner_id"),
    ("counterparty_application", "partner_id"),
    ("sale_order", "partner_id"),
    ("sale_order", "partner_invoice_id"),
    ("purchase_order", "partner_id"),
    ("account_move", "commercial_partner_id"),
    ("counterparty_prohibition_hit", "partner_id"),
)


class Subject(NamedTuple):
    """Somebody who may stand on the list: names, the current one first, and codes."""

    names: list
    codes: list


class CounterpartyScreened(models.AbstractModel):
    """Who is compared with the prohibited list: the ledger, applications, who has documents."""

    _name = "counterparty.screened"
    _description = "Parties Compared With the Prohibited List"
    _inherit = ["counterparty.near.mixin"]

    #: Where those are found with whom there is business, or was.
    _sources = _SOURCES

    @api.model
    def _everyone(self):
        """Return ``(partner ids, application ids)`` of all that is to be compared."""
        self.env.flush_all()
        sources = SQL(" UNION ").join(
            SQL("SELECT %s AS id FROM %s", SQL.identifier(column), SQL.identifier(table))
            for table, column in _SOURCES
        )
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT c.commercial_partner_id FROM (%s) named"
                " JOIN res_partner c ON c.id = named.id",
                sources,
            )
        )
        applications = self.env.execute_query(
            SQL("SELECT id FROM counterparty_application WHERE state = ANY(%s)", list(OPEN))
        )
        return {partner for (partner,) in rows if partner}, {row for (row,) in applications}

    @api.model
    def _subjects(self, partner_ids, application_ids):
        """Return ``{(field of a hit, id): Subject}``, in a fixed number of queries.

        An application for a known contact speaks for that contact.
        """
        self.env.flush_all()
        result = {}
        partner_ids = set(partner_ids)
        for key, names, codes in self._application_rows(application_ids, partner_ids):
            self._add(result, key, names, codes)
            if key[0] == "partner_id":
                partner_ids.add(key[1])
        partners = self._partner_rows(partner_ids)
        known = {}
        for key, names, codes in partners:
            self._add(known, key, names, codes)
        for key, subject in result.items():
            self._add(known, key, subject.names, subject.codes)
        return known

    def _add(self, result, key, names, codes):
        subject = result.setdefault(key, Subject([], []))
        subject.names.extend(name for name in names if name and name not in subject.names)
        subject.codes.extend(code for code in codes if code and code not in subject.codes)

    def _application_rows(self, application_ids, partner_ids):
        rows = self.env.execute_query(
            SQL(
                """
                SELECT a.id, c.commercial_partner_id, a.partner_name, a.former_names,
                       array_agg(l.number)
                  FROM counterparty_application a
                  LEFT JOIN res_partner c ON c.id = a.partner_id
                  LEFT JOIN counterparty_licence l ON l.application_id = a.id AND l.active
                 WHERE a.state = ANY(%s)
                   AND (a.id = ANY(%s) OR c.commercial_partner_id = ANY(%s))
                 GROUP BY a.id, c.commercial_partner_id""",
                list(OPEN),
                list(application_ids),
                list(partner_ids),
            )
        )
        for application_id, partner_id, name, former, numbers in rows:
            key = ("partner_id", partner_id) if partner_id else ("application_id", application_id)
            yield key, [name, *(former or "").splitlines()], numbers

    def _partner_rows(self, partner_ids):
        ids = list(partner_ids)
        for partner_id, name, vat, registry in self.env.execute_query(
            SQL(
                "SELECT id, name, vat, company_registry FROM res_partner"
                " WHERE id = ANY(%s) AND id = commercial_partner_id",
                ids,
            )
        ):
            yield ("partner_id", partner_id), [name], [vat, registry]
        for partner_id, former in self.env.execute_query(
            SQL(
                "SELECT partner_id, former_names FROM counterparty_profile"
                " WHERE partner_id = ANY(%s) AND former_names <> ''",
                ids,
            )
        ):
            yield ("partner_id", partner_id), former.splitlines(), []
        for partner_id, holder, number in self.env.execute_query(
            SQL(
                "SELECT partner_id, holder_name, number FROM counterparty_licence"
                " WHERE partner_id = ANY(%s) AND active",
                ids,
            )
        ):
            yield ("partner_id", partner_id), [holder], [number]
