"""The demo: the addon with its demo data, served on this machine; the data stay."""

import shutil
import subprocess

from instance import Instance, answers, contents, copy, free_port, tail, troubles
from kit import MODULE, Stop, alone, checkout, run_folder, say, setting

LOGINS = """
    login        password     who
    sales1       sales1       业务一部业务员
    sales2       sales2       业务二部业务员
    buyer        buyer        采购员
    office       office       综合部客商管理岗
    office_head  office_head  综合部负责人
    finance      finance      财务部信用会计
    leader       leader       总经理
    auditor      auditor      内审员(只读)
    admin        admin        系统管理员
"""
SET_ADDRESS = """INSERT INTO ir_config_parameter (key, value) VALUES ('report.url', '{}')
    ON CONFLICT (key) DO UPDATE SET value = excluded.value"""


def demo(fresh=None):
    with run_folder() as programs:
        instance = Instance(programs)
        folder = checkout() / f"demo-{instance.postgres.version.split('.')[0].split()[-1]}"
        alone(f"{checkout().name}-demo", "This checkout's demo is already running.")
        if fresh:
            shutil.rmtree(folder, ignore_errors=True)
        stamp = folder / "loaded"
        if not folder.exists():
            part = folder.with_suffix(".part")
            shutil.rmtree(part, ignore_errors=True)
            copy(instance.installed("demo"), part)
            (part / stamp.name).write_text(contents())
            part.rename(folder)
        _serve(instance, folder, stamp)


def _serve(instance, folder, stamp):
    state = contents()
    step = [] if stamp.read_text() == state else ["--update", MODULE]
    host, port = setting("KIT_HOST") or "127.0.0.1", free_port(int(setting("KIT_PORT") or 8069))
    address, log = f"http://{host}:{port}", folder / "odoo.log"
    with instance.postgres.serve(folder, durable=True) as server, open(log, "w") as out:
        # whatever the port: where PDF pages get their styles
        instance.postgres.sql(server, "demo", SET_ADDRESS.format(address))
        say("Starting Odoo ..." if not step else f"Starting Odoo with the changed {MODULE} ...")
        command = instance.command(
            folder,
            server,
            "demo",
            "--with-demo",
            "--no-database-list",
            "--http-interface",
            host,
            "--http-port",
            port,
            *step,
        )
        process = subprocess.Popen(
            command, env=instance.env, stdin=subprocess.DEVNULL, stdout=out, stderr=out
        )
        try:
            answers(process, f"{address}/web/login", log)
            stamp.write_text(state)
            if trouble := troubles(log.read_text().splitlines(keepends=True)):
                say(f"*** WARNINGS OR ERRORS while loading:\n{trouble}")
            print(
                f"\nReady:  {address}\n{LOGINS}\n    log: {log}\n"
                "    Ctrl-C stops it; the data stay for the next ./dev demo\n",
                flush=True,
            )
            process.wait()
            raise Stop(f"{tail(log)}\nOdoo ended.")
        except KeyboardInterrupt:
            say("Stopping ...")
        finally:
            process.terminate()
            process.wait()
