package io.clusterline.bootstrap.step;

import io.clusterline.bootstrap.kubeadm.BootstrapToken;
import io.clusterline.bootstrap.node.Node;
import io.clusterline.bootstrap.node.NodeScript;
import io.clusterline.failure.ErrorCode;
import io.clusterline.secret.SecretRef;
import io.clusterline.stage.Wait;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The token with which machines join, shared by all joins of a run. Created when needed, so that a
 * cluster in which every node has joined has no valid one.
 */
final class JoinTokens {

  private static final Duration ENOUGH_FOR_A_JOIN = Duration.ofMinutes(15);

  private static final Duration SIGNATURE = Duration.ofMinutes(2);

  private final Ssh context;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable BootstrapToken good;
  private boolean signed;

  JoinTokens(Ssh context, Clock clock) {
    this.context = context;
    this.clock = clock;
  }

  /** A token that {@code kubeadm init} registers in the cluster. */
  BootstrapToken forInit() {
    lock.lock();
    try {
      good = generate();
      signed = false;
      return good;
    } finally {
      lock.unlock();
    }
  }

  /**
   * A token that the cluster knows and that is valid long enough.
   *
   * @param endpoint of the API server inside the VPC
   */
  BootstrapToken forJoin(Node master, String endpoint) {
    lock.lock();
    try {
      if (good == null) {
        good = stored().filter(token -> isGood(token, master)).orElseGet(() -> create(master));
      }
      if (!signed) {
        awaitSignature(good, master, endpoint);
        signed = true;
      }
      return good;
    } finally {
      lock.unlock();
    }
  }

  /** A join that is too early retries every five seconds only. */
  private void awaitSignature(BootstrapToken token, Node master, String endpoint) {
    NodeScript script =
        NodeScript.of("token-signed.sh").with("ENDPOINT", endpoint).with("ID", token.id());
    Wait.until("the controller manager has signed cluster-info for the join token")
        .within(SIGNATURE)
        .atMostEvery(Duration.ofMillis(500))
        .orFail(ErrorCode.KUBERNETES_UNREACHABLE)
        .reporting(context::report)
        .poll(() -> {
          String seen = master.query("look for the join token's signature", script).strip();
          return seen.equals("signed") ? Wait.Seen.yes(seen) : Wait.Seen.notYet(seen);
        });
  }

  void deleteSecret() {
    context.secrets().delete(secret());
  }

  private Optional<BootstrapToken> stored() {
    return context.secrets().get(secret()).map(BootstrapToken::new);
  }

  private boolean isGood(BootstrapToken token, Node master) {
    NodeScript script = NodeScript.of("token-expiry.sh").with("ID", token.id());
    String expiry = master.query("look up the join token", script).strip();
    return !expiry.isEmpty()
        && Instant.parse(expiry).isAfter(clock.instant().plus(ENOUGH_FOR_A_JOIN));
  }

  private BootstrapToken create(Node master) {
    BootstrapToken token = generate();
    master.write(NodePaths.TOKEN, token.yaml());
    master.run("make a join token", NodeScript.of("token-create.sh"));
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
