"""S3 in memory at a free port of the loopback address, which is printed. Ends when standard input does.

Requests are answered one at a time, so that a condition and the write that it guards are one step, as S3 promises.
"""

import os
import sys
import threading

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server


class Quiet(WSGIRequestHandler):
    def log_request(self, *arguments):
        pass


def end_with_input():
    sys.stdin.read()
    os._exit(0)


server = make_server("127.0.0.1", 0, DomainDispatcherApplication(create_backend_app), request_handler=Quiet)
threading.Thread(target=end_with_input, daemon=True).start()
print(f"port {server.port}", flush=True)
server.serve_forever()
