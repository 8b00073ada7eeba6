from conftest import refused_with


def test_given_instances_when_their_network_is_deleted_then_each_part_is_refused(network):
    network.run()
    for attempt in (
        lambda: network.ec2.delete_subnet(SubnetId=network.subnet),
        lambda: network.ec2.delete_security_group(GroupId=network.group),
        lambda: network.ec2.detach_internet_gateway(InternetGatewayId=network.gateway, VpcId=network.vpc),
        lambda: network.ec2.delete_internet_gateway(InternetGatewayId=network.gateway),
        lambda: network.ec2.delete_route_table(RouteTableId=network.table),
        lambda: network.ec2.delete_vpc(VpcId=network.vpc),
    ):
        with refused_with("DependencyViolation"):
            attempt()


def test_given_no_instances_when_removed_in_order_then_everything_goes(network):
    instance = network.run()[0]
    network.terminate(instance)

    network.ec2.detach_internet_gateway(InternetGatewayId=network.gateway, VpcId=network.vpc)
    network.ec2.delete_internet_gateway(InternetGatewayId=network.gateway)
    network.ec2.delete_subnet(SubnetId=network.subnet)
    network.ec2.delete_route_table(RouteTableId=network.table)
    network.ec2.delete_security_group(GroupId=network.group)
    network.ec2.delete_vpc(VpcId=network.vpc)

    with refused_with("InvalidVpcID.NotFound"):
        network.ec2.describe_vpcs(VpcIds=[network.vpc])


def test_given_a_group_that_another_refers_to_when_deleted_then_it_is_refused(network):
    other = network.ec2.create_security_group(GroupName="other", Description="other", VpcId=network.vpc)["GroupId"]
    pair = [{"IpProtocol": "-1", "UserIdGroupPairs": [{"GroupId": other}]}]
    network.ec2.authorize_security_group_ingress(GroupId=network.group, IpPermissions=pair)
    with refused_with("DependencyViolation"):
        network.ec2.delete_security_group(GroupId=other)
    network.ec2.revoke_security_group_ingress(GroupId=network.group, IpPermissions=pair)
    network.ec2.delete_security_group(GroupId=other)


def test_given_a_group_of_its_own_only_when_it_refers_to_itself_then_it_can_be_deleted(network):
    network.ec2.authorize_security_group_ingress(
        GroupId=network.group, IpPermissions=[{"IpProtocol": "-1", "UserIdGroupPairs": [{"GroupId": network.group}]}]
    )
    network.ec2.delete_security_group(GroupId=network.group)


def test_given_the_default_group_when_deleted_then_it_is_refused(network):
    groups = network.ec2.describe_security_groups(Filters=[{"Name": "vpc-id", "Values": [network.vpc]}])[
        "SecurityGroups"
    ]
    default = next(group for group in groups if group["GroupName"] == "default")
    with refused_with("CannotDelete"):
        network.ec2.delete_security_group(GroupId=default["GroupId"])


def test_given_only_a_security_group_when_the_vpc_is_deleted_then_it_is_refused(network):
    vpc = network.ec2.create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
    group = network.ec2.create_security_group(GroupName="last", Description="last", VpcId=vpc)["GroupId"]
    with refused_with("DependencyViolation"):
        network.ec2.delete_vpc(VpcId=vpc)
    network.ec2.delete_security_group(GroupId=group)
    network.ec2.delete_vpc(VpcId=vpc)


def test_given_a_lone_interface_when_its_subnet_is_deleted_then_it_is_refused(network):
    interface = network.ec2.create_network_interface(SubnetId=network.subnet, PrivateIpAddress="10.0.1.80")[
        "NetworkInterface"
    ]
    with refused_with("InvalidIPAddress.InUse"):
        network.run(ip="10.0.1.80")
    with refused_with("DependencyViolation"):
        network.ec2.delete_subnet(SubnetId=network.subnet)
    network.ec2.delete_network_interface(NetworkInterfaceId=interface["NetworkInterfaceId"])
    network.ec2.delete_subnet(SubnetId=network.subnet)


def test_given_an_attached_gateway_when_a_second_is_attached_then_it_is_refused(network):
    second = network.ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    with refused_with("Resource.AlreadyAssociated"):
        network.ec2.attach_internet_gateway(InternetGatewayId=second, VpcId=network.vpc)


def test_given_a_load_balancer_when_its_subnet_and_gateway_are_removed_then_it_is_refused(aws, network):
    zones = [zone["ZoneName"] for zone in network.ec2.describe_availability_zones()["AvailabilityZones"]]
    second = network.ec2.create_subnet(VpcId=network.vpc, CidrBlock="10.0.2.0/24", AvailabilityZone=zones[1])["Subnet"][
        "SubnetId"
    ]
    balancer = aws.client("elbv2").create_load_balancer(
        Name="held", Subnets=[network.subnet, second], SecurityGroups=[network.group]
    )["LoadBalancers"][0]
    for attempt in (
        lambda: network.ec2.delete_subnet(SubnetId=second),
        lambda: network.ec2.delete_security_group(GroupId=network.group),
        lambda: network.ec2.detach_internet_gateway(InternetGatewayId=network.gateway, VpcId=network.vpc),
    ):
        with refused_with("DependencyViolation"):
            attempt()
    aws.client("elbv2").delete_load_balancer(LoadBalancerArn=balancer["LoadBalancerArn"])
    network.ec2.delete_subnet(SubnetId=second)
