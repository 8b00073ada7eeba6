package io.clusterline.infra.removal;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.AwsCallException;
import io.clusterline.infra.aws.Deletions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TagDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/** Load balancers and target groups of the cluster: with its mark, and in its VPC. */
final class LoadBalancers {

  /** DescribeTags takes no more at once. */
  private static final int PAGE = 20;

  private final Aws aws;
  private final String vpcId;

  LoadBalancers(Aws aws, String vpcId) {
    this.aws = aws;
    this.vpcId = vpcId;
  }

  void remove() {
    List<TargetGroup> targets =
        targetGroups(); // without their balancer they could not be found again
    loadBalancers().forEach(this::remove);
    targets.forEach(this::remove);
  }

  /** Descriptions for the check at the end. */
  List<String> remaining() {
    return Stream.concat(
            loadBalancers().stream().map(one -> "load balancer " + one.loadBalancerName()),
            targetGroups().stream().map(one -> "target group " + one.targetGroupName()))
        .toList();
  }

  private void remove(LoadBalancer one) {
    try {
      Deletions.ignoreNotFound(
          () -> aws.elb(c -> c.deleteLoadBalancer(r -> r.loadBalancerArn(one.loadBalancerArn()))));
    } catch (AwsCallException e) {
      if (!e.is("OperationNotPermitted")) {
        throw e;
      }
      throw new ClusterlineException(
          ErrorCode.TERMINATION_PROTECTED,
          "load balancer " + one.loadBalancerName() + " has deletion protection",
          e);
    }
  }

  private void remove(TargetGroup one) {
    Deletions.retryWhileBlocked(
        aws,
        "target group " + one.targetGroupName(),
        () -> one.loadBalancerArns().stream().map(arn -> "load balancer " + arn).toList(),
        () -> aws.elb(c -> c.deleteTargetGroup(r -> r.targetGroupArn(one.targetGroupArn()))));
  }

  private List<LoadBalancer> loadBalancers() {
    List<LoadBalancer> here =
        aws
            .elb(c -> c.describeLoadBalancersPaginator(r -> {}).loadBalancers().stream().toList())
            .stream()
            .filter(one -> vpcId.equals(one.vpcId()))
            .toList();
    Set<String> ours = marked(here.stream().map(LoadBalancer::loadBalancerArn).toList());
    return here.stream().filter(one -> ours.contains(one.loadBalancerArn())).toList();
  }

  private List<TargetGroup> targetGroups() {
    List<TargetGroup> here =
        aws
            .elb(c -> c.describeTargetGroupsPaginator(r -> {}).targetGroups().stream().toList())
            .stream()
            .filter(one -> vpcId.equals(one.vpcId()))
            .toList();
    Set<String> ours = marked(here.stream().map(TargetGroup::targetGroupArn).toList());
    return here.stream().filter(one -> ours.contains(one.targetGroupArn())).toList();
  }

  private Set<String> marked(List<String> arns) {
    Set<String> marked = new HashSet<>();
    for (int i = 0; i < arns.size(); i += PAGE) {
      List<String> page = new ArrayList<>(arns.subList(i, Math.min(arns.size(), i + PAGE)));
      aws.elb(c -> c.describeTags(r -> r.resourceArns(page))).tagDescriptions().stream()
          .filter(described -> ClusterTags.of(aws).areTagged(tags(described)))
          .forEach(described -> marked.add(described.resourceArn()));
    }
    return marked;
  }

  private static Map<String, String> tags(TagDescription described) {
    return described.tags().stream().collect(Collectors.toMap(Tag::key, Tag::value));
  }
}
