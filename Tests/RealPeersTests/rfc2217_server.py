"""A serial server with pyserial's RFC 2217: the line is a terminal whose signals are acted here.

Prints its port. DCD follows DTR, CTS follows RTS, and a break makes RI come and go.
"""

import socket
import sys
import termios
import threading
import time

import serial
import serial.rfc2217


class ActedSerial(serial.Serial):
    """A pseudo-terminal has no signals, and eight data bits only."""

    acted = {"dtr": True, "rts": True, "ri": False}

    def _reconfigure_port(self, force_update=False):
        try:
            super()._reconfigure_port(force_update)
        except termios.error:
            pass

    def _update_dtr_state(self):
        self.acted["dtr"] = self._dtr_state

    def _update_rts_state(self):
        self.acted["rts"] = self._rts_state

    def _update_break_state(self):
        self.acted["ri"] = self._break_state

    @property
    def cd(self):
        return self.acted["dtr"]

    @property
    def cts(self):
        return self.acted["rts"]

    @property
    def dsr(self):
        return True

    @property
    def ri(self):
        return self.acted["ri"]


class Connection:
    """What the port manager writes to; both threads do."""

    def __init__(self, peer):
        self.peer = peer
        self.lock = threading.Lock()

    def write(self, data):
        with self.lock:
            self.peer.sendall(data)


def serve(line, peer):
    manager = serial.rfc2217.PortManager(line, Connection(peer))

    def from_line():
        while True:
            data = line.read(line.in_waiting or 1)
            if data:
                manager.connection.write(b"".join(manager.escape(data)))

    def poll():
        while True:
            time.sleep(0.01)
            manager.check_modem_lines()

    for body in (from_line, poll):
        threading.Thread(target=body, daemon=True).start()
    while True:
        data = peer.recv(4096)
        if not data:
            return
        line.write(b"".join(manager.filter(data)))


listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
connected, _ = listener.accept()
connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
serve(ActedSerial(sys.argv[1], timeout=0.05), connected)
