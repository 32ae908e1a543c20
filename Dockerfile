# The image that web, worker, beat and migrate share. It holds no secret and no data, and runs as nobody in particular.

FROM python:3.13-slim-bookworm AS build
WORKDIR /build
COPY requirements.txt .
# The embedded servers and everything for tests stay out.
RUN sed '/^# --- Servers for demonstrations/,$d' requirements.txt > runtime.txt \
    && python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --disable-pip-version-check -r runtime.txt
COPY . /app
# Collected here, so that a running container writes nothing. The demo mode is this one command's alone.
RUN cd /app && NSD_MODE=demo NSD_HOME=/tmp/build NSD_STATIC_ROOT=/collected \
    /venv/bin/python manage.py collectstatic --no-input --verbosity 0

FROM python:3.13-slim-bookworm
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin nsd
RUN mkdir /journal && chown nsd /journal
COPY --from=build /venv /venv
COPY --from=build /app /app
COPY --from=build /collected /collected
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    NSD_HOME=/tmp \
    NSD_STATIC_ROOT=/collected
WORKDIR /app
USER nsd
EXPOSE 8000
CMD ["gunicorn", "nsd.wsgi", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "4", \
     "--worker-tmp-dir", "/dev/shm", "--no-control-socket", "--config", "python:nsd.access_log"]
