"""Credentials and clocks that AWS refuses, in its words, which differ from service to service."""

import datetime
import threading

from moto.ec2.models.availability_zones_and_regions import RegionsAndZonesBackend
from moto.sts.models import sts_backends

from .errors import InvalidControl
from .reply import Reply, error_reply
from .request import AwsRequest

SKEW = datetime.timedelta(minutes=5)
SKEW_OF_S3 = datetime.timedelta(minutes=15)
STAMP = "%Y%m%dT%H%M%SZ"
JSON_SERVICES = ("secretsmanager", "servicequotas", "pricing")
OPT_IN = {region.name for region in RegionsAndZonesBackend.regions if region.opt_in_status == "not-opted-in"}


class Clock:
    """AWS's clock, which may be another than ours."""

    def __init__(self):
        self._lock = threading.Lock()
        self._offset = 0

    def view(self) -> dict:
        with self._lock:
            return {"offsetSeconds": self._offset}

    def replace(self, wanted: object) -> None:
        seconds = wanted.get("offsetSeconds") if isinstance(wanted, dict) and len(wanted) == 1 else None
        if isinstance(seconds, bool) or not isinstance(seconds, int):
            raise InvalidControl("clock", wanted, 'give {"offsetSeconds": 3600}')
        with self._lock:
            self._offset = seconds

    def now(self) -> datetime.datetime:
        return datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=self.view()["offsetSeconds"])


class Sessions:
    """Credentials of assumed roles; they can be ended before their time."""

    def __init__(self):
        self._ended = False

    def view(self) -> dict:
        return {"ended": self._ended}

    def replace(self, wanted: object) -> None:
        if not isinstance(wanted, dict) or not isinstance(wanted.get("ended"), bool) or len(wanted) > 1:
            raise InvalidControl("sessions", wanted, 'give {"ended": true} or {"ended": false}')
        self._ended = wanted["ended"]

    def is_over(self, session, now: datetime.datetime) -> bool:
        return self._ended or session.expiration.replace(tzinfo=datetime.UTC) <= now


def refuses(request: AwsRequest, clock: Clock, sessions: Sessions, account: str, opted_in: bool) -> Reply | None:
    return (
        _wrong_time(request, clock) or _expired(request, clock, sessions, account) or _closed_region(request, opted_in)
    )


def _wrong_time(request: AwsRequest, clock: Clock) -> Reply | None:
    try:
        signed = datetime.datetime.strptime(request.environ.get("HTTP_X_AMZ_DATE", ""), STAMP).replace(
            tzinfo=datetime.UTC
        )
    except ValueError:
        return None
    now, limit = clock.now(), SKEW_OF_S3 if request.service == "s3" else SKEW
    if abs(now - signed) <= limit:
        return None
    if request.service == "s3":
        words = "The difference between the request time and the current time is too large."
        return error_reply("s3", "RequestTimeTooSkewed", words, 403)
    if request.service == "ec2" and signed < now:
        words = f"Request has expired. Timestamp date is {signed:%Y-%m-%dT%H:%M:%SZ}. Current date is {now:%Y-%m-%dT%H:%M:%SZ}"
        return error_reply("ec2", "RequestExpired", words, 400)
    if request.service == "ec2":
        return error_reply("ec2", "AuthFailure", "AWS was not able to validate the provided access credentials", 401)
    code, status = (
        ("InvalidSignatureException", 400) if request.service in JSON_SERVICES else ("SignatureDoesNotMatch", 403)
    )
    return error_reply(request.service, code, _skew_words(signed, now), status)


def _skew_words(signed: datetime.datetime, now: datetime.datetime) -> str:
    if signed < now:
        edge = f"is now earlier than {now - SKEW:{STAMP}} ({now:{STAMP}} - 5 min.)"
        return f"Signature expired: {signed:{STAMP}} {edge}"
    return (
        f"Signature not yet current: {signed:{STAMP}} is still later than {now + SKEW:{STAMP}} ({now:{STAMP}} + 5 min.)"
    )


def _expired(request: AwsRequest, clock: Clock, sessions: Sessions, account: str) -> Reply | None:
    session = next(
        (one for one in sts_backends[account]["aws"].assumed_roles if one.access_key_id == request.access_key), None
    )
    if not session or not sessions.is_over(session, clock.now()):
        return None
    if request.service == "ec2":
        return error_reply("ec2", "RequestExpired", "Request has expired.", 400)
    if request.service == "s3":
        return error_reply("s3", "ExpiredToken", "The provided token has expired.", 400)
    code, status = ("ExpiredTokenException", 400) if request.service in JSON_SERVICES else ("ExpiredToken", 403)
    return error_reply(request.service, code, "The security token included in the request is expired", status)


def _closed_region(request: AwsRequest, opted_in: bool) -> Reply | None:
    """A region that has to be switched on knows nobody's keys before."""
    if opted_in or request.region not in OPT_IN:
        return None
    if request.service == "ec2":
        return error_reply("ec2", "AuthFailure", "AWS was not able to validate the provided access credentials", 401)
    words = "The security token included in the request is invalid"
    if request.service in JSON_SERVICES:
        return error_reply(request.service, "UnrecognizedClientException", f"{words}.", 400)
    return error_reply(request.service, "InvalidClientTokenId", words, 403)
