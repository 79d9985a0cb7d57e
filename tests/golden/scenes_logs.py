"""Situations of logs: what containers wrote, condensed as the command condenses it."""

from datetime import UTC, datetime

from golden.asked import NOW, shown, silent, source

from connectors._kube.logs.records import ContainerLog, LogAnswer, Place
from handlers._asks import LineAsks
from handlers._contract import Invocation
from processors import logs
from processors._log_digest import LogDigest, Wanted, condense
from processors._log_levels import Level
from processors._summary import Part, Summary

TRACE = """Traceback (most recent call last):
  File "/app/pay.py", line 41, in charge
    raise Declined("<!channel> `card` *declined*")
pay.Declined: <!channel> `card` *declined*"""
EVERYTHING = Wanted()
WHY = "the one that fails, it crash-loops: its last run, which ended with exit 1 (Error)"


def written(lines: list[str], begin: float = NOW - 600) -> bytes:
    """Return what the node hands over: each line behind its time, one a second."""
    stamps = (datetime.fromtimestamp(begin + place, UTC).strftime("%Y-%m-%dT%H:%M:%S.000000000Z") for place in range(10**9))
    return "".join(f"{stamp} {line}\n" for stamp, line in zip(stamps, lines, strict=False)).encode()


def quiet(number: int = 40) -> list[str]:
    """Return lines in which all is well."""
    return [f'level=info msg="GET /cart/{i}" status=200 took={4 + i % 9}ms' for i in range(number)]


def failing() -> list[str]:
    """Return lines of a program that fails again and again, and then for good."""
    often = [f'level=error msg="cannot reach db-{i % 3}" attempt={i}' for i in range(30)]
    return [*quiet(), *often, "level=error msg=charge order=41", *TRACE.split("\n"), *quiet(3), "FATAL giving up"]


def log(lines: list[str], **fields: object) -> ContainerLog:
    """Return a container's log of these lines; `fields` replaces any of its fields."""
    usual = {"namespace": "payments", "pod": "svc-014-7b6ef5dfc-x2x4z", "container": "app", "text": written(lines)}
    return ContainerLog(**(usual | fields))


def part(found: list[ContainerLog], target: str = "prod", wanted: Wanted = EVERYTHING, **fields: object) -> Part[LogDigest]:
    """Return one target's answer with these logs."""
    return Part(target, condense(LogAnswer(logs=tuple(found), **({"pods": len(found)} | fields)), wanted), NOW)


def asks(name: str, *targets: str, **options: str) -> LineAsks:
    """Return the writer of the further questions about logs."""
    return LineAsks(Invocation("logs", (name,), tuple(sorted(options.items())), targets or ("prod",)))


def crashed(number: int = 0) -> ContainerLog:
    """Return the log of a pod that crash-loops, of which the run before is shown."""
    name = f"svc-014-7b6ef5dfc-{number:05d}"
    return log(failing(), pod=name, reason="CrashLoopBackOff", previous=True, why=WHY, others=("istio-proxy",))


def situations() -> dict[str, Summary]:
    """Return what people see of logs."""
    pod, deploy = asks("svc-014-7b6ef5dfc-x2x4z"), asks("deployment/svc-014", namespace="payments")
    owner, everywhere = "Deployment payments/svc-014", asks("deployment/svc-014", "eu-west", "prod", "staging")
    picked = Wanted("db-1", Level.ERROR)
    waiting = log(
        [], text=b"", trouble='answered 400: container "app" is waiting to start: trying and failing to pull image'
    )
    cut = log(quiet(), cut="only the newest 40 lines, as more would be over 4 MiB")
    names = [Place(f"team-{number:02d}", "Deployment", "web") for number in range(3)]
    nothing = EVERYTHING
    return {
        "logs_healthy": shown(logs.summary("svc-014", nothing, [part([log(quiet())])], pod)),
        "logs_one_failure": shown(logs.summary("svc-014", nothing, [part([crashed()])], pod)),
        "logs_workload": shown(
            logs.summary("deployment/svc-014", nothing, [part([crashed(1), crashed(2), cut], pods=43, owner=owner)], deploy)
        ),
        "logs_thousands": shown(logs.summary("svc-014", nothing, [part([log(failing() * 1500)])], pod)),
        "logs_picked": shown(logs.summary("svc-014", picked, [part([log(failing())], wanted=picked)], pod)),
        "logs_no_match": shown(
            logs.summary("svc-014", Wanted("nowhere"), [part([log(quiet())], wanted=Wanted("nowhere"))], pod)
        ),
        "logs_in_part": shown(
            logs.summary("deployment/svc-014", nothing, [part([waiting]), part([crashed()], "staging")], everywhere),
            source(), source("staging"), silent(),
        ),
        "logs_nothing": shown(logs.summary("svc-014", nothing, [part([log([])])], pod)),
        "logs_which": shown(logs.summary("web", nothing, [part([], places=tuple(names))], asks("web"))),
    }  # fmt: skip
