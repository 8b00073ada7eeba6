package io.clusterline.spec;

import java.util.Set;
import java.util.stream.Stream;

/** Labels and taints that Kubernetes accepts and that are its user's to set. */
final class LabelCheck implements Check {

  /** Set after the join through the API: a kubelet that is given such a label refuses to start. */
  private static final String NODE_ROLE = "node-role.kubernetes.io/";

  private static final Set<String> OURS_TO_SET =
      Set.of("node.kubernetes.io/exclude-from-external-load-balancers");

  @Override
  public void check(Field root, Findings findings) {
    Field spec = root.get("spec");
    examineLabels(root.get("metadata").get("labels"), findings);
    spec.get("nodes")
        .items()
        .map(node -> node.get("labels"))
        .forEach(labels -> examineLabels(labels, findings));
    spec.get("namespaces")
        .items()
        .map(namespace -> namespace.get("labels"))
        .forEach(labels -> examineNamespaceLabels(labels, findings));
    spec.get("nodes")
        .items()
        .flatMap(LabelCheck::taintKeys)
        .forEach(key -> key.text().ifPresent(text -> reserved(key, text, findings)));
  }

  private static Stream<Field> taintKeys(Field node) {
    return node.get("taints").items().map(taint -> taint.get("key"));
  }

  private static void examineLabels(Field labels, Findings findings) {
    syntax(labels, findings);
    labels.entries().forEach((key, value) -> reserved(value, key, findings));
  }

  /** Pod security levels are labels of a namespace, under a reserved prefix and meant for users. */
  private static void examineNamespaceLabels(Field labels, Findings findings) {
    syntax(labels, findings);
    labels.entries().entrySet().stream()
        .filter(label -> !label.getKey().startsWith("pod-security.kubernetes.io/"))
        .forEach(label -> reserved(label.getValue(), label.getKey(), findings));
  }

  private static void syntax(Field labels, Findings findings) {
    labels
        .entries()
        .forEach((key, value) -> {
          if (!TextFormat.LABEL_KEY.matches(key)) {
            findings.add(value, "its key must be " + TextFormat.LABEL_KEY.meaning(), "rename it");
          }
          if (value.text().filter(text -> !TextFormat.LABEL_VALUE.matches(text)).isPresent()) {
            findings.add(
                value,
                "must be " + TextFormat.LABEL_VALUE.meaning(),
                "write something like " + TextFormat.LABEL_VALUE.example());
          }
        });
  }

  private static void reserved(Field field, String key, Findings findings) {
    int slash = key.indexOf('/');
    String domain = slash < 0 ? "" : key.substring(0, slash);
    boolean kubernetes = isOf(domain, "kubernetes.io") || isOf(domain, "k8s.io");
    if (kubernetes && !key.startsWith(NODE_ROLE) && !OURS_TO_SET.contains(key)) {
      findings.add(
          field,
          "the prefix " + SafeText.value(domain) + " is reserved for Kubernetes itself",
          "use a key without prefix or with a domain of your own");
    }
  }

  private static boolean isOf(String domain, String parent) {
    return domain.equals(parent) || domain.endsWith("." + parent);
  }
}
