"""Situations of the whole picture."""

from golden.asked import NOW, asks, shown, silent, source

from processors import status
from processors._gists import Gist
from processors._piece import Piece
from processors._summary import Part, Summary, Tone
from processors.status import Aspect, Picture

GOOD = {
    "nodes": Gist(tone=Tone.GOOD, said="60 nodes ready", command="nodes", narrow=False),
    "pods": Gist(tone=Tone.GOOD, said="20,000 pods, none failing", command="pods failed"),
    "workloads": Gist(tone=Tone.GOOD, said="440 workloads healthy", command="workloads unhealthy"),
    "warnings": Gist(tone=Tone.GOOD, said="no warnings within 30 min", command="events warning"),
}
BAD = {
    "nodes": Gist(
        tone=Tone.BAD, said="2 of 60 nodes not ready", detail="node-007, node-023", command="nodes notready", narrow=False
    ),
    "pods": Gist(
        tone=Tone.BAD,
        said="178 pods failing in 142 workloads",
        detail="CrashLoopBackOff 80, Error 28",
        command="pods failed",
    ),
    "workloads": Gist(
        tone=Tone.WARNING, said="9 of 440 workloads unhealthy", detail="not all ready 9", command="workloads unhealthy"
    ),
    "warnings": Gist(tone=Tone.WARNING, said="1,204 warning events within 30 min", command="events warning"),
}

QUIET = Gist(tone=Tone.GOOD, said="no alert fires", command="alerts firing", narrow=False)
ALERTS = Gist(
    tone=Tone.BAD,
    said="14 alerts firing",
    detail="critical 2, warning 12 · CheckoutErrors, HighLatency, QueueGrows and 3 more",
    command="alerts firing",
    arguments=('namespace="payments"',),
    narrow=False,
)


def picture(target: str = "prod", **gists: Gist | str) -> Part[Picture]:
    """Return one target's picture: all is well but for these gists, or the reasons why one is missing."""
    told = GOOD | gists
    aspects = (Aspect(name, Piece(None, one) if isinstance(one, str) else Piece(one)) for name, one in told.items())
    return Part(target, Picture(tuple(aspects)), NOW)


def situations() -> dict[str, Summary]:
    """Return what people see of the whole picture in each situation, by the situation's name."""
    everywhere = asks("status", "eu-west", "prod", "staging")
    nothing = Gist(tone=Tone.NEUTRAL, said="no pods", command="pods failed")
    return {
        "status_healthy": shown(status.summary("", [picture()], asks("status"))),
        "status_one": shown(status.summary("", [picture(nodes=BAD["nodes"])], asks("status"))),
        "status_bad": shown(status.summary("payments", [picture(**BAD)], asks("status", namespace="payments"))),
        "status_missing": shown(status.summary("", [picture(pods="timed out after 5 s")], asks("status"))),
        "status_empty": shown(status.summary("shop", [picture(pods=nothing)], asks("status", namespace="shop"))),
        "status_quiet": shown(status.summary("", [picture(alerts=QUIET)], asks("status"))),
        "status_alerts": shown(
            status.summary("payments", [picture(pods=BAD["pods"], alerts=ALERTS)], asks("status", namespace="payments"))
        ),
        "status_some_watched": shown(
            status.summary("", [picture(), picture("staging", alerts=ALERTS)], everywhere), source(), source("staging")
        ),
        "status_partial": shown(
            status.summary("", [picture(), picture("staging", **BAD)], everywhere), source(), source("staging"), silent()
        ),
    }
