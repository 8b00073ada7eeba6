package io.clusterline.bootstrap.kubeadm;

import io.clusterline.secret.Secret;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The administrator's kubeconfig. */
public final class Kubeconfig {

  private static final Pattern SERVER =
      Pattern.compile("(?m)^(\\s*server:\\s*)(https://\\S+)\\s*$");

  private Kubeconfig() {}

  /**
   * For use from outside: the one on the master names the API server as the nodes reach it.
   *
   * @param endpoint {@code host:port}
   */
  public static Secret pointedAt(String endpoint, Secret adminConf) {
    Matcher server = SERVER.matcher(adminConf.reveal());
    long servers = server.results().count();
    if (servers != 1) {
      throw new IllegalArgumentException("admin.conf names " + servers + " servers instead of one");
    }
    return Secret.of(server.replaceAll("$1https://" + Matcher.quoteReplacement(endpoint)));
  }
}
