from odoo import models


class ResourceCalendar(models.Model):
    """The time zone of a company's calendar is remembered; changing it forgets."""

    _inherit = "resource.calendar"

    def write(self, vals):
        result = super().write(vals)
        if "tz" in vals:
            self.env.registry.clear_cache()
        return result
