"""python -m clusterline_aws --port 0 --latency FILE: serves AWS on a loopback port until it or its parent ends."""

import argparse
import ipaddress
import json
import re
from pathlib import Path

from . import key, lifetime, profiles, settings, speed
from .errors import InvalidControl


def main() -> None:
    arguments = _parse()
    lifetime.end_with_parent()
    given = key.given_key()
    own = given or key.generate_key()
    of_pipeline = _key_of_pipeline(arguments)
    settings.apply()
    # moto reads its settings while it is imported: only now
    with speed.shared_session():
        from . import pipeline, route53
        from .app import App
        from .latency import Latency
        from .sandbox import Sandbox
        from .server import Server

    sandbox = Sandbox(Latency.load(arguments.latency), arguments.account, str(arguments.addresses))
    sandbox.profile.replace({"name": arguments.profile, "scale": arguments.scale})
    if of_pipeline:
        pipeline.add(arguments.account, arguments.iam_policy.read_text(), of_pipeline)
        sandbox.policies.replace({"enforced": True})
    sandbox.contract.replace({"checking": arguments.check_requests})
    for domain in arguments.zone:
        route53.add_zone(arguments.account, domain)
    if arguments.iam_boundary:
        pipeline.add_boundary(arguments.account, arguments.iam_boundary.read_text())
    server = Server(arguments.port, App(sandbox, own))
    ready = {"ready": True, "endpoint": server.endpoint}
    print(json.dumps(ready if given else ready | {"accessKey": own}), flush=True)
    server.serve_forever()


def _key_of_pipeline(arguments: argparse.Namespace) -> str | None:
    if not arguments.iam_policy:
        return None
    given = key.given_key(key.OF_PIPELINE)
    if not given:
        raise SystemExit(f"--iam-policy needs the access key of the pipeline in {key.OF_PIPELINE}")
    return given


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="clusterline_aws", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1; 0 takes a free one")
    parser.add_argument("--latency", type=Path, required=True, help="latency profile, a JSON file")
    parser.add_argument("--account", type=_account, default="123456789012", help="the account of unknown credentials")
    parser.add_argument(
        "--addresses", type=_pool, default="127.1.0.0/16", help="pool of public addresses, within 127.0.0.0/8"
    )
    parser.add_argument(
        "--profile", type=_profile, default="default", help=f"{', '.join(profiles.NAMES)}, or several with commas"
    )
    parser.add_argument("--scale", type=float, default=1.0, help="how much of AWS's time the profile takes, up to 1")
    parser.add_argument(
        "--iam-policy", type=Path, help=f"enforce IAM: the user with the key in {key.OF_PIPELINE} has this policy"
    )
    parser.add_argument(
        "--zone", action="append", default=[], help="a domain whose public hosted zone the account has; may be repeated"
    )
    parser.add_argument("--check-requests", action="store_true", help="compare each request with AWS's models")
    parser.add_argument(
        "--iam-boundary", type=Path, help="the account has this policy as clusterline/machines, to bound roles by"
    )
    return parser.parse_args()


def _profile(text: str) -> str:
    try:
        profiles.parse(text)
    except InvalidControl as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    return text


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
