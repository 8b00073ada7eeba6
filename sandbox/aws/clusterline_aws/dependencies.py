"""Deleting what something else still needs is refused with DependencyViolation, as on AWS."""

from moto.ec2.exceptions import DependencyViolationError, EC2ClientError, ResourceAlreadyAssociatedError
from moto.ec2.models import EC2Backend

from . import ec2_state
from .patching import replaces


def install() -> None:
    _install_subnets()
    _install_security_groups()
    _install_internet_gateways()
    _install_vpcs()


def _install_subnets() -> None:
    @replaces(EC2Backend, "delete_subnet")
    def delete_subnet(original, self, subnet_id):
        if _subnet_is_used(self, subnet_id):
            raise DependencyViolationError(f"The subnet '{subnet_id}' has dependencies and cannot be deleted.")
        for table in self.route_tables.values():  # AWS ends the association with the subnet; moto keeps it
            table._associations = {key: value for key, value in table._associations.items() if value != subnet_id}
        return original(self, subnet_id)


def _subnet_is_used(backend: EC2Backend, subnet_id: str) -> bool:
    return (
        any(instance.subnet_id == subnet_id for instance in ec2_state.live_instances(backend))
        or any(interface.subnet.id == subnet_id for interface in ec2_state.interfaces(backend))
        or any(subnet.id == subnet_id for balancer in ec2_state.load_balancers(backend) for subnet in balancer.subnets)
        or any(
            gateway.subnet_id == subnet_id and gateway.state != "deleted" for gateway in backend.nat_gateways.values()
        )
    )


def _install_security_groups() -> None:
    @replaces(EC2Backend, "delete_security_group")
    def delete_security_group(original, self, name=None, group_id=None):
        group = self.get_security_group_from_id(group_id) if group_id else None
        if group and group.is_default:
            raise EC2ClientError(
                "CannotDelete", f'the specified group: "{group_id}" name: "default" cannot be deleted by a user'
            )
        if group and (_group_is_used(self, group_id) or _group_is_referenced(self, group_id)):
            raise DependencyViolationError(f"resource {group_id} has a dependent object")
        return original(self, name, group_id)


def _group_is_used(backend: EC2Backend, group_id: str) -> bool:
    return (
        any(
            group.id == group_id
            for instance in ec2_state.live_instances(backend)
            for group in ec2_state.groups_of(instance)
        )
        or any(group.id == group_id for interface in ec2_state.interfaces(backend) for group in interface._group_set)
        or any(group_id in (balancer.security_groups or []) for balancer in ec2_state.load_balancers(backend))
    )


def _group_is_referenced(backend: EC2Backend, group_id: str) -> bool:
    return any(
        (rule.source_group or {}).get("GroupId") == group_id
        for group in ec2_state.security_groups(backend)
        if group.id != group_id
        for rule in [*group.ingress_rules, *group.egress_rules]
    )


def _install_internet_gateways() -> None:
    @replaces(EC2Backend, "detach_internet_gateway")
    def detach_internet_gateway(original, self, internet_gateway_id, vpc_id):
        mapped = any(interface.public_ip and interface.vpc_id == vpc_id for interface in ec2_state.interfaces(self))
        if mapped or any(
            balancer.vpc_id == vpc_id and balancer.scheme != "internal" for balancer in ec2_state.load_balancers(self)
        ):
            raise DependencyViolationError(
                f"Network {vpc_id} has some mapped public address(es). Please unmap those public"
                " address(es) before detaching the gateway."
            )
        return original(self, internet_gateway_id, vpc_id)

    @replaces(EC2Backend, "attach_internet_gateway")
    def attach_internet_gateway(original, self, internet_gateway_id, vpc_id):
        if ec2_state.internet_gateway(self, vpc_id):
            raise ResourceAlreadyAssociatedError(vpc_id)
        return original(self, internet_gateway_id, vpc_id)


def _install_vpcs() -> None:
    @replaces(EC2Backend, "delete_vpc")
    def delete_vpc(original, self, vpc_id):
        if _vpc_is_used(self, vpc_id):
            raise DependencyViolationError(f"The vpc '{vpc_id}' has dependencies and cannot be deleted.")
        if len([table for table in self.route_tables.values() if table.vpc_id == vpc_id]) == 1:
            self.groups.pop(vpc_id, None)  # its default group: ends with the VPC, cannot be deleted by itself
        return original(self, vpc_id)


def _vpc_is_used(backend: EC2Backend, vpc_id: str) -> bool:
    return (
        any(subnet.vpc_id == vpc_id for subnet in backend.describe_subnets())
        or any(not group.is_default for group in backend.groups.get(vpc_id, {}).values())
        or any(interface.vpc_id == vpc_id for interface in ec2_state.interfaces(backend))
        or ec2_state.internet_gateway(backend, vpc_id) is not None
    )
