"""The figures: what the addon costs, measured against Odoo alone on the same generated data.

One server has all databases: `alone` is Odoo with generated data, `ours` a copy of it with the
addon; `documents` and `parties` have four times the history and four times the parties, with the
addon; `ledger` is a copy of `ours` with 100,000 parties, most of them without documents, and
`listed` one with 20,000, whose names are compared with the prohibited list.
"""

import json
import time
from concurrent.futures import ThreadPoolExecutor

import figures
import report
from clients import Rush
from instance import Instance, copy
from kit import HOME, MODULE, ROOT, Stop, checkout, key, made_once, run, run_folder, say

BENCHMARKS = ROOT / "benchmarks"
GROWN = ("documents", "parties")
LEDGER = {"full": 100_000, "quick": 5_000}
LISTED = 20_000
#: Copies of `ours` by the part that measures them.
COPIES = {"ledger": "ledger", "listing": "listed"}
CALL = """
import json, sys
sys.path.append({root!r})
from benchmarks import {module}
env.cr.commit()
result = {module}.{function}(env, **json.loads({arguments!r}))
open({out!r}, "w").write(json.dumps(result))
"""
USAGE = f"Usage: ./dev bench [--quick] [{'|'.join(figures.PARTS)} ...]"


def bench(*arguments):
    """Measure all parts, or those named; only a whole run of the full size is written down."""
    wanted = [argument for argument in arguments if argument != "--quick"]
    if set(wanted) - set(figures.PARTS):
        raise Stop(USAGE)
    scale = "quick" if "--quick" in arguments else "full"
    with run_folder() as folder:
        instance = Instance(folder)
        copy(generated(instance, scale), folder)
        with instance.postgres.serve(folder) as server:
            site = Site(instance, folder, server)
            result = site.measure(scale, wanted or list(figures.PARTS))
    result["machine"] = report.machine(instance.postgres.version)
    out = checkout() / f"bench-{scale}.json"
    out.write_text(json.dumps(result, indent=1))
    tables = {language: report.Table(result, language).markdown() for language in report.READMES}
    print(tables["en"])
    say(f"All samples are in {out}")
    if scale == "full" and not wanted:
        report.save(tables)


def generated(instance, scale):
    """The cluster of the databases with generated data, Odoo alone; they age, so for a month."""
    base = instance.base("test")
    files = sorted((BENCHMARKS / "generator").glob("*.py"))
    month = time.strftime("%Y-%m")
    name = key(base.name, month, *(path.read_bytes() for path in files))
    folder = HOME / f"bench-{scale}-{name}"
    with made_once(folder) as missing:
        if missing:
            say(f"Generating the {scale} data (once a month, or when the generator changes) ...")
            copy(base, folder)
            with instance.postgres.serve(folder) as server:
                site = Site(instance, folder, server)
                names = (*GROWN[::-1], "alone")
                for name in names:
                    site.duplicate("test", name)
                site.all(lambda n: site.call(n, "generator", "run", scale=scale, name=n), names)
    return folder


class Site:
    """Odoo databases in the folder of a run, whose PostgreSQL listens at `server`."""

    def __init__(self, instance, folder, server):
        self.instance, self.folder, self.server = instance, folder, server

    def duplicate(self, source, target):
        self.instance.postgres.duplicate(self.server, source, target)
        files = self.folder / "data" / "filestore"
        copy(files / source, files / target)

    def call(self, database, module, function, **arguments):
        """Run a function of `benchmarks` inside Odoo; return its result."""
        out = self.folder / f"{database}.json"
        feed = CALL.format(
            root=str(ROOT),
            module=module,
            function=function,
            arguments=json.dumps(arguments),
            out=str(out),
        )
        options = ("--no-http", "--log-level=error")
        shell = self.instance.command(self.folder, self.server, database, *options, sub=["shell"])
        run(*shell, env=self.instance.env, feed=feed, stderr=None)
        return json.loads(out.read_text())

    def all(self, function, names):
        """Call a function for each name, two at a time."""
        with ThreadPoolExecutor(2) as pool:
            return dict(zip(names, pool.map(function, names), strict=True))

    def install(self, database):
        """Install the addon; return the seconds it took."""
        began = time.monotonic()
        self.instance.install(self.folder, self.server, database, MODULE)
        return time.monotonic() - began

    def measure(self, scale, parts):
        """Return ``{part: what was measured}``, and the counts of the data."""
        result = {"scale": scale, "date": time.strftime("%Y-%m-%d")}
        result["ledger_parties"] = LEDGER[scale]
        say("Installing the addon ...")
        self.duplicate("alone", "ours")
        result["install"] = {"empty": self.install("test"), "full": self.install("ours")}
        result["counts"] = self.call("ours", "control", "run")
        others = [*(GROWN if "growth" in parts else ())]
        others += [name for part, name in COPIES.items() if part in parts]
        if others:
            say(f"Preparing {', '.join(others)} ...")
            self.all(lambda name: self._prepare(name, scale), others)
        inside = [part for part in parts if part not in ("install", "together")]
        if inside:
            result |= self.call("ours", "run", "measure", scale=scale, parts=inside)
        if "together" in parts:
            result["together"] = Rush(self, scale).measure()
        return result

    def _prepare(self, name, scale):
        if name == "ledger":
            self.duplicate("ours", name)
            self.call(name, "control", "more", total=LEDGER[scale])
        elif name == "listed":
            self.duplicate("ours", name)
            self.call(name, "control", "more", total=LISTED)
            self.call(name, "listing", "prepare")
        else:
            self.install(name)
            self.call(name, "control", "run")
