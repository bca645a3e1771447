"""A module that speaks as Fixtures/dialects/exemplar.dialect says, on its standard streams; what goes out comes back from the far end.

usage: module.py [FAULT]    what it does wrong, in one place: see FAULTS
"""
import os
import sys

FAULTS = {
    "prompt-with-line-end": "the prompt has a line end",
    "takes-one-less": "the last byte of counted data is taken for a command",
    "byte-too-many": "one byte more is given than the header says",
    "byte-too-few": "one byte less is given than the header says",
    "other-length": "the header says one byte more",
    "more-than-asked": "all that is there is given, however little was asked for",
    "unannounced": "what has come is not announced",
    "small-digits": "hexadecimal digits are small letters",
    "echoes-data": "data are echoed, which the manual does not forbid",
    "bare-lines": "no line end stands before a line, which the manual does not ask for",
    "no-echo": "command lines are not echoed, of which the manual says nothing",
}
fault = sys.argv[1] if len(sys.argv) > 1 else ""
if fault and fault not in FAULTS:
    sys.exit(__doc__ + "\n".join(f"  {name}: {text}" for name, text in FAULTS.items()))

PROMPT = b"\r\n> " + (b"\r\n" if fault == "prompt-with-line-end" else b"")
SUB, ESC = b"\x1a", b"\x1b"
waiting = b""


def host():
    """The host's bytes, one by one; the program ends with them."""
    while piece := os.read(0, 4096):
        for byte in piece:
            yield bytes([byte])
    sys.exit()


received = host()


def say(data):
    while data:
        data = data[os.write(1, data):]


def line(text):
    say((b"" if fault == "bare-lines" else b"\r\n") + text + b"\r\n")


def command_line():
    text = b""
    for byte in received:
        if fault != "no-echo":
            say(byte)
        if byte == b"\r":
            return text
        text += byte


def counted(number):
    return b"".join(next(received) for _ in range(number - (fault == "takes-one-less")))


def ended(*endings):
    data = b""
    for byte in received:
        data += byte
        for ending in endings:
            if data.endswith(ending):
                return data[:-len(ending)], ending


def send(socket, data):
    """What is sent comes back at once."""
    global waiting
    if fault == "echoes-data":
        say(data)
    line(b"SEND OK")
    waiting += data
    if fault != "unannounced":
        line(b"+XRECV: %s,%d" % (socket, len(waiting)))


def read(number, is_hexadecimal):
    global waiting
    data, waiting = waiting[:number], waiting[number:]
    if fault == "more-than-asked":
        data, waiting = data + waiting, b""
    line(b"+XREAD: %d" % (len(data) + (fault == "other-length")))
    if fault == "byte-too-many":
        data += b"!"
    if fault == "byte-too-few":
        data = data[:-1]
    if is_hexadecimal:
        digits = data.hex()
        data = (digits if fault == "small-digits" else digits.upper()).encode()
    say(data)
    line(b"OK")


while True:
    text = command_line().upper()
    name, _, rest = text.partition(b"=")
    arguments = rest.split(b",")
    if name == b"AT+XSEND" and len(arguments) == 2:
        say(PROMPT)
        send(arguments[0], counted(int(arguments[1])))
    elif name == b"AT+XSEND":
        say(PROMPT)
        data, ending = ended(SUB, ESC)
        if ending == ESC:
            line(b"OK")
        else:
            send(arguments[0], data)
    elif name == b"AT+XSENDTO":
        say(PROMPT)
        send(arguments[0], ended(arguments[1].strip(b'"'))[0])
    elif name == b"AT+XREAD":
        read(int(arguments[1]), False)
    elif name == b"AT+XREADHEX":
        read(int(arguments[1]), True)
    elif text in (b"AT", b"ATE1", b"ATQ0V1E1"):
        line(b"OK")
    else:
        line(b"ERROR")
