# syntax=docker/dockerfile:1
# Build:  docker build -t crudgen .
# Run:    docker run -p 8000:8000 -v "$PWD:/project" crudgen        (the folder with config.yaml; owned by user id 10001, or -u $(id -u))

FROM python:3.11-slim AS build
WORKDIR /source
RUN pip install --no-cache-dir build
COPY pyproject.toml README.md LICENSE ./
COPY crudgen ./crudgen
RUN python -m build --wheel --outdir /dist
RUN python -m venv /opt/crudgen && /opt/crudgen/bin/pip install --no-cache-dir /dist/*.whl

FROM python:3.11-slim
RUN useradd --uid 10001 --create-home --home-dir /home/crudgen crudgen && mkdir /project && chown crudgen /project
COPY --from=build /opt/crudgen /opt/crudgen
ENV PATH=/opt/crudgen/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER crudgen
WORKDIR /project
VOLUME /project
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
CMD ["crudgen", "serve", "--migrate", "--host", "0.0.0.0", "--port", "8000"]
