"""Public addresses from a loopback pool, which the sandbox's gateway can serve; private ones checked as on AWS."""

import ipaddress
import threading

import moto.ec2.models.elastic_ip_addresses as elastic
import moto.ec2.models.elastic_network_interfaces as interfaces
from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models import EC2Backend
from moto.ec2.models.instances import Instance
from moto.ec2.models.subnets import Subnet
from moto.elbv2.exceptions import ELBClientError
from moto.elbv2.models import ELBv2Backend

from . import ec2_state
from .instances import PENDING
from .patching import replaces

FIRST_HOST = 10
RESERVED_AT_START = 4
FREE_FOR_BALANCER = 8


class PublicAddresses:
    """Hands out the next free address of the pool; a freed one comes round again only after all others."""

    def __init__(self, pool: str):
        self._network = ipaddress.ip_network(pool)
        self._lock = threading.Lock()
        self._next = FIRST_HOST

    def take(self) -> str:
        with self._lock:
            used = _in_use()
            for _ in range(self._network.num_addresses):
                address = str(self._network[self._next])
                self._next = self._next + 1 if self._next + 2 < self._network.num_addresses else FIRST_HOST
                if address not in used:
                    return address
        raise EC2ClientError("InsufficientAddressCapacity", f"No free address in the sandbox's pool {self._network}.")


def _in_use() -> set[str]:
    used = set()
    for backend in ec2_state.backends():
        used.update(interface.public_ip for interface in ec2_state.interfaces(backend))
        used.update(address.public_ip for address in backend.addresses)
    return used


def install(pool: PublicAddresses) -> None:
    interfaces.random_public_ip = pool.take
    elastic.random_ip = pool.take
    _install_elastic_survives_stop()
    _install_association_rules()
    _install_private_address_rules()


def _install_elastic_survives_stop() -> None:
    def restore(instance: Instance) -> None:
        for address in instance.ec2_backend.addresses:
            if address.eni and address.eni.instance is instance:
                address.eni.public_ip = address.public_ip

    for name in ("stop", "start"):

        @replaces(Instance, name)
        def keep_elastic_address(original, self):
            previous = original(self)
            restore(self)
            return previous

    @replaces(Instance, "terminate")
    def give_up_elastic_address(original, self):
        previous = original(self)
        for address in self.ec2_backend.addresses:
            if address.instance is self or (address.eni and address.eni.instance is self):
                self.ec2_backend.disassociate_address(address=address.public_ip)
        return previous


def _install_association_rules() -> None:
    @replaces(EC2Backend, "associate_address")
    def associate(original, self, instance=None, eni=None, **named):
        if instance and instance.state == PENDING[0]:
            raise EC2ClientError(
                "InvalidInstanceID", f"The pending instance '{instance.id}' is not in a valid state for this operation."
            )
        vpc_id = instance.vpc_id if instance else eni.vpc_id if eni else None
        if vpc_id and not ec2_state.internet_gateway(self, vpc_id):
            raise EC2ClientError("Gateway.NotAttached", f"Network {vpc_id} is not attached to any internet gateway")
        return original(self, instance=instance, eni=eni, **named)

    @replaces(EC2Backend, "release_address")
    def release(original, self, address=None, allocation_id=None):
        found = self.address_by_ip([address]) if address else self.address_by_allocation([allocation_id])
        if found[0].association_id:
            raise EC2ClientError("InvalidIPAddress.InUse", f"Address {found[0].public_ip} is in use.")
        return original(self, address=address, allocation_id=allocation_id)


def _install_private_address_rules() -> None:
    @replaces(Subnet, "get_available_subnet_ip")
    def next_free(original, self, instance):
        held = _held(self) | self._subnet_ips.keys()
        free = (ip for ip in map(str, self.cidr.hosts()) if ip not in held and not _is_reserved(self, ip))
        ip = next(free, None)
        if ip is None:
            raise EC2ClientError(
                "InsufficientFreeAddressesInSubnet",
                f"There are not enough free addresses in subnet '{self.id}' to satisfy the requested number of"
                " instances.",
            )
        self._subnet_ips[ip] = instance
        return ip

    @replaces(ELBv2Backend, "create_load_balancer")
    def room_for_balancer(original, self, name, security_groups, subnet_ids, subnet_mappings=None, **named):
        wanted = [*(subnet_ids or []), *(mapping["SubnetId"] for mapping in subnet_mappings or [])]
        for subnet in self.ec2_backend.describe_subnets(subnet_ids=wanted):
            if subnet.available_ip_address_count < FREE_FOR_BALANCER:
                raise ELBClientError(
                    "InvalidSubnet",
                    f"Not enough IP space available in {subnet.id}. ELB requires at least {FREE_FOR_BALANCER} free IP"
                    " addresses in each subnet.",
                )
        return original(self, name, security_groups, subnet_ids, subnet_mappings, **named)

    @replaces(Subnet, "request_ip")
    def request(original, self, ip, instance):
        _require_free(self, ip, self._subnet_ips)
        return original(self, ip, instance)

    @replaces(EC2Backend, "create_network_interface")
    def create(original, self, subnet, private_ip_address=None, *arguments, **named):
        subnet = self.get_subnet(subnet) if isinstance(subnet, str) else subnet
        if isinstance(private_ip_address, str):
            _require_free(subnet, private_ip_address, ())
        return original(self, subnet, private_ip_address, *arguments, **named)


def _require_free(subnet: Subnet, ip: str, taken) -> None:
    address = ipaddress.ip_address(ip)
    if address not in subnet.cidr:
        raise EC2ClientError("InvalidParameterValue", f"Address {ip} does not fall within the subnet's address range")
    if _is_reserved(subnet, ip):
        raise EC2ClientError("InvalidParameterValue", f"Address {ip} is in subnet's reserved address range")
    if ip in taken or ip in _held(subnet):
        raise EC2ClientError("InvalidIPAddress.InUse", f"Address {ip} is in use.")


def _is_reserved(subnet: Subnet, ip: str) -> bool:
    address = ipaddress.ip_address(ip)
    position = int(address) - int(subnet.cidr.network_address)
    return position < RESERVED_AT_START or address == subnet.cidr.broadcast_address


def _held(subnet: Subnet) -> set[str]:
    return {
        entry["PrivateIpAddress"]
        for interface in ec2_state.interfaces(subnet.ec2_backend)
        if interface.subnet.id == subnet.id
        for entry in interface.private_ip_addresses
    }
