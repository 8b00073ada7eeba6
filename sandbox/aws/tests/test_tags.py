"""Tags of one thing are looked up, not searched for; what moto answers stays the same."""


def test_given_tagged_things_when_one_is_described_then_only_its_tags_come(ec2):
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    other = ec2.create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
    ec2.create_tags(Resources=[vpc], Tags=[{"Key": "Name", "Value": "one"}, {"Key": "of", "Value": "us"}])
    ec2.create_tags(Resources=[other], Tags=[{"Key": "Name", "Value": "two"}])

    def tags(**filters):
        return ec2.describe_tags(
            Filters=[{"Name": name.replace("_", "-"), "Values": v} for name, v in filters.items()]
        )["Tags"]

    exact = tags(resource_id=[vpc])
    searched = tags(resource_id=[vpc], key=["*"])

    assert exact == searched
    assert {tag["Value"] for tag in exact} == {"one", "us"}
    assert {tag["ResourceType"] for tag in exact} == {"vpc"}
    assert len(tags(resource_id=[vpc, other])) == 3
    assert len(tags(resource_id=["vpc-*"], value=["one", "two"])) == 2
    assert tags(resource_id=["vpc-none"]) == []
