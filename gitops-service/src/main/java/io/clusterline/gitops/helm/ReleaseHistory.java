package io.clusterline.gitops.helm;

import io.clusterline.kubernetes.KubernetesApi;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.kubernetes.Selection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Helm's records of a release, read from the labels of its Secrets without Helm. */
public final class ReleaseHistory {

  /**
   * @param status {@code deployed}, {@code failed}, {@code pending-install}, …
   */
  public record Revision(String secret, int number, String status) {

    /** Helm was interrupted in the middle of it. */
    public boolean isPending() {
      return status.startsWith("pending-");
    }

    public boolean isDeployed() {
      return status.equals("deployed");
    }
  }

  private final KubernetesApi api;
  private final String namespace;
  private final String release;

  public ReleaseHistory(KubernetesApi api, String namespace, String release) {
    this.api = api;
    this.namespace = namespace;
    this.release = release;
  }

  /** The newest last. */
  public List<Revision> revisions() {
    return api
        .listMetadata(
            Selection.all("v1", "Secret").in(namespace).withLabels("owner=helm,name=" + release))
        .stream()
        .map(ReleaseHistory::read)
        .sorted(Comparator.comparingInt(Revision::number))
        .toList();
  }

  public Optional<Revision> latest() {
    List<Revision> revisions = revisions();
    return revisions.isEmpty() ? Optional.empty() : Optional.of(revisions.getLast());
  }

  /**
   * Forgets a revision that Helm began and did not end, so that the one before is the newest again:
   * Helm refuses to work past it otherwise.
   */
  public void deleteRevision(Revision interrupted) {
    api.delete(ObjectRef.namespaced("v1", "Secret", namespace, interrupted.secret()));
  }

  private static Revision read(JsonNode secret) {
    JsonNode labels = secret.path("metadata").path("labels");
    return new Revision(
        secret.path("metadata").path("name").asString(),
        Integer.parseInt(labels.path("version").asString("0")),
        labels.path("status").asString(""));
  }
}
