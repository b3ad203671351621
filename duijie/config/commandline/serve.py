"""`duijie serve`: answer pages until SIGTERM, then finish what has begun."""

import argparse
import os
import socket

from duijie.config.commandline.commands import Command, Stopped, prepare_environment
from duijie.config.commandline.keys import require_keys

TARGET = "duijie.config.wsgi:application"
DRAIN_SECONDS = 30


def run(given: argparse.Namespace) -> int:
    """Serve with granian (WSGI). The main process only watches; each worker loads Django itself."""
    prepare_environment()
    if given.target == TARGET:
        require_keys()
    refuse_busy_port(given.address, given.port)
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        given.target,
        address=given.address,
        port=given.port,
        interface=Interfaces.WSGI,
        workers=given.workers,
        blocking_threads=given.threads,
        respawn_failed_workers=True,
        respawn_interval=0.2,
        workers_kill_timeout=DRAIN_SECONDS,
        log_level=LogLevels.warning,
    ).serve()
    return 0


def refuse_busy_port(address: str, port: int) -> None:
    """Raise Stopped when somebody else listens there: granian would share the port and take half the requests."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((address, port))
        except PermissionError as error:
            raise Stopped(f"Port {port} needs root; choose one above 1023 with --port.") from error
        except OSError as error:
            raise Stopped(f"Port {port} on {address} is busy; choose another with --port.") from error


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen and with how many hands."""
    parser.add_argument("--address", default="127.0.0.1", help="default 127.0.0.1: put a proxy with HTTPS in front")
    parser.add_argument("--port", type=int, default=8000, help="default 8000")
    parser.add_argument("--workers", type=int, default=max(1, min(4, os.cpu_count() or 1)), help="processes")
    parser.add_argument("--threads", type=int, default=4, help="threads, each with its own database connection")
    parser.add_argument("--target", default=TARGET, help=argparse.SUPPRESS)


COMMAND = Command(
    name="serve",
    summary="Answer pages until SIGTERM, then finish what has begun.",
    explanation=f"SIGTERM: takes no new request and gives those in hand {DRAIN_SECONDS} seconds.",
    examples="  duijie serve --port 8000\n  duijie serve --address 0.0.0.0 --workers 8",
    add_arguments=add_arguments,
    run=run,
)
