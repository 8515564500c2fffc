#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""An HTTP server for Prometheus and Alertmanager: GET prints the metrics of twstat, POST adds what
Alertmanager tells of to a file, a line each.

	exporter.py PORT TWSTAT FILE
"""
import http.server
import subprocess
import sys

_, port, twstat, told = sys.argv


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        metrics = subprocess.run([twstat, "metrics"], capture_output=True, check=True).stdout
        self.send_response(200)
        self.send_header("Content-Type",
                         "application/openmetrics-text; version=1.0.0; charset=utf-8")
        self.end_headers()
        self.wfile.write(metrics)

    def do_POST(self):
        with open(told, "ab") as file:
            file.write(self.rfile.read(int(self.headers["Content-Length"])) + b"\n")
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", int(port)), Handler).serve_forever()
