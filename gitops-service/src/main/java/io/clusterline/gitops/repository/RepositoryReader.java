package io.clusterline.gitops.repository;

import io.clusterline.spec.GitOpsSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks into the GitOps repository from here, before the cluster follows it. Whether the cluster
 * can read it is Argo CD's affair: what cannot be read from here is not looked at, and that is
 * said.
 *
 * @param enabled whether Git hosts are reached from here at all
 * @param within longest time of a look
 */
public record RepositoryReader(boolean enabled, Duration within) {

  private static final Logger LOG = LoggerFactory.getLogger(RepositoryReader.class);

  /** Reads nothing: for a pipeline whose world is on one machine. */
  public static final RepositoryReader NONE = new RepositoryReader(false, Duration.ZERO);

  /**
   * What the path would install.
   *
   * @param charts names of charts and programs, with the file that names each
   * @param unread why nothing could be read; empty when it was
   */
  public record Contents(Map<String, String> charts, String unread) {

    public Contents {
      charts = Map.copyOf(charts);
    }

    /** Whether the repository was looked into. */
    public boolean wasRead() {
      return unread.isEmpty();
    }
  }

  /**
   * @param credentials empty for a public repository
   */
  public Contents read(GitOpsSpec gitops, Optional<RepositoryCredentials> credentials) {
    if (!enabled) {
      return unread("Git hosts are not reached from this pipeline");
    }
    if (!gitops.repository().startsWith("http")) {
      return unread("it is read over https only, and this is an SSH URL");
    }
    var provider =
        credentials
            .map(each -> new UsernamePasswordCredentialsProvider(each.username(), each.password()))
            .orElse(null);
    try (GitCommit commit =
        GitCommit.fetch(gitops.repository(), gitops.revision(), provider, within)) {
      return new Contents(new ChartSearch(commit, gitops).run(), "");
    } catch (IOException e) {
      LOG.info("the GitOps repository cannot be read from here: {}", e.getMessage());
      return unread("it cannot be read from here: " + e.getMessage());
    }
  }

  private static Contents unread(String why) {
    return new Contents(Map.of(), why);
  }
}
