from odoo import api, models
from odoo.tools import format_list

from ..policy import required

#: Of each order: the role of its party, the field of the party, of the lines, of the quantity.
_ORDERS = {
    "sale.order": (required.CUSTOMER, "partner_id", "order_line", "product_uom_qty"),
    "purchase.order": (required.SUPPLIER, "partner_id", "order_line", "product_qty"),
    "purchase.requisition": (required.SUPPLIER, "vendor_id", "line_ids", "product_qty"),
}


class CounterpartyRequirement(models.AbstractModel):
    """Which documents are required of parties, and of orders; and which of them are not there."""

    _name = "counterparty.requirement"
    _description = "Required Documents"

    @api.model
    def _matrix(self):
        """Return the rules of ``policy/required.py``, without a query once they are known."""
        return self.env["counterparty.licence.type"]._known()

    @api.model
    def _roles(self, record):
        """Return the roles that an application for a party, or a ledger row, says it has."""
        roles = (required.CUSTOMER, required.SUPPLIER)
        return {role for role in roles if record[f"role_{role}"]}

    @api.model
    def _required(self, record, roles, regime):
        """Return the types of documents that an application or a ledger row has to hold."""
        paths = [self._path(category) for category in record.scope_category_ids]
        found = required.required(regime, roles, paths, list(self._matrix().values()))
        return self.env["counterparty.licence.type"].browse(found)

    @api.model
    def _fulfilling(self, licences, kind_of):
        """Return those of the licences that are of a required type: a base one of any its kind."""
        if kind_of.kind in required.BASE:
            return licences.filtered(lambda row: row.kind == kind_of.kind)
        return licences.filtered(lambda row: row.type_id._origin == kind_of)

    def _demanded(self, orders):
        """Return ``{order: {(type id, product id): quantity}}`` of documents that orders need.

        Nothing is read where no type of document is required of the role.
        """
        role, _party, lines, quantity = _ORDERS[orders._name]
        rules = required.stopping(role, self._matrix().values())
        if not rules:
            return {}
        return {
            order: required.demanded(
                rules, [self._line(line, quantity) for line in order[lines] if line.product_id]
            )
            for order in orders.sudo()
        }

    def _line(self, line, quantity):
        product = line.product_id._origin
        unit = line.product_uom_id or product.uom_id
        amount = unit._compute_quantity(line[quantity], product.uom_id, raise_if_failure=False)
        return product.id, self._path(product.categ_id), amount

    @api.model
    def _path(self, category):
        """Return the ids of a category and of all above it."""
        return frozenset(map(int, (category._origin.parent_path or "").split("/")[:-1]))

    def _grown(self, demanded, orders):
        """Return the orders that need a document for more than ``demanded`` before."""
        grown = [
            order.id
            for order, after in self._demanded(orders).items()
            if required.grows(demanded.get(order, {}), after)
        ]
        return orders.browse(grown)

    def _lacking(self, partner_id, documents, current):
        """Return ``{type id: ids of products}`` that orders of a party need and it does not hold.

        Whoever orders must hold it, not who owes.

        :param current: the licences of the party as ``_current`` gives them
        """
        if not documents or documents._name not in _ORDERS:
            return {}
        demands, field = {}, _ORDERS[documents._name][1]
        for order, demanded in self._demanded(documents).items():
            if order[field].commercial_partner_id._origin.id == partner_id:
                demands |= demanded
        return required.lacking(demands, {row.type_id.id for row in current.values()})

    @api.model
    def _labels(self, types):
        """Return what required documents are called: a base certificate by its kind."""
        kinds = dict(types._fields["kind"]._description_selection(self.env))
        return {
            found: kinds[found.kind] if found.kind in required.BASE else found.name
            for found in types
        }

    @api.model
    def _reason(self, found):
        """Return why a type of document is required, in a few words."""
        if found.kind in required.BASE:
            return self.env._("by the regime")
        of = dict(found._fields["required_of"]._description_selection(self.env))[found.required_of]
        if not found.category_ids:
            return of
        return f"{of}: {format_list(self.env, found.category_ids.mapped('name'))}"
