from odoo import api, fields, models
from odoo.tools import SQL

from .counterparty_grade import GRADE_SELECTION

_BLANKET = "blanket_order"
#: What decides with whom a blanket order is made, and whether it is.
_JUDGED = frozenset({"company_id", "requisition_type", "state", "vendor_id"})
#: The grade of the vendor, which agreements show and are sorted by.
_GRADE = "counterparty_grade"
#: The vendor in views of agreements.
_VENDOR = "//field[@name='vendor_id']"


def _compute_grade(agreements):
    """Set the grades of the vendors, for all agreements at once."""
    agreements.env["counterparty.grading"]._set_grades(agreements, "vendor_id")


class _Guarded:
    """What a purchase agreement does besides, where there are any: not a model of its own."""

    __slots__ = ()
    _inherits = {}
    _depends = {}

    @api.model_create_multi
    def create(self, vals_list):
        agreements = super().create(vals_list)
        self.env["counterparty.agreement"]._judge(agreements)
        return agreements

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & _JUDGED:
            self.env["counterparty.agreement"]._judge(self)
        return result

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type in ("form", "list"):
            self.env["counterparty.grading"]._show_badge(arch, _VENDOR)
        return arch, view

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        if field_name != _GRADE:
            return super()._order_field_to_sql(alias, field_name, direction, nulls, query)
        ordering = SQL("%s %s", direction, nulls)
        return self.env["counterparty.grading"]._ordering(self, alias, "vendor_id", ordering, query)


class CounterpartyAgreement(models.AbstractModel):
    """Guards blanket orders where purchase agreements are installed, without depending on them.

    A blanket order promises to buy: it is confirmed with those alone that may be traded with.
    What is ordered under it are purchase orders, and judged as such.
    """

    _name = "counterparty.agreement"
    _description = "Counterparty Agreement"

    def _register_hook(self):
        """Have the agreements of this database, if it knows them, go through the gate.

        As a base class, which stays when automation rules take their own patches back.
        """
        super()._register_hook()
        agreements = self.env.registry.get("purchase.requisition")
        if agreements and _Guarded not in agreements._base_classes__:
            agreements._base_classes__ = (_Guarded, *agreements._base_classes__)
            agreements.__bases__ = agreements._base_classes__
        if agreements and _GRADE not in agreements._fields:
            self._add_grade(agreements)

    def _add_grade(self, agreements):
        """Give the class of agreements the grade of the vendor, which has no column."""
        field = fields.Selection(GRADE_SELECTION, "Vendor Grade", compute=_compute_grade)
        setattr(agreements, _GRADE, field)
        field._toplevel = True
        field.__set_name__(agreements, _GRADE)
        agreements._fields__[_GRADE] = field
        field.prepare_setup()
        field.setup(self.env["purchase.requisition"])
        registry = self.env.registry
        registry.field_depends[field] = ("vendor_id", "company_id")
        registry.field_depends_context.update({field: ("uid",)})
        registry.field_computed[field] = [field]

    def _judge(self, agreements):
        """Refuse confirmed blanket orders with a vendor that may not be traded with."""
        gate = self.env["counterparty.gate"].sudo()
        confirmed = agreements.sudo().filtered(
            lambda a: a.requisition_type == _BLANKET and a.state == "confirmed" and a.vendor_id
        )
        for agreement in confirmed:
            pair = (agreement.vendor_id.commercial_partner_id.id, agreement.company_id.id)
            with gate._guard([pair], documents=agreement) as watch:
                watch.entered |= watch.before.keys() & {pair}
