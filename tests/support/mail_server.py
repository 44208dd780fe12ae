"""A mail server on loopback that says what it is told to say, line by line; the sandbox's keeps mails."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def answering(answers: dict[str, str]) -> Iterator[tuple[int, list[str]]]:
    """The port of a mail server and the list of what it hears, "CONNECT" for each connection.

    It says what `answers` has for a line, by how the line begins ("CONNECT": its greeting), else that all is
    well; "" hangs up.
    """
    heard: list[str] = []

    def talk(listening: socket.socket) -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            heard.append("CONNECT")
            with connection, connection.makefile("rb") as lines:
                said = answers.get("CONNECT", "220 hi")
                while said:
                    connection.sendall(f"{said}\r\n".encode())
                    line = lines.readline().decode().strip()
                    if not line or line == "quit":
                        break
                    heard.append(line)
                    said = next((s for begin, s in answers.items() if line.startswith(begin)), "250 ok")
                    if line == "data":
                        connection.sendall(b"354 go\r\n")
                        while lines.readline() not in (b".\r\n", b""):
                            pass

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=talk, args=(listening,), daemon=True)
        thread.start()
        yield listening.getsockname()[1], heard
        listening.shutdown(socket.SHUT_RDWR)
    thread.join(5)
