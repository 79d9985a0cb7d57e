# Two stages: the first builds a virtual environment, the second has Python, that environment, and nothing to build with.
#   docker build -t srehub .        docker run --env-file .env -v ~/.kube:/home/srehub/.kube:ro -p 8080:8080 srehub
FROM python:3.11-slim AS build

ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src
RUN python -m venv /opt/srehub
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY bot bot
COPY connectors connectors
COPY handlers handlers
COPY playground playground
COPY processors processors
# Bytecode is compiled here, as the final image's file system may be read-only.
RUN /opt/srehub/bin/pip install --no-cache-dir --compile --constraint constraints.txt '.[pictures]' \
    && /opt/srehub/bin/pip uninstall --yes setuptools pip

FROM python:3.11-slim

RUN useradd --uid 10001 --user-group --create-home --shell /usr/sbin/nologin srehub
COPY --from=build /opt/srehub /opt/srehub
COPY config.yaml /etc/srehub/config.yaml
ENV PATH=/opt/srehub/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    SREHUB_CONFIG=/etc/srehub/config.yaml
WORKDIR /home/srehub
USER 10001:10001
# /healthz, /readyz, /metrics. Whoever runs the container probes them; there is no HEALTHCHECK, as that needs a client inside.
EXPOSE 8080
ENTRYPOINT ["srehub"]
CMD ["run"]
