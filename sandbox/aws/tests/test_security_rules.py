from conftest import refused_with


def permission(port: int, **source) -> dict:
    return {"IpProtocol": "tcp", "FromPort": port, "ToPort": port, **source}


def anywhere(description: str = "") -> dict:
    return {"IpRanges": [{"CidrIp": "0.0.0.0/0"} | ({"Description": description} if description else {})]}


def rules(network) -> list[dict]:
    found = network.ec2.describe_security_group_rules(Filters=[{"Name": "group-id", "Values": [network.group]}])
    return [rule for rule in found["SecurityGroupRules"] if not rule["IsEgress"]]


def test_given_rules_with_descriptions_when_described_then_each_has_its_own(network):
    pair = {"UserIdGroupPairs": [{"GroupId": network.group, "Description": "nodes to nodes"}]}
    added = network.ec2.authorize_security_group_ingress(
        GroupId=network.group, IpPermissions=[permission(22, **anywhere("ssh")), permission(10250, **pair)]
    )["SecurityGroupRules"]
    assert [rule["Description"] for rule in added] == ["ssh", "nodes to nodes"]
    assert {rule["FromPort"]: rule["Description"] for rule in rules(network)} == {22: "ssh", 10250: "nodes to nodes"}


def test_given_a_rule_when_added_again_with_another_description_then_it_is_a_duplicate(network):
    network.ec2.authorize_security_group_ingress(
        GroupId=network.group, IpPermissions=[permission(22, **anywhere("ssh"))]
    )
    with refused_with("InvalidPermission.Duplicate"):
        network.ec2.authorize_security_group_ingress(
            GroupId=network.group, IpPermissions=[permission(22, **anywhere("other"))]
        )


def test_given_one_duplicate_among_several_rules_when_added_then_none_is(network):
    network.ec2.authorize_security_group_ingress(GroupId=network.group, IpPermissions=[permission(22, **anywhere())])
    with refused_with("InvalidPermission.Duplicate"):
        network.ec2.authorize_security_group_ingress(
            GroupId=network.group, IpPermissions=[permission(6443, **anywhere()), permission(22, **anywhere())]
        )
    assert [rule["FromPort"] for rule in rules(network)] == [22]


def test_given_a_rule_with_a_description_when_revoked_by_permission_then_it_goes(network):
    pair = {"UserIdGroupPairs": [{"GroupId": network.group, "Description": "nodes to nodes"}]}
    network.ec2.authorize_security_group_ingress(
        GroupId=network.group, IpPermissions=[permission(22, **anywhere("ssh")), permission(10250, **pair)]
    )
    network.ec2.revoke_security_group_ingress(
        GroupId=network.group,
        IpPermissions=[permission(22, **anywhere()), permission(10250, UserIdGroupPairs=[{"GroupId": network.group}])],
    )
    assert rules(network) == []
