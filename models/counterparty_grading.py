from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL


class CounterpartyGrading(models.AbstractModel):
    """The grades of the vendors of documents, as far as the reader sees their ledger rows."""

    _name = "counterparty.grading"
    _description = "Grades of Vendors"

    @api.model
    def _of(self, partners, companies):
        """Return ``{(party id, company id): grade}``, read at once for all of them."""
        profiles = self.env["counterparty.profile"]
        if not profiles.has_access("read"):
            return {}
        parties = partners.commercial_partner_id
        wanted = [("partner_id", "in", parties.ids), ("company_id", "in", companies.ids)]
        rows = profiles.search_fetch(wanted, ["partner_id", "company_id", "grade"])
        return {(row.partner_id.id, row.company_id.id): row.grade for row in rows}

    @api.model
    def _set_grades(self, documents, name):
        """Set the grade of documents; ``name`` is the field of the vendor."""
        grades = self._of(documents[name], documents.company_id)
        for document in documents:
            key = document[name].commercial_partner_id.id, document.company_id.id
            document.counterparty_grade = grades.get(key, False)

    @api.model
    def _found(self, name, values):
        """Return the domain of documents whose vendor has one of the grades; False: none."""
        profiles = self.env["counterparty.profile"]
        if not profiles.has_access("read"):
            return Domain.TRUE if False in values else Domain.FALSE
        unrated = False in values
        rows = Domain("grade", "!=", False) if unrated else Domain("grade", "in", list(values))
        if unrated:
            rows &= Domain("grade", "not in", [value for value in values if value])
        groups = profiles._read_group(rows, ["company_id"], ["partner_id:array_agg"])
        found = Domain.OR(
            Domain("company_id", "=", company.id)
            & Domain(f"{name}.commercial_partner_id", "in", parties)
            for company, parties in groups
        )
        return ~found if unrated else found

    @api.model
    def _ordering(self, documents, alias, name, ordering, query):
        """Return the ordering of documents by the grades that the reader sees.

        :param ordering: direction and place of those without a grade, as SQL
        """
        profiles = self.env["counterparty.profile"]
        vendor = documents._field_to_sql(alias, name, query)
        company = documents._field_to_sql(alias, "company_id", query)
        if not profiles.has_access("read"):
            return SQL()
        profiles.flush_model(["partner_id", "company_id", "grade"])
        self.env["res.partner"].flush_model(["commercial_partner_id"])
        grade = SQL(
            "(SELECT ledger.grade FROM counterparty_profile ledger"
            " JOIN res_partner vendor ON vendor.commercial_partner_id = ledger.partner_id"
            " WHERE vendor.id = %s AND ledger.company_id = %s AND ledger.id IN %s)",
            vendor,
            company,
            profiles._search([]).subselect(),
        )
        query._order_groupby.append(grade)
        return SQL("%s %s", grade, ordering)

    @api.model
    def _badge(self):
        """Return the attributes of the badge in a view."""
        return {
            "name": "counterparty_grade",
            "widget": "badge",
            "optional": "show",
            "decoration-success": "counterparty_grade == 'a'",
            "decoration-info": "counterparty_grade == 'b'",
            "decoration-warning": "counterparty_grade == 'd'",
            "decoration-danger": "counterparty_grade == 'e'",
        }

    @api.model
    def _show_badge(self, arch, path):
        """Show the badge after each field of a view that a path finds."""
        for node in arch.xpath(path):
            node.addnext(node.makeelement("field", self._badge()))
