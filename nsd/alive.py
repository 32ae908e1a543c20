"""``python -m nsd.alive``: 0 where the web server of this container answers, for a health check."""

import http.client
import os
import sys


def main() -> int:
    """Ask for the first page as a browser behind our proxy would; any answer but a failure will do."""
    host = os.environ.get("NSD_HOSTS", "localhost").replace(",", " ").split()[0]
    connection = http.client.HTTPConnection("127.0.0.1", 8000, timeout=5)
    try:
        connection.request("GET", "/", headers={"Host": host, "X-Forwarded-Proto": "https"})
        status = connection.getresponse().status
    except OSError as problem:
        print(f"the web server does not answer: {problem}")
        return 1
    print(f"the web server answers {status}")
    return 0 if status < 500 else 1


if __name__ == "__main__":
    sys.exit(main())
