package io.clusterline.spec;

import java.util.List;
import java.util.Locale;

/** Tags that EC2 accepts and that are not ours to keep. */
final class TagCheck implements Check {

  /** EC2 takes 50; the rest is for what we and the add-ons write. */
  private static final int MOST = 30;

  private static final List<String> RESERVED =
      List.of("aws:", "kubernetes.io/", "clusterline", "ebs.csi.aws.com/", "elbv2.k8s.aws/");

  @Override
  public void examine(Field root, Findings findings) {
    root.get("spec")
        .get("nodes")
        .items()
        .map(node -> node.get("tags"))
        .forEach(tags -> examineTags(tags, findings));
  }

  private static void examineTags(Field tags, Findings findings) {
    if (tags.entries().size() > MOST) {
      findings.misshapen(tags.path(), null, "more than " + MOST + " tags", "remove some");
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
    boolean reserved = RESERVED.stream().anyMatch(key.toLowerCase(Locale.ROOT)::startsWith);
    if (reserved || key.equals("Name")) {
      findings.add(value, "this tag is written by AWS, Kubernetes or Clusterline", "rename it");
    }
  }
}
