"""What IAM is asked about certificates, distributions and records: see questions.py."""

import json
import re

from moto.acm.models import acm_backends
from moto.cloudfront.models import cloudfront_backends

from .request import AwsRequest

# What CloudFront calls an operation and what IAM calls the permissions for it.
WITH_TAGS = ["CreateDistribution", "TagResource"]
DISTRIBUTION = re.compile(r"/distribution/(\w+)")
TAG = re.compile(r"<Tag><Key>([^<]*)</Key><Value>([^<]*)</Value></Tag>")
ZONE = re.compile(r"/(hostedzone|change)/(\w+)")


def of_certificates(request: AwsRequest, account: str) -> list[tuple[str, str, dict]]:
    given = json.loads(request.body or b"{}")
    arn = given.get("CertificateArn")
    if not arn:
        tags = {f"aws:RequestTag/{tag['Key']}": tag.get("Value", "") for tag in given.get("Tags", [])}
        own = [(f"acm:{request.action}", "*", tags)]
        return own + ([("acm:AddTagsToCertificate", "*", tags)] if tags else [])
    known = acm_backends[account][request.region]._certificates.get(arn)
    tags = known.tags if known else {}
    return [(f"acm:{request.action}", arn, {f"aws:ResourceTag/{key}": value for key, value in tags.items()})]


def of_distributions(request: AwsRequest, account: str) -> list[tuple[str, str, dict]]:
    arn = f"arn:aws:cloudfront::{account}:"
    if request.action == "CreateDistribution" or request.action == "CreateDistributionWithTags":
        tags = {f"aws:RequestTag/{key}": value for key, value in TAG.findall(request.text)}
        names = WITH_TAGS if tags else WITH_TAGS[:1]
        return [(f"cloudfront:{name}", f"{arn}distribution/*", tags) for name in names]
    named = DISTRIBUTION.search(request.environ["PATH_INFO"])
    if not named:
        return [(f"cloudfront:{request.action}", "*", {})]
    resource = f"{arn}distribution/{named.group(1)}"
    tags = cloudfront_backends[account]["aws"].tagger.get_tag_dict_for_resource(resource)
    return [
        (f"cloudfront:{request.action}", resource, {f"aws:ResourceTag/{key}": value for key, value in tags.items()})
    ]


def of_records(request: AwsRequest, account: str) -> list[tuple[str, str, dict]]:
    named = ZONE.search(request.environ["PATH_INFO"])
    resource = f"arn:aws:route53:::{named.group(1)}/{named.group(2)}" if named else "*"
    return [(f"route53:{request.action}", resource, {})]
