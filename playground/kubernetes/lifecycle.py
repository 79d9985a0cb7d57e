"""How pods come and go: the scheduler finds a node, the kubelet starts containers and stops them."""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec

from playground.kubernetes.company import BAD_ROLLOUT, BAD_ROLLOUT_VERSIONS
from playground.kubernetes.growth import LETTERS
from playground.kubernetes.states import State
from playground.kubernetes.templates import REGISTRY, image
from playground.kubernetes.told import About, Happening, of_pod
from playground.kubernetes.workloads import Revision, Sketch, Workload, uid
from playground.kubernetes.world import World

STARTS_IN, CRASHES_IN, PULLS_IN, GIVES_UP_IN, ENDS_IN = 10, 6, 3, 15, 4
"""Own seconds until a container is ready, crashes, cannot be pulled, is waited for; until one has ended."""
SPREAD = 8
"""Own seconds by which pods differ in that."""
NODE_PODS = 110


class Lifecycle:
    """Creates and deletes pods.

    Args:
        world: where.
        notice: called with the pod whenever something has become of it.
    """

    def __init__(self, world: World, notice: Callable[[Sketch], None]) -> None:
        self._world, self._notice = world, notice

    def create(self, work: Workload, revision: Revision, at: int, name: str = "", node: int = -1) -> Sketch:
        """Create a pod of this revision; without a name or a node it gets them."""
        world, index = self._world, self._world.next_index()
        name = name or f"{revision.owner}-{_suffix(work, index)}"
        node = self._node() if node < 0 else node
        state = State.STARTING if node >= 0 else State.UNSCHEDULABLE
        pod = Sketch(name, work, revision, state, index, at, node, world.began, at, world.next_version())
        world.change(new=[pod])
        self._tell_created(pod, at)
        if node >= 0:
            self._start(pod)
        return pod

    def delete(self, pod: Sketch, at: int, *, at_once: bool = False) -> Sketch:
        """Delete a pod: its containers are told to end, and it is gone when they have; or it is gone at once."""
        if at_once:
            self._world.change(gone=[pod])
            self._notice(pod)
            return pod
        if pod.state in (State.TERMINATING, State.NODE_LOST):
            return pod
        lost = pod.node in self._world.machines.sick
        ending = self._become(pod, State.NODE_LOST if lost else State.TERMINATING, at)
        self._world.told.append(
            Happening(of_pod(pod), "Normal", "Killing", "Stopping container app", "kubelet", at, at, self._named(pod))
        )
        if not lost:
            self._world.agenda.after(ENDS_IN + pod.spread % SPREAD, lambda _: self._end(ending))
        self._notice(ending)
        return ending

    def lose(self, pod: Sketch, at: int) -> None:
        """Let a pod be unready from now on, as its node does not answer."""
        self._notice(self._become(pod, State.NOT_READY, at))

    def regain(self, pod: Sketch, at: int) -> None:
        """Let a pod be ready again, or gone if it was being deleted: its node answers again."""
        if pod.state is State.NODE_LOST:
            self._end(pod)
        else:
            self._notice(self._become(pod, State.RUNNING, at))

    def _start(self, pod: Sketch) -> None:
        after, spread = self._world.agenda.after, pod.spread % SPREAD
        if not re.fullmatch(rf"{re.escape(REGISTRY)}/\S+:v\d+(\.\d+)*", image(pod.workload, pod.revision)):
            after(PULLS_IN, lambda at: self._turn(pod, State.ERR_IMAGE_PULL, at))
        elif (pod.namespace, pod.workload.name) == BAD_ROLLOUT and pod.revision.version == BAD_ROLLOUT_VERSIONS[1]:
            after(CRASHES_IN + spread, lambda at: self._turn(pod, State.CRASH_LOOP, at))
        else:
            after(STARTS_IN + spread, lambda at: self._turn(pod, State.RUNNING, at))

    def _tell_created(self, pod: Sketch, at: int) -> None:
        work, told = pod.workload, self._world.told
        owner = About(work.owner_kind, work.namespace, pod.revision.owner, work.owner_uid(pod.revision), "apps/v1")
        said = f"Created pod: {pod.name}"
        if work.kind == "StatefulSet":
            said = f"create Pod {pod.name} in StatefulSet {work.name} successful"
        source = f"{work.owner_kind.lower()}-controller"
        told.append(Happening(owner, "Normal", "SuccessfulCreate", said, source, at, at))
        if pod.node >= 0:
            said = f"Successfully assigned {pod.key} to {self._named(pod)}"
            told.append(Happening(of_pod(pod), "Normal", "Scheduled", said, "default-scheduler", at, at))

    def _turn(self, pod: Sketch, state: State, at: int) -> None:
        """Let a pod come into a state, unless something else has become of it meanwhile."""
        if self._world.find(pod.namespace, pod.name) is pod:
            turned = self._become(pod, state, at)
            if state is State.ERR_IMAGE_PULL:
                self._world.agenda.after(GIVES_UP_IN, lambda then: self._turn(turned, State.IMAGE_PULL_BACK_OFF, then))
            self._notice(turned)

    def _end(self, pod: Sketch) -> None:
        if self._world.find(pod.namespace, pod.name) is pod:
            self._world.change(gone=[pod])
            self._notice(pod)

    def _become(self, pod: Sketch, state: State, at: int) -> Sketch:
        turned = msgspec.structs.replace(pod, state=state, since=at, version=self._world.next_version())
        self._world.change(gone=[pod], new=[turned])
        return turned

    def _node(self) -> int:
        """Return the node with the fewest pods of those that take any; -1 if there is none."""
        world, machines = self._world, self._world.machines
        closed = machines.sick.keys() | machines.cordoned.keys() | machines.pressed.keys()
        able = (number for number in range(world.nodes) if number not in closed and world.load[number] < NODE_PODS)
        return min(able, key=world.load.__getitem__, default=-1)

    def _named(self, pod: Sketch) -> str:
        return self._world.node_name(pod.node) if pod.node >= 0 else ""


def _suffix(work: Workload, index: int) -> str:
    """Return the last letters of a pod's name, as Kubernetes generates them; the same in every run."""
    number, letters = int(uid("pod", work.namespace, work.name, index)[:8], 16), ""
    for _ in range(5):
        number, digit = divmod(number, len(LETTERS))
        letters += LETTERS[digit]
    return letters
