"""Nodes as real processes on 127.0.0.1, with TLS between them, as the journeys need them."""

import atexit
import json
import os
import pathlib
import queue
import shutil
import subprocess
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[3]
PROGRAM = os.environ.get("SHABAKA", str(ROOT / ".build/release/shabaka"))
PASSWORD = "a good long password"
DEADLINE = 120


class Node:
    """One node in a directory of its own."""

    def __init__(self, name, folder):
        self.name = name
        self.data = str(folder / name)
        self.process = None
        self.sync_port = 0
        self.console = ""
        self.sync_url = ""
        self.said = []

    def run(self, *arguments, stdin=""):
        """Runs a command on the node, requires success, and gives its JSON document."""
        done = subprocess.run(
            [PROGRAM, *arguments, "--data", self.data, "--json"],
            input=stdin, capture_output=True, text=True, timeout=DEADLINE * 3)
        if done.returncode != 0:
            raise AssertionError(f"{self.name}: {arguments}: {done.stderr}{done.stdout}")
        return json.loads(done.stdout) if done.stdout.strip() else {}

    def serve(self):
        """Starts the node, on the ports that it had before; it syncs when it is told to."""
        port = self.console.rsplit(":", 1)[-1] or "0"
        self.process = subprocess.Popen(
            [PROGRAM, "serve", "--data", self.data, "--console-port", port,
             "--sync-port", str(self.sync_port), "--sync-interval", "0"],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        lines = queue.Queue()
        threading.Thread(target=self._listen, args=(self.process, lines), daemon=True).start()
        role = json.loads(pathlib.Path(self.data, "node.json").read_text())["role"]
        addresses = self._addresses(lines, {"console"} | ({"sync"} if role != "field" else set()))
        self.console = addresses["console"]
        if role != "field":
            self.sync_url = addresses["sync"]
            self.sync_port = int(self.sync_url.rsplit(":", 1)[-1])
        return self

    def _listen(self, process, lines):
        for line in process.stderr:
            self.said.append(line.rstrip())
            lines.put(line.rstrip())
        lines.put(None)

    def _addresses(self, lines, wanted):
        """The addresses that the node says it listens on, in whatever order it comes up."""
        found = {}
        while not wanted <= found.keys():
            try:
                line = lines.get(timeout=DEADLINE)
            except queue.Empty:
                line = None
            if line is None:
                raise AssertionError(f"{self.name} does not serve: {self.said[-5:]}")
            name, _, address = line.partition(": ")
            if name in wanted:
                found[name] = address
        return found

    def stop(self):
        """Ends the node cleanly, as its operator does."""
        if self.process:
            self.process.terminate()
            self.process.wait(DEADLINE)
            self.process.stderr.close()
            self.process = None

    def kill(self):
        if self.process:
            self.process.kill()
            self.process.wait()

    def account(self, name, roles, *more):
        self.run("user", "add", name, "--role", roles, "--password-stdin", *more, stdin=PASSWORD)

    def sync(self):
        return self.run("sync")


class Federation:
    """A hub, two provinces and a field office with the families of the demonstration."""

    OFFICE = "03-1,03-2"

    def __init__(self, with_families=True):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="shabaka-journeys-"))
        self.nodes = []
        atexit.register(self.close)
        self.hub = self._node("HUB")
        self.hub.run("init", "--role", "hub", "--node", "HUB")
        self.hub.serve()
        self.ninewa = self._join("IQ-NI", self.hub, "IQ-NI").serve()
        self.basra = self._join("IQ-BA", self.hub, "IQ-BA").serve()
        self.office = self._join("IQ-NI-F03", self.ninewa, self.OFFICE).serve()
        if with_families:
            self._import(self.ninewa, "IQ-NI", "--except-areas", self.OFFICE)
            self._import(self.office, "IQ-NI", "--areas", self.OFFICE)
            self._import(self.basra, "IQ-BA")
        self._accounts()
        self.sync()

    def _node(self, name):
        node = Node(name, self.folder)
        self.nodes.append(node)
        return node

    def _join(self, name, upstream, areas):
        token = upstream.run("token", "--node", name, "--areas", areas)["token"]
        node = self._node(name)
        node.run("join", "--upstream", upstream.sync_url, "--token", token)
        return node

    @staticmethod
    def _import(node, province, *options):
        files = [str(ROOT / f"deploy/demo/{province}-{kind}.csv")
                 for kind in ("households", "persons")]
        node.run("import", *options, *files)

    def _accounts(self):
        for name, roles in [
            ("maker", "payroll-maker"), ("first", "payroll-approver"),
            ("second", "payroll-approver"), ("adjudicator", "caseworker"),
            ("reviewer", "auditor"), ("operator", "sync-operator"), ("admin", "administrator"),
        ]:
            self.hub.account(name, roles)
        for node in (self.ninewa, self.basra, self.office):
            node.account("clerk", "registrar")
            node.account("judge", "caseworker")
            node.account("manager", "province-manager")

    def sync(self):
        """Rounds from below to above and back, until everybody has heard of everything."""
        for node in (self.office, self.ninewa, self.basra, self.ninewa, self.office):
            if node.process:
                node.sync()

    def close(self):
        for node in reversed(self.nodes):
            node.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


_shared = None


def shared():
    """One federation for all journeys of a run; each journey brings families of its own."""
    global _shared
    if _shared is None:
        _shared = Federation()
    return _shared


def until(condition, text):
    """Returns what a condition gives as soon as it is something."""
    end = time.monotonic() + DEADLINE
    while time.monotonic() < end:
        if found := condition():
            return found
        threading.Event().wait(0.05)
    raise AssertionError(f"Waited in vain until {text}.")
