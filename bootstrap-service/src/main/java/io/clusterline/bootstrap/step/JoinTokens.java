package io.clusterline.bootstrap.step;

import io.clusterline.bootstrap.kubeadm.BootstrapToken;
import io.clusterline.bootstrap.node.Node;
import io.clusterline.bootstrap.node.NodeScript;
import io.clusterline.event.SecretRef;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The token with which machines join, shared by all joins of a run. Made when one is needed, so
 * that a cluster in which every node has joined has none that is still good.
 */
final class JoinTokens {

  private static final Duration ENOUGH_FOR_A_JOIN = Duration.ofMinutes(15);

  private final Ssh context;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable BootstrapToken good;

  JoinTokens(Ssh context, Clock clock) {
    this.context = context;
    this.clock = clock;
  }

  /** One that {@code kubeadm init} makes known to the cluster. */
  BootstrapToken forInit() {
    lock.lock();
    try {
      good = generate();
      return good;
    } finally {
      lock.unlock();
    }
  }

  /** One that the cluster knows, for long enough. */
  BootstrapToken forJoin(Node master) {
    lock.lock();
    try {
      if (good == null) {
        good = stored().filter(token -> isGood(token, master)).orElseGet(() -> create(master));
      }
      return good;
    } finally {
      lock.unlock();
    }
  }

  void forget() {
    context.secrets().delete(secret());
  }

  private Optional<BootstrapToken> stored() {
    return context.secrets().get(secret()).map(BootstrapToken::new);
  }

  private boolean isGood(BootstrapToken token, Node master) {
    String script = NodeScript.of("token-expiry.sh").with("ID", token.id()).text();
    String expiry = master.query("look up the join token", script).strip();
    return !expiry.isEmpty()
        && Instant.parse(expiry).isAfter(clock.instant().plus(ENOUGH_FOR_A_JOIN));
  }

  private BootstrapToken create(Node master) {
    BootstrapToken token = generate();
    master.write(NodePaths.TOKEN, token.yaml());
    master.run("make a join token", NodeScript.of("token-create.sh").text());
    return token;
  }

  private BootstrapToken generate() {
    BootstrapToken token = BootstrapToken.generate();
    context.secrets().put(secret().name(), token.secret());
    return token;
  }

  private SecretRef secret() {
    return context.secret("join-token");
  }
}
