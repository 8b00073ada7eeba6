package io.clusterline.infra.aws;

import io.clusterline.stage.Address;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** The tags that identify our resources: used alike to create, to find and to verify. */
public final class Tags {

  public static final String CLUSTER = "clusterline.io/cluster";
  public static final String CLUSTER_UID = "clusterline.io/cluster-uid";
  public static final String ADDRESS = "clusterline.io/address";
  public static final String INTENT = "clusterline.io/intent";
  public static final String NAME = "Name";
  public static final String MANAGED_BY = "ManagedBy";

  /** Its owner puts {@code true} on a volume or a bucket that shall outlive the cluster. */
  public static final String KEEP = "clusterline.io/keep";

  private Tags() {}

  /** Tags of every resource of the cluster: the owner's own labels, then ours, which win. */
  public static Map<String, String> common(Aws aws, Address address, String name) {
    Map<String, String> tags = new LinkedHashMap<>(aws.ownersTags());
    tags.put(NAME, name);
    tags.put(MANAGED_BY, "clusterline");
    tags.put(CLUSTER, aws.cluster().name());
    tags.put(CLUSTER_UID, aws.cluster().uid());
    tags.put(ADDRESS, address.toString());
    tags.put(INTENT, aws.clientToken());
    return tags;
  }

  /** Whether Clusterline sets that tag itself, whatever the specification contains. */
  public static boolean isReserved(String key) {
    return key.equals(NAME)
        || key.equals(MANAGED_BY)
        || key.startsWith("clusterline.io/")
        || key.startsWith("kubernetes.io/cluster/");
  }

  /** The tag by which Kubernetes' own controllers identify a cluster's resources. */
  public static String kubernetesCluster(Aws aws) {
    return "kubernetes.io/cluster/" + aws.cluster().name();
  }

  /** The same tags with that for Kubernetes' controllers. */
  public static Map<String, String> kubernetes(Aws aws, Address address, String name) {
    Map<String, String> tags = common(aws, address, name);
    tags.put(kubernetesCluster(aws), "owned");
    return tags;
  }

  public static TagSpecification on(ResourceType type, Map<String, String> tags) {
    return TagSpecification.builder().resourceType(type).tags(ec2(tags)).build();
  }

  /** Sorted: a create that is sent again under its client token must say the very same. */
  public static List<Tag> ec2(Map<String, String> tags) {
    return tags.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }

  public static Optional<String> value(List<Tag> tags, String key) {
    return tags.stream().filter(tag -> tag.key().equals(key)).map(Tag::value).findFirst();
  }
}
