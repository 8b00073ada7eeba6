"""Security groups: a rule's description is no part of its identity, and a request adds all its rules or none."""

from moto.core.responses import ActionResult
from moto.ec2.models.security_groups import SecurityGroup, SecurityGroupRule
from moto.ec2.responses.security_groups import SecurityGroups

from .patching import replaces

DIRECTIONS = ("ingress", "egress")


def install() -> None:
    SecurityGroupRule.__eq__ = lambda rule, other: _identity(rule) == _identity(other)
    SecurityGroupRule.description = property(
        lambda rule: rule.ip_range.get("Description") or rule.source_group.get("Description")
    )
    for direction in DIRECTIONS:
        _install_whole_requests(direction)


def _identity(rule: SecurityGroupRule) -> tuple:
    source = (
        rule.ip_range.get("CidrIp")
        or rule.ip_range.get("CidrIpv6")
        or rule.source_group.get("GroupId")
        or rule.prefix_list_id
    )
    ports = (None, None) if rule.ip_protocol == "-1" else (rule.from_port, rule.to_port)
    return rule.ip_protocol, ports, source


def _install_whole_requests(direction: str) -> None:
    # moto answers with the last permission's rules only, and keeps the first ones when a later one is refused
    @replaces(SecurityGroups, f"authorize_security_group_{direction}")
    def authorize(original, self):
        self.error_on_dryrun()
        name = self._get_param("GroupName") or self._get_param("GroupId")
        group = self.ec2_backend.get_security_group_by_name_or_id(name)
        before = list(_rules(group, direction)) if group else []
        try:
            add = getattr(self.ec2_backend, f"authorize_security_group_{direction}")
            added = [rule for permission in self._process_rules_from_querystring() for rule in add(**permission)[0]]
        except Exception:
            if group:
                _rules(group, direction)[:] = before
            raise
        return ActionResult({"Return": True, "SecurityGroupRules": added})


def _rules(group: SecurityGroup, direction: str) -> list[SecurityGroupRule]:
    return group.ingress_rules if direction == "ingress" else group.egress_rules
