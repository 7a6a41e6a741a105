"""The recording of what all parties occupy."""

from .measure import interleaved

MODEL = "counterparty.exposure.round"


def measure(databases, rounds):
    """Record the first day of all parties, and again; empty where the addon keeps no history."""
    db = databases["ours"]
    if MODEL not in db.registry:
        return {}

    def record(_number):
        return db.time(lambda env: env[MODEL]._record(env.company))[0]  # rolled back

    first = interleaved(rounds["filter"], {"ours": record}, warm=1)
    db.time(lambda env: env[MODEL]._record(env.company), commit=True)
    return {"first": first, "again": interleaved(rounds["filter"], {"ours": record}, warm=1)}
