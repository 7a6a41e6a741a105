from odoo import api, models
from odoo.tools import SQL

from ..policy import screening

#: Every name and code by which somebody may be found, and of which contact or application.
_TEXTS = """
    SELECT id AS partner_id, NULL::integer AS application_id, t.text
      FROM res_partner, unnest(ARRAY[name, vat, company_registry]) AS t (text)
     WHERE id = commercial_partner_id
     UNION ALL
    SELECT partner_id, NULL, former_names FROM counterparty_profile WHERE former_names <> ''
     UNION ALL
    SELECT partner_id, application_id, t.text
      FROM counterparty_licence, unnest(ARRAY[holder_name, number]) AS t (text)
     WHERE active
     UNION ALL
    SELECT partner_id, id, t.text
      FROM counterparty_application, unnest(ARRAY[partner_name, former_names]) AS t (text)
"""


class CounterpartyNearMixin(models.AbstractModel):
    """Who alone can be found by a few entries of the list, out of all that are compared with it."""

    _name = "counterparty.near.mixin"
    _description = "Parties Near an Entry of the Prohibited List"

    #: ``(table, column)`` of the contacts that are compared.
    _sources = ()

    @api.model
    def _near(self, entries):
        """Return ``(partner ids, application ids)``: all that entries may hit, or have hit.

        More than they do hit: whoever has their characters in a name or code, in that order.
        """
        self.env.flush_all()
        values = set()
        for entry in entries:
            names = entry._names()
            values |= entry._keys(names, entry._codes()).union(*map(screening.traces, names))
        rows = self.env.execute_query(
            SQL(
                """
                SELECT c.commercial_partner_id, a.id
                  FROM (%s) named
                  LEFT JOIN counterparty_application a ON a.id = named.application_id
                  LEFT JOIN res_partner c ON c.id = COALESCE(named.partner_id, a.partner_id)
                 WHERE lower(normalize(named.text, NFKC)) LIKE ANY(%s) OR named.text ~ %s
                 UNION
                SELECT partner_id, application_id FROM counterparty_prohibition_hit
                 WHERE prohibition_id = ANY(%s) AND state <> 'lapsed'""",
                SQL(_TEXTS),
                sorted(map(screening.pattern, values)),
                screening.UNFOLDED,
                entries.ids,
            )
        )
        partners = self._compared({partner for partner, _application in rows if partner})
        return partners, {application for _partner, application in rows if application}

    def _compared(self, partner_ids):
        """Return those of some contacts that are compared with the list."""
        known = SQL(" OR ").join(
            SQL("EXISTS (SELECT FROM %s WHERE %s = c.id)", *map(SQL.identifier, source))
            for source in self._sources
        )
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT c.commercial_partner_id FROM res_partner c"
                " WHERE c.commercial_partner_id = ANY(%s) AND (%s)",
                list(partner_ids),
                known,
            )
        )
        return {partner for (partner,) in rows}
