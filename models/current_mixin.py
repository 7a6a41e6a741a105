from odoo import api, models

from ..policy import licence_codes, licences


class CounterpartyCurrentMixin(models.AbstractModel):
    """Which documents of a party count today, and which of them stop new business."""

    _name = "counterparty.current.mixin"
    _description = "Current Documents"

    @api.model
    def _current(self, partners):
        """Return ``{partner id: {kind: licence}}``, the one that lasts longest of each type.

        Licences of one type replace each other, one with one code the older ones; permits of
        several types stand side by side under ``(kind, type id)``.
        """
        found = self.sudo().search_fetch(
            [("partner_id", "in", partners.ids)],
            ["partner_id", "type_id", "number", "holder_name", "expiry_date", "is_long_term"],
            order="id",
        )
        result, types = {}, self.env["counterparty.licence.type"]._known()
        for licence in found.sorted(
            lambda l: (
                licence_codes.is_uscc(l.number),
                l.is_long_term,
                str(l.expiry_date or ""),
                l.id,
            )
        ):
            kind = types[licence.type_id.id].kind
            key = (kind, licence.type_id.id) if kind in ("permit", "certificate") else kind
            result.setdefault(licence.partner_id.id, {})[key] = licence
        return result

    @api.model
    def _blocking(self, current, grace_days):
        """Return those of a party's current licences whose expiry stops new business."""
        today = self.env.company._counterparty_today()
        types = self.env["counterparty.licence.type"]._known()
        gone = licences.superseded({key: licence.number for key, licence in current.items()})
        return self.browse().concat(
            *(
                licence
                for key, licence in current.items()
                if key not in gone
                and licences.blocks(licence.expiry_date, licence.is_long_term, today, grace_days)
                and types[licence.type_id.id].mandatory
            )
        )
