#!/usr/bin/env python3
"""Prints calls as they happen and greets the agent who answers. Python 3, standard library only.

    python3 calls.py TOKEN [http://127.0.0.1:8080]

Goes on after a break where it stopped: the server keeps what was missed.
"""
import json
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

TIMEOUT = 60  # the server says something at least every ten seconds
PAUSE = 2


def events(server, token, last_id):
    """Yields (id, name, data) until the connection ends; the HTML standard says how to read it."""
    request = urllib.request.Request(server + "/api/v1/events")
    request.add_header("Authorization", "Bearer " + token)
    if last_id:
        request.add_header("Last-Event-ID", last_id)
    with urllib.request.urlopen(request, timeout=TIMEOUT) as stream:
        name, data, event_id = "", [], last_id
        for line in stream:
            line = line.decode("utf-8").rstrip("\n")
            field, _, value = line.partition(": ")
            if field == "id":
                event_id = value
            elif field == "event":
                name = value
            elif field == "data":
                data.append(value)
            elif not line:
                yield event_id, name, json.loads("\n".join(data)) if data else {}
                name, data = "", []


def greet(server, token, call):
    """A notification at the agent's screen; the answer says what became of it."""
    url = server + "/api/v1/agents/" + urllib.parse.quote(call["peer"], safe="") + "/notify"
    body = {"type": "info", "title": "Connected", "body": call["callername"] + " " + call["callernum"]}
    request = urllib.request.Request(url, json.dumps(body).encode("utf-8"), method="POST")
    request.add_header("Authorization", "Bearer " + token)
    request.add_header("Content-Type", "application/json")
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as response:
            return json.load(response)["outcome"]
    except urllib.error.HTTPError as refused:
        return "refused, " + json.load(refused)["error"]["message"]


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    token = sys.argv[1]
    server = sys.argv[2] if len(sys.argv) > 2 else "http://127.0.0.1:8080"
    last_id = ""
    while True:
        try:
            for last_id, name, call in events(server, token, last_id):
                if name == "lost":
                    print("events were lost:", call["count"], flush=True)
                elif name:
                    print(name, call["uniqueid"], call.get("agentname", ""), call["queue"], flush=True)
                    if name == "up":
                        print("  notification:", greet(server, token, call), flush=True)
        except urllib.error.HTTPError as refused:
            sys.exit("refused: %s %s" % (refused.code, refused.reason))
        except (OSError, ValueError) as trouble:
            print("the connection broke (%s), again in %d s" % (trouble, PAUSE), file=sys.stderr)
        time.sleep(PAUSE)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        pass
