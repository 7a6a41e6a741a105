"""Clients that confirm orders at the same time, in an Odoo with workers like a company's."""

import contextlib
import json
import subprocess
import threading
import time
import urllib.request
from collections import Counter
from http.cookiejar import CookieJar

from instance import answers, free_port
from kit import Progress, say

DATABASES = ("ours", "alone")
CLIENTS = 4
FIGURE = "1,808.00"  # the amount of an order, which a refusal tells
ROUNDS = {"full": 20, "quick": 3}
#: What Odoo starts its processes from, by its path; the one for live updates has nothing to do.
PROGRAM = """
import os, sys, time
if "gevent" in sys.argv:
    parent = os.getppid()
    while os.getppid() == parent:
        time.sleep(1)
    sys.exit()
import odoo.cli
odoo.cli.main()
"""


class Client:
    """A session of the salesperson in one database."""

    def __init__(self, address, database):
        self.address, self.number = address, 0
        self.browser = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(CookieJar()), urllib.request.ProxyHandler({})
        )
        self._post("/web/session/authenticate", db=database, login="bench", password="bench")

    def _post(self, path, **params):
        self.number += 1
        body = json.dumps({"jsonrpc": "2.0", "id": self.number, "params": params})
        request = urllib.request.Request(
            self.address + path, body.encode(), {"Content-Type": "application/json"}
        )
        with self.browser.open(request, timeout=600) as answer:
            return json.load(answer)

    def confirm(self, model, method, record):
        """Return ``passed``, ``refused``, or what else was answered."""
        try:
            answer = self._post(
                "/web/dataset/call_kw", model=model, method=method, args=[[record]], kwargs={}
            )
        except OSError as error:
            return f"answered {error}"
        if "error" not in answer:
            return "passed"
        data = answer["error"]["data"]
        refused = data["name"].endswith("CounterpartyRefusalError") and FIGURE in data["message"]
        return "refused" if refused else f"{data['name']}: {data['message']}"


class Rush:
    """Four clients with four orders each, in a database with the addon and in one without."""

    def __init__(self, site, scale):
        self.site, self.rounds = site, ROUNDS[scale]

    def measure(self):
        """Return ``{case: {database: seconds, passed, over, answers}}``."""
        say("Preparing orders to be confirmed at once ...")
        chosen = self.site.call("ours", "rush", "choose", rounds=self.rounds)
        orders = self.site.all(
            lambda name: self.site.call(name, "rush", "order", chosen=chosen), DATABASES
        )
        with self._server() as address:
            clients = {name: [Client(address, name) for _ in range(CLIENTS)] for name in DATABASES}
            result = {case: self._case(clients, case, orders) for case in chosen}
        for name in DATABASES:
            after = {"chosen": chosen, "orders": orders[name]}
            for case, rounds in self.site.call(name, "rush", "outcome", **after).items():
                result[case][name]["passed"] = sorted({done for done, _over in rounds})
                result[case][name]["over"] = sum(over for _done, over in rounds)
                result[case][name]["rounds"] = len(rounds)
        return result

    def _case(self, clients, case, orders):
        result = {name: {"seconds": [], "answers": Counter()} for name in clients}
        tell = Progress()
        for number in range(self.rounds):
            for name in DATABASES[:: (-1) ** number]:
                tell(f"  {case}: round {number + 1} of {self.rounds}")
                seconds, said = _round(clients[name], orders[name][case][number])
                result[name]["seconds"].append(seconds)
                result[name]["answers"].update(said)
        return result

    @contextlib.contextmanager
    def _server(self):
        """Serve both databases with four workers; yield the address."""
        site, port = self.site, free_port()
        command = site.instance.command(
            site.folder,
            site.server,
            ",".join(DATABASES),
            *("--workers", CLIENTS, "--max-cron-threads", 0, "--log-level", "warn"),
            *("--http-interface", "127.0.0.1", "--http-port", port, "--gevent-port", free_port()),
        )
        if "-m" in command:
            program = site.folder / "odoo-bin"
            program.write_text(PROGRAM)
            at = command.index("-m")
            command[at : at + 2] = [str(program)]
        log = site.folder / "odoo.log"
        with open(log, "w") as out:
            process = subprocess.Popen(command, env=site.instance.env, stdout=out, stderr=out)
            try:
                address = f"http://127.0.0.1:{port}"
                answers(process, f"{address}/web/health", log)
                yield address
            finally:
                process.terminate()
                process.wait()


def _round(clients, work):
    """Let each client confirm its share, all at once; return the seconds and what was answered."""
    start, said = threading.Barrier(len(clients) + 1), []

    def run(client, mine):
        start.wait()
        said.extend([client.confirm(*order) for order in mine])

    threads = [
        threading.Thread(target=run, args=(client, work[n :: len(clients)]))
        for n, client in enumerate(clients)
    ]
    for thread in threads:
        thread.start()
    start.wait()
    began = time.monotonic()
    for thread in threads:
        thread.join()
    return time.monotonic() - began, said
