"""A Kubernetes connector that gives what it was handed, and notes what it was asked."""

from typing import Any

from families import ANSWERS
from golden.scenes import one_pod
from golden.scenes_events import backed_off, happened
from golden.scenes_nodes import detail, lost
from golden.scenes_nodes import listed as nodes_listed
from golden.scenes_rollouts import listed as rollouts_listed
from golden.scenes_rollouts import rolled
from golden.scenes_workloads import every_state, report, stuck
from golden.scenes_workloads import listed as workloads_listed

from connectors._deadline import Deadline
from connectors._errors import TimedOut, UpstreamError
from connectors._kube.records import PodAnswer, PodList, Question, Scope

DEADLINE = Deadline(5.0, lambda: 0.0)


class Family:
    """One family of questions: `answers` by the method's name; an error is raised."""

    def __init__(self, asked: list[Any], **answers: Any) -> None:
        self._asked, self.answers = asked, answers

    def __getattr__(self, name: str) -> Any:
        async def answer(*arguments: Any, deadline: Deadline, most: int = 0) -> Any:
            self._asked.append((name, *arguments))
            told = self.answers[name]
            if isinstance(told, UpstreamError):
                raise told
            return told

        return answer


class Whereabouts:
    """Knows of every namespace that it is there."""

    async def check_namespace(self, name: str, deadline: Deadline) -> None:
        """Raise nothing."""


class Cluster:
    """A Kubernetes connector that gives what it was handed, and notes what it was asked."""

    def __init__(self, found: PodList | None = None) -> None:
        self.found = found
        self.asked: list[Any] = []
        self.cluster = Whereabouts()
        named = report(stuck()).records.named
        self.nodes = Family(self.asked, find=nodes_listed([lost(7)]).records, one=detail())
        self.workloads = Family(self.asked, find=workloads_listed(every_state()).records, named=(named,))
        self.rollouts = Family(self.asked, find=rollouts_listed(rolled()).records, of=tuple(rolled()))
        self.events = Family(self.asked, find=happened([backed_off()]))
        for family, answers in ANSWERS.items():
            setattr(self, family, Family(self.asked, **answers))

    @property
    def families(self) -> tuple[Family, ...]:
        """Return all of them."""
        return (self.nodes, self.workloads, self.rollouts, self.events)

    def fail(self, *families: Family) -> None:
        """Let these families time out from now on."""
        for family in families:
            family.answers = dict.fromkeys(family.answers, TimedOut("prod", "timed out after 6 s"))

    async def pods(self, scope: Scope, question: Question, *, deadline: Deadline) -> PodList:
        """Note the question; return the list."""
        self.asked.append((scope, question, deadline))
        assert self.found is not None
        return self.found

    async def pod(self, namespace: str, name: str, *, deadline: Deadline) -> PodAnswer:
        """Note the question; return a pod."""
        self.asked.append((namespace, name, deadline))
        return PodAnswer(one_pod())
