"""What the measurements say: one row each, with the target that it is held against."""

from statistics import median
from typing import NamedTuple

PARTS = (
    "install",
    "confirm",
    "exposure",
    "ledger",
    "filter",
    "history",
    "listing",
    "growth",
    "together",
)
#: How often a confirmation may take the time of Odoo alone, and how many more queries.
CONFIRM = {"service": (1.4, 10), "goods": (1.1, None)}
FASTER = {"eighty": 5, "list": 25, "filter": 7}
LEDGER, HISTORY = 2.0, 1.3
LISTING = 60  # seconds
WHOM = {"confirm": "", "busy": ", busiest party"}
EXPOSURE = {
    "one": "exposure of one party",
    "busy": "exposure of the busiest party",
    "eighty": "exposure of 80 parties",
    "list": "exposure of {parties} parties",
    "all": "exposure of all that occupy anything",
}
GROWTH = {
    **{name: text for name, text in EXPOSURE.items() if name != "list"},
    "page": "ledger page",
    "filter": "filter “over the limit”",
    "confirm": "confirm a sale of a service",
    "confirm busy": "confirm a sale of a service, busiest party",
}
TOGETHER = {
    "same": "one party, sales",
    "mixed": "one party, sales and purchases",
    "different": "sixteen parties, sales",
}


class Cost(NamedTuple):
    """Median seconds and queries; no queries where they were not counted."""

    seconds: float
    queries: float = None


class Row(NamedTuple):
    """A line of the table; texts are English and may name ``values``.

    ``ours`` and ``theirs`` are a ``Cost`` or a text; ``ratio`` is how many times the time of the
    other ours took; ``held`` is None where there is no target.
    """

    what: str
    ours: object
    against: str = ""
    theirs: object = None
    ratio: float = None
    faster: bool = False  # whether the ratio is told the other way round
    target: str = ""
    held: bool = None
    values: dict = {}


def rows(result):
    """Return the rows of a run, part by part; a part that was not asked for has none."""
    found = []
    for part in PARTS:
        if part in result:
            found += globals()[f"_{part}"](result[part], result)
    return found


def cost(samples):
    """Return the medians of what was measured."""
    seconds, queries = zip(*samples, strict=True)
    return Cost(median(seconds), median(queries))


def _pair(part, row, other="alone"):
    ours, theirs = cost(part[row]["ours"]), cost(part[row][other])
    return ours, theirs, ours.seconds / theirs.seconds


def _install(part, _result):
    ours, theirs = Cost(part["full"]), Cost(part["empty"])
    text = "install the addon"
    against = "on a database without documents"
    return [Row(text, ours, against, theirs, ours.seconds / theirs.seconds)]


def _confirm(part, _result):
    found = []
    for key in part:
        kind, whom = key.split("/")
        ours, theirs, ratio = _pair(part, key)
        times, more = CONFIRM[kind.split()[-1]]
        held = ratio <= times and (more is None or ours.queries - theirs.queries <= more)
        target = "at most {times} ×" + (", {more} more queries" if more else "")
        found.append(
            Row(
                f"confirm a {kind}{WHOM[whom]}", ours, "Odoo alone", theirs, ratio,
                target=target, held=held, values={"times": times, "more": more},
            )
        )  # fmt: skip
    return found


def _faster(what, triple, against, least=None, and_held=True, **values):
    ours, theirs, ratio = triple
    found = Row(what, ours, against, theirs, ratio, True, values=values)
    if least:
        target = {"target": "at least {least} × faster", "held": and_held and ratio <= 1 / least}
        found = found._replace(**target, values={**values, "least": least})
    return found


def _exposure(part, result):
    return [
        _faster(
            EXPOSURE[row], _pair(part, row), "credit figures of Odoo", FASTER.get(row),
            parties=f"{result['counts']['parties']:,}",
        )
        for row in part
    ]  # fmt: skip


def _ledger(part, result):
    found = []
    for name in part:
        ours, theirs, ratio = _pair(part, name)
        parties = result["ledger_parties"] if name == "ledger" else result["counts"]["parties"]
        found.append(
            Row(
                "ledger page, 80 rows of {parties}", ours, "plain list of partners", theirs, ratio,
                target="below {times} ×", held=ratio < LEDGER,
                values={"parties": f"{parties:,}", "times": LEDGER},
            )
        )  # fmt: skip
    return found


def _filter(part, _result):
    triple, complete = _pair(part, "first"), part["complete"]["same"]
    row = _faster(
        "filter “over the limit”, first 80 of {found}", triple,
        "filter by credit of Odoo", FASTER["filter"], complete, found=part["complete"]["found"],
    )  # fmt: skip
    return [row._replace(target=f"{row.target}, complete")]


def _history(part, result):
    if not part:
        return [Row("nightly history", "this version keeps none")]
    if "exposure" not in result:
        return [Row(_NIGHTS[name], cost(part[name]["ours"])) for name in part]
    core = result["exposure"]["list"]
    return [
        _faster(_NIGHTS[n], _pair({n: {**core, **part[n]}}, n), "credit figures of Odoo, all")
        for n in part
    ]


_NIGHTS = {"first": "nightly history, first night", "again": "nightly history, later nights"}


def _listing(part, _result):
    counts = {name: f"{part[name]:,}" for name in ("names", "parties")}
    found = [
        Row(text, ours, target="below a minute", held=ours.seconds < LISTING, values=counts)
        for name, text in _LISTS.items()
        for ours in [cost(part[name]["ours"])]
    ]
    edited = "prohibited list: one entry edited by hand"
    return [*found, _faster(edited, _pair(part, "edit", "everyone"), "compared with everybody")]


_LISTS = {
    "first": "prohibited list: {names} names put in force, {parties} parties",
    "next": "prohibited list: the next version, with its differences",
}


def _growth(part, _result):
    found = []
    for name, wanted in (("documents", HISTORY), ("parties", None)):
        for row, text in GROWTH.items():
            theirs, ours = cost(part[row]["ours"]), cost(part[row][name])
            ratio = ours.seconds / theirs.seconds
            grown = {"documents": "four times the history", "parties": "four times the parties"}
            more = {"target": "at most {times} ×", "held": ratio <= wanted} if wanted else {}
            found.append(
                Row(
                    "{grown}: {text}", ours, "the data as above", theirs, ratio, **more,
                    values={"grown": grown[name], "text": text, "times": wanted},
                )
            )  # fmt: skip
    return found


def _together(part, _result):
    found = []
    for case, both in part.items():
        ours, theirs = both["ours"], both["alone"]
        wrong = set(ours["answers"]) - {"passed", "refused"}
        seconds = median(ours["seconds"]), median(theirs["seconds"])
        held = not (wrong or ours["over"])
        target = "never over the limit, each refusal tells the figure"
        if case == "different":
            held = held and set(ours["answers"]) == {"passed"}
            target = "none is refused"
        found.append(
            Row(
                "16 at once on 4 workers: {case}", _rush(ours, seconds[0]), "Odoo alone",
                _rush(theirs, seconds[1]), seconds[0] / seconds[1], target=target, held=held,
                values={"case": TOGETHER[case]},
            )
        )  # fmt: skip
    return found


def _rush(side, seconds):
    counts = {name: side["answers"].get(name, 0) for name in ("passed", "refused")}
    failed = sum(side["answers"].values()) - sum(counts.values())
    return {**counts, "failed": failed, "over": side["over"], "rounds": side["rounds"],
            "seconds": seconds}  # fmt: skip
