package io.clusterline.gitops.step;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.gitops.repository.RepositoryCredentials;
import io.clusterline.spec.GitOpsSpec;
import io.clusterline.stage.ClusterRef;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Gives an error code to what Argo CD says of the root application, and names the field. */
record ArgoRefusal(GitOpsSpec gitops, ClusterRef cluster) {

  private static final int LONGEST = 600;

  private static final List<String> ABOUT_THE_SOURCE =
      List.of("ComparisonError", "InvalidSpecError");

  /** The repo-server itself is not there yet: nothing is known about the repository. */
  private static final List<String> PASSING = List.of("code = unavailable", "context canceled");

  private static final List<String> DENIED =
      List.of(
          "authentication required",
          "authorization failed",
          "repository not found",
          "invalid username or password",
          "could not read username",
          "permission denied (publickey",
          "unable to authenticate",
          "ssh_auth_sock",
          "status code: 403",
          "status code: 401");

  private static final List<String> UNREACHABLE =
      List.of(
          "no such host",
          "connection refused",
          "connection reset",
          "no route to host",
          "i/o timeout",
          "deadline exceeded",
          "could not resolve host",
          "x509:",
          "tls:",
          "knownhosts:",
          "status code: 5");

  /** Empty for what may pass by itself, or is not known to be final. */
  Optional<ClusterlineException> of(String type, String message) {
    String text = message.toLowerCase(Locale.ROOT);
    if (!ABOUT_THE_SOURCE.contains(type) || isOneOf(PASSING, text)) {
      return Optional.empty();
    }
    if (text.contains("app path does not exist")) {
      return Optional.of(notFound("path", gitops.path(), message));
    }
    if (text.contains("to a commit sha") || text.contains("couldn't find remote ref")) {
      return Optional.of(notFound("revision", gitops.revision(), message));
    }
    if (isOneOf(DENIED, text)) {
      return Optional.of(denied(message));
    }
    if (isOneOf(UNREACHABLE, text)) {
      return Optional.of(
          failure(
              ErrorCode.GITOPS_REPOSITORY_UNREACHABLE, "repository", gitops.repository(), message));
    }
    return type.equals("InvalidSpecError")
        ? Optional.of(failure(ErrorCode.GITOPS_REFUSED, "repository", gitops.repository(), message))
        : Optional.empty();
  }

  /** The path is there, and nothing in it. */
  ClusterlineException empty() {
    return notFound("path", gitops.path(), "no manifests are there, so nothing would be installed");
  }

  private ClusterlineException notFound(String field, String value, String message) {
    return failure(ErrorCode.GITOPS_SOURCE_NOT_FOUND, field, value, message);
  }

  private ClusterlineException denied(String message) {
    String secret =
        gitops.credentials() == null
            ? "no spec.gitops.credentials are given; they would be in secret "
            : "with the credentials of secret ";
    return failure(
        ErrorCode.GITOPS_REPOSITORY_DENIED,
        "repository",
        gitops.repository(),
        secret + RepositoryCredentials.ref(cluster).name() + "; Argo CD: " + message);
  }

  private static ClusterlineException failure(
      ErrorCode code, String field, String value, String message) {
    String text = message.length() > LONGEST ? message.substring(0, LONGEST) + "…" : message;
    return new ClusterlineException(code, "spec.gitops.%s: %s: %s".formatted(field, value, text));
  }

  private static boolean isOneOf(List<String> pieces, String text) {
    return pieces.stream().anyMatch(text::contains);
  }
}
