"""What the account holds: nothing that a removal forgets may be missing in it."""

from conftest import REGION


def test_given_what_a_cluster_consists_of_when_made_and_removed_then_it_appears_and_goes(aws, network):
    before = set(aws.get("inventory"))
    made = _everything(aws, network)

    shown = set(aws.get("inventory")) - before
    assert {line.removeprefix(REGION).split()[0] for line in shown} == made.keys()

    for remove in reversed(made.values()):
        remove()
    assert set(aws.get("inventory")) == before


def test_given_what_aws_itself_provides_when_listed_then_it_is_left_out(aws):
    lines = aws.get("inventory")
    aws.client("ec2", region="af-south-1").describe_vpcs()
    assert aws.get("inventory") == lines
    assert not [line for line in lines if "arn:aws:iam::aws:" in line]


def _everything(aws, network) -> dict:
    """Of each kind one, with what takes it away."""
    ec2, iam, s3, secrets, elb = (aws.client(name) for name in ("ec2", "iam", "s3", "secretsmanager", "elbv2"))
    other = ec2.create_subnet(VpcId=network.vpc, CidrBlock="10.0.2.0/24", AvailabilityZone="ap-northeast-2c")
    subnets = [network.subnet, other["Subnet"]["SubnetId"]]
    vpc = ec2.create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
    group = ec2.create_security_group(GroupName="left", Description="left", VpcId=network.vpc)["GroupId"]
    table = ec2.create_route_table(VpcId=network.vpc)["RouteTable"]["RouteTableId"]
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    address = ec2.allocate_address(Domain="vpc")["AllocationId"]
    volume = ec2.create_volume(AvailabilityZone="ap-northeast-2a", Size=1)["VolumeId"]
    ec2.create_key_pair(KeyName="left")
    instance = network.run()[0]
    balancer = elb.create_load_balancer(Name="left", Subnets=subnets)["LoadBalancers"][0]["LoadBalancerArn"]
    targets = elb.create_target_group(Name="left", Protocol="HTTP", Port=80, VpcId=network.vpc)
    target = targets["TargetGroups"][0]["TargetGroupArn"]
    iam.create_role(RoleName="left", AssumeRolePolicyDocument="{}")
    iam.create_instance_profile(InstanceProfileName="left")
    s3.create_bucket(Bucket="left", CreateBucketConfiguration={"LocationConstraint": REGION})
    secrets.create_secret(Name="left", SecretString="s")
    return {
        "vpc": lambda: ec2.delete_vpc(VpcId=vpc),
        "subnet": lambda: ec2.delete_subnet(SubnetId=subnets[1]),
        "group": lambda: ec2.delete_security_group(GroupId=group),
        "table": lambda: ec2.delete_route_table(RouteTableId=table),
        "gateway": lambda: ec2.delete_internet_gateway(InternetGatewayId=gateway),
        "address": lambda: ec2.release_address(AllocationId=address),
        "volume": lambda: ec2.delete_volume(VolumeId=volume),
        "interface": lambda: None,
        "key": lambda: ec2.delete_key_pair(KeyName="left"),
        "instance": lambda: network.terminate(instance),
        "balancer": lambda: elb.delete_load_balancer(LoadBalancerArn=balancer),
        "targets": lambda: elb.delete_target_group(TargetGroupArn=target),
        "role": lambda: iam.delete_role(RoleName="left"),
        "instance-profile": lambda: iam.delete_instance_profile(InstanceProfileName="left"),
        "bucket": lambda: s3.delete_bucket(Bucket="left"),
        "secret": lambda: secrets.delete_secret(SecretId="left", ForceDeleteWithoutRecovery=True),
    }
