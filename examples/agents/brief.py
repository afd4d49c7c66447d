#!/usr/bin/env python3
"""/brief: asks the model for a short answer and puts "In short: " before it. python3 brief.py [PORT]"""
import json, sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.request import Request, urlopen

class Brief(BaseHTTPRequestHandler):
    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        arguments, request, chain = asked["command"]["arguments"], asked["request"], asked["chain"]
        rule = f"Answer in at most {arguments['named'].get('words', 30)} words."
        edit = {"request": {"messages": [{"role": "system", "content": rule}] + request["messages"]}}
        if "edit" in arguments["values"]:  # /brief(edit): the reply goes past this service
            return self.begin("application/json").say(edit)
        self.begin("application/x-ndjson").say({"progress": "asking the model"})
        headers = {"Authorization": "Bearer " + chain["token"], "Content-Type": "application/json"}
        try:
            with urlopen(Request(chain["url"], json.dumps(edit).encode(), headers)) as reply:
                self.say({"text": "In short: "})
                for line in reply:  # each is {"text": …} or another part of the reply; the last says it is done
                    self.wfile.write(line)
        except OSError as failed:
            self.say({"error": str(failed)})

    def begin(self, content_type):
        self.send_response(200)
        self.send_header("Content-Type", content_type)
        self.end_headers()
        return self

    def say(self, line):
        self.wfile.write(json.dumps(line).encode() + b"\n")

server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 9100), Brief)
print(f"listening on http://127.0.0.1:{server.server_port}", flush=True)
server.serve_forever()
