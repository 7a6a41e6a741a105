"""The demo story: one Chinese trading company and its parties, built with Odoo's own methods.

All parties are fictitious and their codes lie in the range reserved for private use, so that they
belong to nobody. All dates are relative to the day on which the story is loaded.
"""

from . import (
    admission,
    company,
    corrective,
    deliveries,
    dossier,
    exceptions,
    history,
    limits,
    listing,
    observed,
    people,
    rating,
    reporting,
    scenes,
    supply,
    trade,
)
from .stage import Stage


def load(env):
    """Build the story once, in the order in which it happened."""
    stage = Stage(env)
    if company.exists(stage):
        return
    company.build(stage)
    people.build(stage)
    listing.build(stage)
    admission.build(stage)
    reporting.build(stage)
    history.build(stage)
    trade.build(stage)
    supply.build(stage)
    deliveries.build(stage)
    history.rebuild(stage)
    corrective.build(stage)
    rating.build(stage)
    limits.build(stage)
    dossier.build(stage)
    stage.file_away()
    scenes.build(stage)
    listing.prepare(stage)
    observed.build(stage)
    exceptions.build(stage)
    people.admit_admin(stage)
    company.switch_on(stage)
    history.record(stage)
