"""What the demo cluster says of its failures, in the words of kubelet and scheduler."""

from __future__ import annotations

from playground.kubernetes.company import BAD_ROLLOUT, HOSTILE_MESSAGE, HOSTILE_POD
from playground.kubernetes.states import State
from playground.kubernetes.templates import image
from playground.kubernetes.workloads import Sketch, uid

LONGEST = 3000
EVICTED = "The node was low on resource: memory. Threshold quantity: 100Mi, available: 71248Ki. "
NODE_LOST = "Node node-{node:03d} which was running pod {name} is unresponsive"
LAST_WORDS = {
    BAD_ROLLOUT: 'ValueError: PAYMENT_PROVIDER_URL: missing scheme in "provider.example.com"\n  at checkout/settings.py:41',
    ("legacy", "soap-bridge"): "java.net.UnknownHostException: soap.partner.example",
    ("checkout", "web"): "nginx: [emerg] host not found in upstream \"basket-api\" in /etc/nginx/nginx.conf:27",
    ("orders", "orders-api"): 'psycopg.errors.DuplicateColumn: column "returned_at" of relation "orders" already exists',
    ("monitoring", "alert-router"): "panic: concurrent map writes",
}  # fmt: skip
"""What a container wrote to its termination message before it ended."""


def scheduling(nodes: int) -> str:
    """Return why the scheduler found no node."""
    return f"0/{nodes} nodes are available: 2 node(s) were unreachable, {nodes - 2} Insufficient nvidia.com/gpu."


def last_words(pod: Sketch) -> str:
    """Return the termination message of the pod's container; "" if it wrote none."""
    if pod.name == HOSTILE_POD:
        return (HOSTILE_MESSAGE * 30)[:LONGEST]
    return LAST_WORDS.get((pod.namespace, pod.workload.name), "")


def full_name(pod: Sketch) -> str:
    """Return the pod's name and UID as the kubelet writes them into its messages."""
    return f"{pod.name}_{pod.namespace}({uid('Pod', pod.namespace, pod.name)})"


def crashing(state: State) -> str:
    """Return the name of the container that crashes in this state."""
    return "migrate" if state is State.INIT_CRASH else "app"


def back_off(restarts: int) -> str:
    """Return how long the kubelet waits before it starts a container again: 10 s, doubled each time, at most 5 minutes."""
    minutes, seconds = divmod(min(300, 10 * 2 ** max(0, restarts - 1)), 60)
    return f"{minutes}m{seconds}s" if minutes else f"{seconds}s"


def waiting(pod: Sketch, state: State, restarts: int = 0) -> tuple[str, str]:
    """Return the reason and the message with which the pod's first unwell container waits, after so many restarts."""
    of = image(pod.workload, pod.revision)
    if state is State.IMAGE_PULL_BACK_OFF:
        return state.value, f'Back-off pulling image "{of}"'
    if state is State.ERR_IMAGE_PULL:
        return state.value, (
            f'rpc error: code = NotFound desc = failed to pull and unpack image "{of}": '
            f'failed to resolve reference "{of}": {of}: not found'
        )
    if state is State.CONFIG_ERROR:
        return state.value, 'configmap "sso-settings" not found'
    container = crashing(state)
    return "CrashLoopBackOff", f"back-off {back_off(restarts)} restarting failed container={container} pod={full_name(pod)}"


def warnings(pod: Sketch, nodes: int) -> tuple[tuple[str, str], ...]:
    """Return the (reason, message) pairs of the warning events about this pod."""
    state = pod.state
    if state is State.UNSCHEDULABLE:
        return (("FailedScheduling", scheduling(nodes)),)
    if state is State.EVICTED:
        return (("Evicted", EVICTED),)
    if state is State.NOT_READY:
        return (("Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503"),)
    if state is State.NODE_LOST:
        return (("NodeNotReady", "Node is not ready"),)
    if state is State.CONFIG_ERROR:
        return (("Failed", f"Error: {waiting(pod, state)[1]}"),)
    if state in (State.IMAGE_PULL_BACK_OFF, State.ERR_IMAGE_PULL):
        pull = waiting(pod, State.ERR_IMAGE_PULL)[1]
        of = image(pod.workload, pod.revision)
        return (("Failed", f'Failed to pull image "{of}": {pull}'), ("Failed", "Error: ImagePullBackOff"))
    if pod.name == HOSTILE_POD:
        return (("BackOff", last_words(pod)[:1024]),)
    return (("BackOff", f"Back-off restarting failed container {crashing(state)} in pod {full_name(pod)}"),)
