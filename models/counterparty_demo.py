from odoo import api, models


class CounterpartyDemo(models.AbstractModel):
    """Loads the demo story of ``demo/story`` into a company of its own."""

    _name = "counterparty.demo"
    _description = "Counterparty Control Demo"

    @api.model
    def _load(self):
        """Build the story, unless it is there already."""
        from ..demo import story  # noqa: PLC0415 - only who loads the demo needs it

        story.load(self.env)
