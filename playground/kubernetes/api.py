"""From a request to its answer: paths, rights, lists, single objects, logs, access reviews."""

from __future__ import annotations

from collections.abc import Mapping

from aiohttp import web

from playground.kubernetes.asked import form_of, include_of, list_options
from playground.kubernetes.control import Control
from playground.kubernetes.discovery import NOSNIFF, TEXT, Discovery
from playground.kubernetes.encoding import encode
from playground.kubernetes.lists import Writer
from playground.kubernetes.logs import Logs
from playground.kubernetes.offer import Offer
from playground.kubernetes.orders import Order
from playground.kubernetes.problems import forbidden_path, no_such_resource, not_found, wrong_method
from playground.kubernetes.replies import Reply, reply
from playground.kubernetes.resources import Resource, Shelf
from playground.kubernetes.rights import ANONYMOUS, Rights
from playground.kubernetes.routes import Route, parse_route
from playground.kubernetes.world import World
from playground.kubernetes.writes import Writes

REVIEWS = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"
PUBLIC = ("/version", "/healthz", "/readyz", "/livez")


class Api:
    """Answers for a world, to those who have the rights."""

    def __init__(self, world: World, control: Control, rights: Rights) -> None:
        self.writer = Writer(world)
        self._writes = Writes(world, control, rights)
        self._offer = Offer(world)
        self._discovery = Discovery(self._offer, world.version, world.minor)
        self._logs = Logs(world)
        self._world = world
        self._rights = rights

    async def answer(self, request: web.Request, address: str) -> Reply:
        """Return the answer to a request.

        Args:
            request: it.
            address: host and port of the server, for discovery.

        Raises:
            Problem: what the API server says no with.
        """
        path = request.path
        user = self._rights.user(request.headers.get("Authorization", ""))
        if path == REVIEWS and request.method == "POST":
            return reply(encode(self._rights.review(user, await request.read())) + b"\n", 201)
        self._world.agenda.catch_up()
        route = parse_route(path)
        if user == ANONYMOUS and path not in PUBLIC and route is None:
            raise forbidden_path(user, path)
        if path == REVIEWS:
            raise wrong_method()
        found = self._discovery.answer(path, address)
        if found and request.method != "GET":
            raise wrong_method()
        if found:
            return found
        if not self._known(path):
            return reply(b"404 page not found\n", 404, TEXT, NOSNIFF)
        if route is None:
            raise no_such_resource()
        resource = self._offer.find(route.group, route.version, route.plural)
        if resource is None or (route.namespace and not resource.namespaced):
            raise no_such_resource()
        if route.name and resource.namespaced and not route.namespace:
            raise no_such_resource()
        if request.method != "GET" or self._writes.knows("GET", resource, route.sub):
            order = await _order(request, route, self._world.now())
            return self._writes.carry_out(order, resource, user)
        return self._resource(route, resource, request, user)

    def _known(self, path: str) -> bool:
        """Return whether a path leads to a group that is there; what is wrong below it is said in a Status."""
        first, _, rest = path.lstrip("/").partition("/")
        group, _, below = rest.partition("/")
        return bool(below) and ((first, group) == ("api", "v1") or (first == "apis" and group in self._offer.groups()))

    def _resource(self, route: Route, resource: Resource, request: web.Request, user: str) -> Reply:
        query = request.query
        if route.sub:
            return self._below(route, query, user)
        if query.get("watch", "").lower() in ("1", "true"):
            raise wrong_method()
        self._rights.check(user, "get" if route.name else "list", route.plural, route.group, route.namespace, route.name)
        form = form_of(request.headers.get("Accept", ""))
        include = include_of(query) if form == "table" else "None"
        if not route.name:
            options = list_options(resource, route.namespace, query, self._world.resource_version)
            return Reply(self.writer.many(resource, options, form, include))
        item = Shelf(resource, self._world, self._world.now()).find(route.namespace, route.name)
        if item is None:
            raise not_found(route.plural, route.name, route.group)
        return reply(self.writer.one(resource, item, form, include))

    def _below(self, route: Route, query: Mapping[str, str], user: str) -> Reply:
        """Return the answer to what stands below a single thing: a pod's log."""
        if (route.group, route.plural, route.sub) != ("", "pods", "log"):
            raise no_such_resource()
        self._rights.check(user, "get", "pods/log", "", route.namespace, route.name)
        pod = self._world.find(route.namespace, route.name)
        if pod is None:
            raise not_found("pods", route.name)
        if pod.node < 0:
            return reply(b"", 204)
        return Reply(self._logs.read(pod, query), media="text/plain", live=True)


async def _order(request: web.Request, route: Route, now: float) -> Order:
    agent = request.headers.get("User-Agent", "")
    return Order(request.method, route, request.query, request.content_type, await request.read(), agent, now)
