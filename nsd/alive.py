"""``python -m nsd.alive``: 0 where the web server of this container answers, for a health check.

With ``ready``: where it has what it needs, too: database, schema and broker.
"""

import http.client
import os
import sys

# Where the image has gunicorn listen.
PORT = 8000


def main() -> int:
    """Ask ``/healthz`` or ``/readyz`` with the token of this installation."""
    path = "/readyz" if "ready" in sys.argv[1:] else "/healthz"
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
    try:
        headers = {"Authorization": f"Bearer {os.environ.get('NSD_PROBE_TOKEN', '')}"}
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        told = answer.read().decode(errors="replace").strip()
    except OSError as problem:
        print(f"the web server does not answer: {problem}")
        return 1
    print(f"the web server answers {answer.status}: {told if answer.status in (200, 503) else 'no probe'}")
    return 0 if answer.status == 200 else 1


if __name__ == "__main__":
    sys.exit(main())
