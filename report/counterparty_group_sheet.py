import io

import xlsxwriter

from odoo import models

#: Columns of the sheet: key, width, and whether the parent company fills it in.
_COLUMNS = (
    ("number", 16, False),
    ("name", 34, False),
    ("role", 14, False),
    ("former_names", 24, False),
    ("licence_number", 24, False),
    ("org_code", 14, False),
    ("tax_number", 24, False),
    ("country", 10, False),
    ("address", 36, False),
    ("capital", 18, False),
    ("representative", 12, False),
    ("contact", 12, False),
    ("contact_phone", 16, False),
    ("principal", 12, False),
    ("principal_phone", 16, False),
    ("scope", 36, False),
    ("limit", 18, False),
    ("department", 14, False),
    ("applicant", 14, False),
    ("approved", 12, False),
    ("code", 20, True),
)
#: What is not text.
_KINDS = {"capital": "amount", "limit": "amount", "approved": "date"}
_TITLE_ROW, _ABOUT_ROW, _HEAD_ROW = 0, 1, 2


class CounterpartyGroupSheet(models.AbstractModel):
    """The sheet in which parties are reported, and which comes back with codes (article 10)."""

    _name = "counterparty.group.sheet"
    _description = "Sheet for the Parent Company"

    def _headings(self):
        """Return ``{key: heading}`` in the language of the user."""
        _ = self.env._
        return {
            "number": _("Request Number"),
            "name": _("Counterparty Name"),
            "role": _("Customer / Supplier"),
            "former_names": _("Former Names"),
            "licence_number": _("Unified Social Credit Code / Registration No."),
            "org_code": _("Organisation Code"),
            "tax_number": _("Taxpayer No."),
            "country": _("Country"),
            "address": _("Registered Address"),
            "capital": _("Registered Capital"),
            "representative": _("Legal Representative"),
            "contact": _("Business Contact"),
            "contact_phone": _("Phone of the Contact"),
            "principal": _("Business Principal"),
            "principal_phone": _("Phone of the Principal"),
            "scope": _("Scope of Cooperation"),
            "limit": _("Credit Limit"),
            "department": _("Department"),
            "applicant": _("Applicant"),
            "approved": _("Approved On"),
            "code": _("Code of the Parent Company (returned)"),
        }

    def _write(self, requests):
        """Return the sheet of requests as the bytes of an xlsx file."""
        target = io.BytesIO()
        workbook = xlsxwriter.Workbook(target, {"in_memory": True})
        formats = self._formats(workbook)
        sheet = workbook.add_worksheet(self.env._("Report to the Parent Company")[:31])
        self._write_head(sheet, formats, requests)
        for row, request in enumerate(requests.sorted("id"), _HEAD_ROW + 1):
            values = self._values(request)
            for column, (key, _width, is_reply) in enumerate(_COLUMNS):
                kind = "reply" if is_reply else _KINDS.get(key, "text")
                write, empty = self._writer(sheet, kind, values[key])
                write(row, column, values[key] or empty, formats[kind])
        last = _HEAD_ROW + len(requests)
        sheet.autofilter(_HEAD_ROW, 0, last, len(_COLUMNS) - 1)
        sheet.freeze_panes(_HEAD_ROW + 1, 2)
        sheet.set_landscape()
        sheet.set_paper(8)  # A3
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(_TITLE_ROW, _HEAD_ROW)
        workbook.close()
        return target.getvalue()

    def _formats(self, workbook):
        cell = {"border": 1, "valign": "vcenter", "text_wrap": True}
        reply = {**cell, "num_format": "@", "bg_color": "#FFF2CC"}
        return {
            "title": workbook.add_format({"bold": True, "font_size": 16, "align": "center"}),
            "about": workbook.add_format({"font_color": "#555555"}),
            "head": workbook.add_format(
                {**cell, "bold": True, "bg_color": "#D9E1F2", "align": "center"}
            ),
            "text": workbook.add_format({**cell, "num_format": "@"}),
            "amount": workbook.add_format({**cell, "num_format": "#,##0.00"}),
            "date": workbook.add_format({**cell, "num_format": "yyyy-mm-dd"}),
            "reply": workbook.add_format(reply),
        }

    def _write_head(self, sheet, formats, requests):
        company, headings = requests.company_id, self._headings()
        last = len(_COLUMNS) - 1
        sheet.set_row(_TITLE_ROW, 28)
        sheet.set_row(_HEAD_ROW, 32)
        title = self.env._("%s: Report of New Counterparties", company.name)
        sheet.merge_range(_TITLE_ROW, 0, _TITLE_ROW, last, title, formats["title"])
        about = self.env._(
            "To: %(parent)s    From: %(company)s    Date: %(date)s    Currency: %(currency)s    "
            "Parties: %(count)s    Please fill in the last column and return this file.",
            parent=company.sudo().counterparty_parent_id.name or "",
            company=company.name,
            date=company._counterparty_today(),
            currency=company.currency_id.name,
            count=len(requests),
        )
        sheet.merge_range(_ABOUT_ROW, 0, _ABOUT_ROW, last, about, formats["about"])
        for column, (key, width, _is_reply) in enumerate(_COLUMNS):
            sheet.set_column(column, column, width)
            sheet.write_string(_HEAD_ROW, column, headings[key], formats["head"])

    def _writer(self, sheet, kind, value):
        """Return the method that writes a cell of a kind, and what stands for nothing.

        All else is written as text, so that nothing is taken for a number or a formula.
        """
        if kind == "amount":
            return sheet.write_number, 0
        if kind == "date" and value:
            return sheet.write_datetime, ""
        return sheet.write_string, ""

    def _values(self, request):
        """Return ``{key: value}`` of a request: text, amounts in company currency, dates."""
        _ = self.env._
        profile, partner = request.profile_id, request.partner_id
        roles = ((profile.role_customer, _("Customer")), (profile.role_supplier, _("Supplier")))
        return {
            "number": request.name,
            "name": request.partner_name,
            "role": " / ".join(label for held, label in roles if held),
            "former_names": profile.former_names,
            "licence_number": partner.counterparty_licence_number,
            "org_code": partner.counterparty_org_code,
            "tax_number": partner.counterparty_tax_number,
            "country": partner.country_id.name,
            "address": profile.registered_address,
            "capital": profile.registered_capital,
            "representative": profile.legal_representative,
            "contact": profile.contact_name,
            "contact_phone": profile.contact_phone,
            "principal": profile.principal_name,
            "principal_phone": profile.principal_phone,
            "scope": profile.business_scope,
            "limit": profile.credit_limit,
            "department": request.department_id.name,
            "applicant": request.responsible_id.name,
            "approved": request.application_id.approval_date,
            "code": request.group_erp_code,
        }
