"""Measuring in several databases at once: interleaved, time and queries."""

import gc
import time
from contextlib import contextmanager
from typing import NamedTuple

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry


class Sample(NamedTuple):
    """Seconds and queries of one call."""

    seconds: float
    queries: int


class Database:
    """A database, opened beside the others in this process."""

    def __init__(self, name):
        self.name = name
        self.registry = Registry(name)
        self.has_addon = "counterparty.gate" in self.registry
        self._users = {}

    @contextmanager
    def env(self, login=None, commit=True):
        """Yield a fresh environment of a user, superuser without a login."""
        with self.registry.cursor() as cr:
            uid = SUPERUSER_ID
            if login:
                uid = self._uid(cr, login)
            yield api.Environment(cr, uid, {"lang": "en_US", "tz": "UTC"})
            if not commit:
                cr.rollback()

    def _uid(self, cr, login):
        if login not in self._users:
            cr.execute("SELECT id FROM res_users WHERE login = %s", [login])
            [self._users[login]] = cr.fetchone()
        return self._users[login]

    def time(self, call, login=None, commit=False):
        """Run ``call(env)`` in a transaction of its own; return the sample and its result.

        The time is that of the transaction, commit included.
        """
        with self.env(login):  # what finding the user costs is no part of it
            pass
        gc.collect()
        began = time.perf_counter()
        with self.env(login, commit) as env:
            result = call(env)
            env.cr.flush()  # what waits for the commit, before a rollback throws it away
            queries = env.cr.sql_log_count
        return Sample(time.perf_counter() - began, queries), result


def interleaved(rounds, calls, warm=2):
    """Call each of ``{name: function of the round}`` in turn; return ``{name: [Sample]}``.

    The order turns with each round. The first ``warm`` rounds are not counted: caches fill.
    """
    result = {name: [] for name in calls}
    names = list(calls)
    for number in range(-warm, rounds):
        if number == 0:
            gc.collect()
            gc.freeze()  # what is loaded by now is no work for the collections between samples
        for name in names:
            sample = calls[name](number + warm)
            if number >= 0:
                result[name].append(sample)
        names = names[1:] + names[:1]
    return result
