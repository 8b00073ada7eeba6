"""Access keys of this stand-in, given or made: its own, and the pipeline's. Must not import moto, whose settings are not applied yet when it is asked."""

import os
import re
import secrets
import string

VARIABLE = "CLUSTERLINE_SANDBOX_KEY"
OF_PIPELINE = "CLUSTERLINE_SANDBOX_PIPELINE_KEY"
FORM = re.compile(r"[A-Z0-9]{16,128}")


def generate_key() -> str:
    """In the form of AWS's own, with as much chance in it as they have."""
    return "AKIA" + "".join(secrets.choice(string.ascii_uppercase + "234567") for _ in range(16))


def given_key(variable: str = VARIABLE) -> str | None:
    """Taken out of the environment: no child of ours needs it."""
    key = os.environ.pop(variable, "")
    if key and not FORM.fullmatch(key):
        raise SystemExit(
            f"{variable} is not an access key id; give 16 to 128 capital letters and digits, or leave it out"
        )
    return key or None
