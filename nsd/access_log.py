"""How gunicorn logs requests: a line of JSON each, without what was asked for by name.

Its own form has the query string and the page before, in which a search for somebody's name would stand.
"""

accesslog = "-"
access_log_format = (
    '{"at":"%(t)s","logger":"access","method":"%(m)s","path":"%(U)s","status":%(s)s,"bytes":"%(B)s",'
    '"seconds":%(L)s,"request_id":"%({x-request-id}o)s"}'
)
