"""The test suite, counted from Odoo's log: what passed, and what was skipped without a word."""

import re
from subprocess import DEVNULL, PIPE, STDOUT

from instance import Instance, copy, free_port
from kit import MODULE, ROOT, checkout, run_folder, say, start

#: Suites that need another app beside the addon, and run only when they are asked for by name.
BESIDE = {
    "agreements": ("purchase_requisition,base_automation", "counterparty_agreements"),
    "website": ("website_sale", "counterparty_website"),
}
PROCESS_TAG = "counterparty_process"  # tests that commit and start processes: they run last, alone
SUMMARY = re.compile(r"(Module \w+: )?\d+ fail\w+, \d+ err\S+ of \d+ |At least one test failed ")
HEAD = re.compile(r"[\d-]+ [\d:,]+ \d+ (\w+) \S+ (\S+): (.*)")


class Tally:
    def __init__(self):
        self.started, self.failed, self.skipped = set(), set(), set()
        self.outside = []  # warnings and errors that no test caused: the addon's loading did
        self._in_test = self._show = False

    def read(self, line):
        """Take in one line of the log; return what of it is to be shown."""
        if head := HEAD.match(line):
            level, logger, text = head.groups()
            self._show = level not in ("DEBUG", "INFO")
            if logger.startswith("odoo.modules.loading"):
                self._in_test = False
            if SUMMARY.match(text):
                self._show = False
            elif ".tests." in logger and (
                event := re.match(r"(Starting|skipped|FAIL:|ERROR:) (Subtest )?(.+)", text)
            ):
                return self._count(event[1], logger, event[3], line)
            elif self._show and not self._in_test:
                self.outside.append(line)
        return line if self._show else ""

    def _count(self, event, logger, text, line):
        test = (logger, re.match(r"\w+ \(odoo\.\S+\)|\S+", text)[0])  # or setUpClass (odoo. ...)
        if event == "Starting":
            self._in_test = True
            self.started.add(test)
            return f"  {test[1]}\n"
        if event == "skipped":
            self.skipped.add(test)
            return f"  *** SKIPPED {text}\n"
        self.failed.add(test)
        return line

    @property
    def passed(self):
        return self.started - self.failed - self.skipped


def test(*tags):
    """Run the suite, or the tests that Odoo's tags select, on a throw-away copy of the base."""
    logs = checkout() / "logs"
    logs.mkdir(exist_ok=True)
    tallies, broken = [], []
    with run_folder() as folder:
        instance = Instance(folder, browser=True)
        copy(instance.base("test"), folder)
        with instance.postgres.serve(folder) as server:
            for name, options in _phases(tags):
                say(f"Testing {' '.join(options)} ...")
                log, tally = logs / f"{name}.log", Tally()
                command = instance.command(
                    folder, server, "test", *options, "--stop-after-init", *http(logs)
                )
                code = watch(command, instance, tally, log)
                tallies.append(tally)
                if code and not tally.failed:
                    broken.append(f"Odoo ended with status {code}, see {log}")
                elif not tally.started:
                    broken.append(f"no test ran, see {log}")
    say(f"Done; the whole log is in {logs}")
    return _summary(tallies, broken)


def _phases(tags):
    """Yield the name and the options of each Odoo to run, one after the other."""
    if len(tags) == 1 and tags[0] in BESIDE:
        app, tag = BESIDE[tags[0]]
        yield tags[0], ("--init", f"{MODULE},{app}", "--test-tags", tag)
        return
    install = ("--init", MODULE, "--test-tags")
    yield "test", (*install, ",".join(tags) or f"/{MODULE}")
    tests = "".join(path.read_text() for path in (ROOT / "tests").glob("test_*.py"))
    if not tags and PROCESS_TAG in tests:
        yield "process", ("--test-tags", PROCESS_TAG)


def http(logs):
    """Return the options of an Odoo that a browser talks to."""
    return "--http-interface", "127.0.0.1", "--http-port", free_port(), "--screenshots", logs


def watch(command, instance, tally, log):
    process = start(*command, env=instance.env, stdin=DEVNULL, stdout=PIPE, stderr=STDOUT)
    with open(log, "w") as out:
        for line in process.stdout:
            out.write(line)
            print(tally.read(line), end="", flush=True)
    return process.wait()


def _summary(tallies, broken):
    passed, failed, skipped = (
        sum(len(getattr(t, part)) for t in tallies) for part in ("passed", "failed", "skipped")
    )
    outside = [line for tally in tallies for line in tally.outside]
    print()
    if outside:
        print(f"*** {len(outside)} WARNINGS OR ERRORS outside the tests:\n{''.join(outside)}")
    if skipped:
        print("*** NOT ALL TESTS RAN: see SKIPPED above\n")
    for why in broken:
        print(f"*** FAILED: {why}\n")
    print(f"{passed} passed, {failed + len(broken)} failed, {skipped} skipped", flush=True)
    return int(bool(failed or skipped or outside or broken))
