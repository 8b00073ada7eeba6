package io.clusterline.spec;

import java.util.regex.Pattern;

/**
 * Refuses repositories that need credentials: Argo CD gets none from a specification, so it would
 * wait for its first sync until a deadline.
 */
final class RepositoryCheck implements Check {

  private static final Pattern SSH = Pattern.compile("(?i)(ssh|git\\+ssh)://.*|[^/@:]+@[^/:]+:.*");

  private static final Pattern WITH_USER = Pattern.compile("(?i)https?://[^/]*@.*");

  @Override
  public void check(Field root, Findings findings) {
    Field repository = root.get("spec").get("gitops").get("repository");
    repository.text().ifPresent(text -> checkUrl(repository, text, findings));
  }

  private static void checkUrl(Field repository, String text, Findings findings) {
    boolean ssh = SSH.matcher(text).matches();
    if (ssh || WITH_USER.matcher(text).matches()) {
      findings.misshapen(
          repository.path(),
          text,
          "a private repository ("
              + (ssh ? "SSH" : "user name in the URL")
              + "), and Argo CD gets no credentials of it from a specification",
          "name a public https URL, or leave gitops out and register the repository in Argo CD");
    }
  }
}
