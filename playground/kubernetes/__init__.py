"""A demo Kubernetes API on loopback: a plausible company's cluster in which an incident is unfolding.

It answers what a client asks (lists, Tables, single objects, selectors, pages, logs, access reviews) in the shapes, the key
order and the words of a real API server, takes orders as one does (rollouts, scales, cordons, deletions, evictions) and
reacts to them in its own time, and can be told to fail in every way a real one does. What there is stands in the README.

The shapes were compared with those of a real v1.20 API server; the printers follow Kubernetes' own, in
`pkg/printers/internalversion/printers.go`.
"""

from playground.kubernetes.exchanges import Exchange
from playground.kubernetes.fleet import Fleet, Site
from playground.kubernetes.server import DemoCluster
from playground.kubernetes.tls import Certificate, make_certificate
from playground.kubernetes.world import World

__all__ = ["Certificate", "DemoCluster", "Exchange", "Fleet", "Site", "World", "make_certificate"]
