"""python -m clusterline_aws --port 0 --latency FILE: serves AWS on a loopback port until it or its parent ends."""

import argparse
import ipaddress
import json
import re
from pathlib import Path

from . import key, lifetime, settings, speed


def main() -> None:
    arguments = _parse()
    lifetime.end_with_parent()
    given = key.given_key()
    own = given or key.generate_key()
    settings.apply()
    # moto reads its settings while it is imported: only now
    with speed.shared_session():
        from .app import App
        from .latency import Latency
        from .sandbox import Sandbox
        from .server import Server

    sandbox = Sandbox(Latency.load(arguments.latency), arguments.account, str(arguments.addresses))
    server = Server(arguments.port, App(sandbox, own))
    ready = {"ready": True, "endpoint": server.endpoint}
    print(json.dumps(ready if given else ready | {"accessKey": own}), flush=True)
    server.serve_forever()


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="clusterline_aws", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1; 0 takes a free one")
    parser.add_argument("--latency", type=Path, required=True, help="latency profile, a JSON file")
    parser.add_argument("--account", type=_account, default="123456789012", help="the account of unknown credentials")
    parser.add_argument(
        "--addresses", type=_pool, default="127.1.0.0/16", help="pool of public addresses, within 127.0.0.0/8"
    )
    return parser.parse_args()


def _account(text: str) -> str:
    if not re.fullmatch(r"\d{12}", text):
        raise argparse.ArgumentTypeError(f"{text!r} is not an account id; give 12 digits")
    return text


def _pool(text: str) -> ipaddress.IPv4Network:
    try:
        pool = ipaddress.IPv4Network(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a network; give one like 127.1.0.0/16") from error
    if not pool.is_loopback or pool.prefixlen > 24:
        raise argparse.ArgumentTypeError(f"{text!r} must be a /24 or larger within 127.0.0.0/8")
    return pool


if __name__ == "__main__":
    main()
