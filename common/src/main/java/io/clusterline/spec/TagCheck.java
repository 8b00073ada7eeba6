package io.clusterline.spec;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Checks that AWS accepts the tags and that they are not reserved. The cluster's labels become tags
 * of all its resources, so they must fit every kind: IAM ignores case, and no resource has more
 * than fifty tags.
 */
final class TagCheck implements Check {

  /** Of every kind of resource. */
  private static final int MOST = 50;

  /** Name, ManagedBy, cluster, its uid, address and intent, and one for Kubernetes' controllers. */
  private static final int OURS_OF_MACHINE = 7;

  /** A subnet has one more: which load balancers may stand in it. */
  private static final int OURS = OURS_OF_MACHINE + 1;

  private static final int LONGEST_KEY = 127;

  private static final Set<String> OURS_BY_NAME = Set.of("Name", "ManagedBy");

  private static final List<String> RESERVED =
      List.of("aws:", "kubernetes.io/", "clusterline", "ebs.csi.aws.com/", "elbv2.k8s.aws/");

  @Override
  public void check(Field root, Findings findings) {
    Field labels = root.get("metadata").get("labels");
    examineLabels(labels, findings);
    root.get("spec")
        .get("nodes")
        .items()
        .map(node -> node.get("tags"))
        .forEach(tags -> examineTags(tags, labels, findings));
  }

  private static void examineLabels(Field labels, Findings findings) {
    int all = labels.entries().size() + OURS;
    if (all > MOST) {
      String sum = "%d labels and %d tags of Clusterline's own".formatted(all - OURS, OURS);
      findings.add(
          labels.path(), null, sum + " are " + all + " tags; AWS allows " + MOST, "remove some");
    }
    Map<String, String> seen = new HashMap<>();
    OURS_BY_NAME.forEach(key -> seen.put(key.toLowerCase(Locale.ROOT), key));
    labels.entries().forEach((key, value) -> examineLabel(key, value, seen, findings));
  }

  private static void examineLabel(
      String key, Field value, Map<String, String> seen, Findings findings) {
    String other = seen.putIfAbsent(key.toLowerCase(Locale.ROOT), key);
    if (other != null) {
      findings.add(
          value,
          "becomes a tag, and IAM takes its key for the same as " + SafeText.value(other),
          "rename it");
    } else if (isReserved(key)) {
      findings.add(value, "becomes a tag that Clusterline writes itself", "rename it");
    } else if (key.length() > LONGEST_KEY) {
      findings.add(
          value,
          "becomes a tag, whose key has at most " + LONGEST_KEY + " characters",
          "shorten it");
    }
  }

  private static void examineTags(Field tags, Field labels, Findings findings) {
    Set<String> keys = new HashSet<>(labels.entries().keySet());
    keys.addAll(tags.entries().keySet());
    int all = keys.size() + OURS_OF_MACHINE;
    if (all > MOST && !tags.entries().isEmpty()) {
      findings.add(
          tags.path(),
          null,
          "%d tags, %d labels and %d tags of Clusterline's own are %d tags; EC2 allows %d"
              .formatted(
                  tags.entries().size(), labels.entries().size(), OURS_OF_MACHINE, all, MOST),
          "remove some tags or labels");
    }
    tags.entries().forEach((key, value) -> examineTag(key, value, findings));
  }

  private static void examineTag(String key, Field value, Findings findings) {
    if (!TextFormat.TAG_KEY.matches(key)) {
      findings.add(value, "its key must be " + TextFormat.TAG_KEY.meaning(), "rename it");
    }
    if (value.text().filter(text -> !TextFormat.TAG_VALUE.matches(text)).isPresent()) {
      findings.add(value, "must be " + TextFormat.TAG_VALUE.meaning(), "shorten it");
    }
    if (isReserved(key) || OURS_BY_NAME.contains(key)) {
      findings.add(value, "this tag is written by AWS, Kubernetes or Clusterline", "rename it");
    }
  }

  private static boolean isReserved(String key) {
    return RESERVED.stream().anyMatch(key.toLowerCase(Locale.ROOT)::startsWith);
  }
}
