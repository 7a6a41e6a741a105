"""Reports to the parent company: most parties have its code, some wait for one."""

from datetime import timedelta

from .admission import APPROVED
from .cast import ADMITTED

#: Days after the approval on which a party was reported, and its code came back.
REPORTED, RECEIVED = 1, 6
#: Reported in the last batch and not answered; left to report; never reported, with the reason.
UNANSWERED = ("c09", "f01", "f02")
TO_REPORT = ("s02", "c08")
NOT_NEEDED = {"s03": "零星采购,股份公司不要求申报"}


def build(stage):
    """Report the parties as the office did, on the days of long ago."""
    requests = {key: stage.profile(key).group_request_ids for key in ADMITTED}
    stage.name_all({f"group_request_{key}": request for key, request in requests.items()})
    for key, reason in NOT_NEEDED.items():
        requests[key].with_env(stage.by("office")).action_waive(reason)
    done = [key for key in ADMITTED if key not in (*UNANSWERED, *TO_REPORT, *NOT_NEEDED)]
    for name, keys in (("answered", done), ("unanswered", UNANSWERED)):
        wanted = stage.env["counterparty.group.request"].concat(*(requests[key] for key in keys))
        action = wanted.with_env(stage.by("office")).action_export()
        stage.name(f"batch_{name}", stage.env["counterparty.group.batch"].browse(action["res_id"]))
    for number, key in enumerate(done, 1):
        request = requests[key].with_env(stage.by("office"))
        kind = "KH" if "customer" in ADMITTED[key].roles else "GYS"
        request.group_erp_code = f"{kind}{600000 + number}"
        request.action_receive()
        _backdate(stage, requests[key], ADMITTED[key])
    for key in UNANSWERED:
        requests[key].waiting_since = stage.day(-12)


def _backdate(stage, request, party):
    approved = stage.day(party.since + APPROVED)
    request.write(
        {
            "reported_date": approved + timedelta(REPORTED),
            "received_date": approved + timedelta(RECEIVED),
        }
    )
