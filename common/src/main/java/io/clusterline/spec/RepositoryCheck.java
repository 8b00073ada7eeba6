package io.clusterline.spec;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Refuses repositories whose credentials are missing, of the wrong kind, or in the URL itself: Argo
 * CD would wait for its first sync until a deadline.
 */
final class RepositoryCheck implements Check {

  private static final Pattern SSH = Pattern.compile("(?i)(ssh|git\\+ssh)://.*|[^/@:]+@[^/:]+:.*");

  private static final Pattern WITH_USER = Pattern.compile("(?i)https?://[^/]*@.*");

  private static final String WITH_KEY =
      "add credentials: ssh-key beside it and put {\"sshPrivateKey\": …} into the secret"
          + " clusterline/CLUSTER/UID/gitops/repository of the secret store, or name a public https"
          + " URL";

  private static final String WITH_TOKEN =
      "write the URL without it, add credentials: token beside it and put {\"username\": …,"
          + " \"password\": …} into the secret clusterline/CLUSTER/UID/gitops/repository of the"
          + " secret store";

  @Override
  public void check(Field root, Findings findings) {
    Field gitops = root.get("spec").get("gitops");
    Field repository = gitops.get("repository");
    repository.text().ifPresent(url -> check(repository, url, gitops.get("credentials"), findings));
  }

  /** Whether Git reaches it over SSH. */
  static boolean isSsh(String url) {
    return SSH.matcher(url).matches();
  }

  private static void check(Field repository, String url, Field credentials, Findings findings) {
    if (WITH_USER.matcher(url).matches()) {
      findings.misshapen(
          repository.path(), url, "a private repository (user name in the URL)", WITH_TOKEN);
    } else if (isSsh(url) && !credentials.isPresent()) {
      findings.misshapen(
          repository.path(), url, "a private repository (SSH) without a key", WITH_KEY);
    } else {
      mismatch(url, credentials)
          .ifPresent(fix -> findings.add(credentials, "not for this URL", fix));
    }
  }

  private static Optional<String> mismatch(String url, Field credentials) {
    if (isSsh(url) && credentials.hasText("token")) {
      return Optional.of("a token opens https URLs; use ssh-key, or an https URL");
    }
    return !isSsh(url) && credentials.hasText("ssh-key")
        ? Optional.of("a key opens SSH URLs; use token, or an SSH URL")
        : Optional.empty();
  }
}
