"""The Pricing API's GetProducts, from a small table: t3, t3a, gp3 and public IPv4 in a few regions."""

import json
from collections.abc import Iterator
from pathlib import Path

from .reply import Reply, json_reply
from .request import AwsRequest

TABLE = json.loads(Path(__file__).with_name("prices.json").read_text("utf-8"))


def answer(request: AwsRequest, asked: dict) -> Reply | None:
    if request.action != "GetProducts":
        return None
    filters = asked.get("Filters", [])
    found = [
        product
        for product in _products()
        if product["serviceCode"] == asked.get("ServiceCode") and all(_matches(product, entry) for entry in filters)
    ]
    limit = asked.get("MaxResults", 100)
    return json_reply(
        {"FormatVersion": "aws_v1", "PriceList": [json.dumps(product) for product in found[:limit]]},
        content_type="application/x-amz-json-1.1",
    )


def _matches(product: dict, entry: dict) -> bool:
    facts = product["product"]["attributes"] | {
        "productFamily": product["product"]["productFamily"],
        "ServiceCode": product["serviceCode"],
    }
    return str(facts.get(entry["Field"])) == entry["Value"]


def _products() -> Iterator[dict]:
    for region, row in TABLE["regions"].items():
        place = {"regionCode": region, "location": row["location"], "locationType": "AWS Region"}
        for family in ("t3", "t3a"):
            for size, factor in TABLE["sizes"].items():
                yield _instance(place, row["prefix"], f"{family}.{size}", row[f"{family}.medium"] * factor)
        yield _product(
            "AmazonEC2",
            "Storage",
            "GB-Mo",
            row["gp3"],
            place
            | {
                "volumeApiName": "gp3",
                "volumeType": "General Purpose",
                "usagetype": f"{row['prefix']}EBS:VolumeUsage.gp3",
            },
        )
        for use in ("InUseAddress", "IdleAddress"):
            yield _product(
                "AmazonVPC",
                "VpcPublicIPv4",
                "Hrs",
                TABLE["publicIpv4PerHour"],
                place | {"group": f"VPCPublicIPv4{use}", "usagetype": f"{row['prefix']}PublicIPv4:{use}"},
            )


def _instance(place: dict, prefix: str, kind: str, price: float) -> dict:
    return _product(
        "AmazonEC2",
        "Compute Instance",
        "Hrs",
        price,
        place
        | {
            "instanceType": kind,
            "operatingSystem": "Linux",
            "tenancy": "Shared",
            "preInstalledSw": "NA",
            "capacitystatus": "Used",
            "marketoption": "OnDemand",
            "licenseModel": "No License required",
            "operation": "RunInstances",
            "usagetype": f"{prefix}BoxUsage:{kind}",
        },
    )


def _product(service: str, family: str, unit: str, price: float, attributes: dict) -> dict:
    sku = attributes["usagetype"].replace("-", "").replace(":", "").replace(".", "").upper()
    attributes = {"servicecode": service, **attributes}
    dimension = {
        "unit": unit,
        "pricePerUnit": {"USD": f"{price:.10f}"},
        "beginRange": "0",
        "endRange": "Inf",
        "description": f"${price:g} per {unit}",
        "rateCode": f"{sku}.JRTCKXETXF.6YS6EN2CT7",
    }
    term = {
        "sku": sku,
        "offerTermCode": "JRTCKXETXF",
        "termAttributes": {},
        "priceDimensions": {dimension["rateCode"]: dimension},
    }
    return {
        "serviceCode": service,
        "version": "sandbox",
        "product": {"sku": sku, "productFamily": family, "attributes": attributes},
        "terms": {"OnDemand": {f"{sku}.JRTCKXETXF": term}},
    }
