package io.clusterline.spec;

/** Namespaces that are the user's to make. */
final class NamespaceCheck implements Check {

  @Override
  public void check(Field root, Findings findings) {
    root.get("spec")
        .get("namespaces")
        .items()
        .map(namespace -> namespace.get("name"))
        .filter(name -> name.hasText("default") || name.text().orElse("").startsWith("kube-"))
        .forEach(name ->
            findings.add(
                name, "this namespace is made by Kubernetes itself", "remove it from the list"));
  }
}
