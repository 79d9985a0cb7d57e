"""The API's events with what they are about, reduced to the fields that are used.

Names and meanings: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/. Which of the times
is set depends on which API an event was written through.
"""

from __future__ import annotations

from datetime import datetime

from connectors._kube.fields import Fields
from connectors._kube.objects import EventObject


class Involved(Fields, frozen=True):
    """What an event is about."""

    kind: str = ""
    namespace: str = ""
    name: str = ""


class Stamp(Fields, frozen=True):
    """When an event was written."""

    creation_timestamp: datetime | None = None


class ClusterEvent(EventObject, frozen=True):
    """One event, and what it is about."""

    metadata: Stamp = Stamp()
    involved_object: Involved = Involved()

    def last(self) -> datetime | None:
        """Return when it happened last."""
        series = self.series.last_observed_time if self.series else None
        return series or self.last_timestamp or self.event_time or self.first_timestamp or self.metadata.creation_timestamp

    def first(self) -> datetime | None:
        """Return when it happened first."""
        return self.first_timestamp or self.event_time or self.metadata.creation_timestamp

    def times(self) -> int:
        """Return how often it happened."""
        return max(self.count or 1, self.series.count if self.series else 1)
