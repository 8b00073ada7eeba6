package io.clusterline.infra.removal;

import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.Tags;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.Tag;

/**
 * The tags that Kubernetes' controllers set on a cluster's resources. They hold its name only; so
 * they count together with the cluster's VPC or uid, and only exactly: {@code eco2} is not {@code
 * eco2-b}.
 *
 * @param name the cluster's
 */
public record ClusterTags(String name) {

  /** The EBS driver's tag for the VPC, since a volume is in none. */
  static final String VPC = "clusterline.io/vpc";

  public static ClusterTags of(Aws aws) {
    return new ClusterTags(aws.cluster().name());
  }

  /** Keys and values, any of which marks a resource as the cluster's. */
  Map<String, String> tagsOfCluster() {
    return Map.of(
        "kubernetes.io/cluster/" + name,
        "owned",
        "elbv2.k8s.aws/cluster",
        name,
        "ebs.csi.aws.com/cluster-name",
        name);
  }

  public boolean areTagged(Map<String, String> tags) {
    return tagsOfCluster().entrySet().stream()
        .anyMatch(mark -> mark.getValue().equals(tags.get(mark.getKey())));
  }

  boolean areTagged(List<Tag> tags) {
    return areTagged(map(tags));
  }

  static Map<String, String> map(List<Tag> tags) {
    return tags.stream().collect(Collectors.toMap(Tag::key, Tag::value, (a, b) -> a));
  }

  /** Whether a step of ours created it: then the ledger's removal deletes it. */
  static boolean isFromOurLedger(Aws aws, List<Tag> tags) {
    return isOfUid(aws, tags) && Tags.value(tags, Tags.ADDRESS).isPresent();
  }

  static boolean isOfUid(Aws aws, List<Tag> tags) {
    return Tags.value(tags, Tags.CLUSTER_UID).filter(aws.cluster().uid()::equals).isPresent();
  }

  static boolean isTaggedKeep(List<Tag> tags) {
    return Tags.value(tags, Tags.KEEP).filter("true"::equals).isPresent();
  }
}
