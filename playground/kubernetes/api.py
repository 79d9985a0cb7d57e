"""From a request to its answer: paths, rights, lists, single objects, logs, access reviews."""

from __future__ import annotations

import re
from collections.abc import Mapping

from aiohttp import web

from playground.kubernetes.asked import form_of, include_of, list_options
from playground.kubernetes.discovery import GROUPS, NOSNIFF, TEXT, discover
from playground.kubernetes.encoding import encode
from playground.kubernetes.lists import Writer
from playground.kubernetes.logs import log_text
from playground.kubernetes.problems import forbidden_path, no_such_resource, not_found, wrong_method
from playground.kubernetes.replies import Reply, reply
from playground.kubernetes.resources import RESOURCES, Resource, Shelf
from playground.kubernetes.rights import ANONYMOUS, Rights
from playground.kubernetes.world import World

PATH = re.compile(
    r"/(?:api|apis/(?P<group>[^/]+))/v1(?:/namespaces/(?P<namespace>[^/]+))?/(?P<plural>[^/]+)(?:/(?P<name>[^/]+)(?P<log>/log)?)?/?"
)
SERVED = re.compile(rf"/(api|apis/({'|'.join(GROUPS)}))/v1/")
REVIEWS = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"
PUBLIC = ("/version", "/healthz", "/readyz", "/livez")


class Api:
    """Answers for a world, to those who have the rights."""

    def __init__(self, world: World, rights: Rights) -> None:
        self.writer = Writer(world)
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
        if request.method != "GET" or path == REVIEWS:
            raise wrong_method()
        if user == ANONYMOUS and path not in PUBLIC and PATH.fullmatch(path) is None:
            raise forbidden_path(user, path)
        found = discover(path, self._world.version, address)
        if found:
            return found
        if not SERVED.match(path):
            return reply(b"404 page not found\n", 404, TEXT, NOSNIFF)
        return self._resource(path, request.query, request.headers.get("Accept", ""), user)

    def _resource(self, path: str, query: Mapping[str, str], accept: str, user: str) -> Reply:
        match = PATH.fullmatch(path)
        if match is None:
            raise no_such_resource()
        group, namespace, plural, name = (match[part] or "" for part in ("group", "namespace", "plural", "name"))
        of_namespace = re.fullmatch(r"/api/v1/namespaces/([^/]+)/?", path)
        if of_namespace:
            group, namespace, plural, name = "", "", "namespaces", of_namespace[1]
        resource = RESOURCES.get((group, plural))
        if resource is None or (namespace and not resource.namespaced):
            raise no_such_resource()
        if match["log"]:
            return self._log(resource, namespace, name, query, user)
        if name and resource.namespaced and not namespace:
            raise no_such_resource()
        self._rights.check(user, "get" if name else "list", plural, group, namespace, name)
        form = form_of(accept)
        include = include_of(query) if form == "table" else "None"
        if not name:
            options = list_options(resource, namespace, query, self._world.resource_version)
            return Reply(self.writer.many(resource, options, form, include))
        item = Shelf(resource, self._world, self._world.now()).find(namespace, name)
        if item is None:
            raise not_found(plural, name, group)
        return reply(self.writer.one(resource, item, form, include))

    def _log(self, resource: Resource, namespace: str, name: str, query: Mapping[str, str], user: str) -> Reply:
        if resource.plural != "pods" or not namespace:
            raise no_such_resource()
        self._rights.check(user, "get", "pods/log", "", namespace, name)
        pod = self._world.find(namespace, name)
        if pod is None:
            raise not_found("pods", name)
        return reply(log_text(pod, query, self._world.now()).encode(), media="text/plain")
