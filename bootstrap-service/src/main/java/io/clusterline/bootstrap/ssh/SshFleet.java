package io.clusterline.bootstrap.ssh;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.secret.Secret;
import io.clusterline.stage.Wait;
import io.clusterline.telemetry.CallMetrics;
import io.clusterline.telemetry.LineMetric;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.util.function.SingletonSupplier;

/**
 * Connections to many machines as one user: one per machine, opened on first use, reused, replaced
 * when lost. A connection per command would be five times slower.
 */
public final class SshFleet implements AutoCloseable {

  private static final String ROOT_BY_SUDO = "sudo -n ";

  /** A machine's connection; machines do not wait for one another. */
  private static final class Slot {
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable SshConnection connection;
  }

  private final SshIdentity identity;
  private final SshSettings settings;
  private final SshCalls calls;
  private final SshCalls.Share share;
  private final SingletonSupplier<Secret> privateKey;
  private final Map<String, Slot> slots = new ConcurrentHashMap<>();

  public SshFleet(SshIdentity identity, SshSettings settings, SshCalls calls) {
    this.calls = calls;
    this.share = calls.share(identity.keyName());
    this.identity = identity;
    this.settings = settings;
    this.privateKey = SingletonSupplier.of(identity.privateKey());
  }

  /**
   * A live connection to a machine that has shown the pinned host key.
   *
   * @throws ClusterlineException {@code NODE_UNREACHABLE}, {@code HOST_KEY_CHANGED} or {@code
   *     SSH_AUTHENTICATION_FAILED}
   */
  public SshConnection connect(SshTarget target) {
    Slot slot = slots.computeIfAbsent(target.node(), node -> new Slot());
    slot.lock.lock();
    try {
      SshConnection known = slot.connection;
      if (known != null && known.serves(target)) {
        return known;
      }
      if (known != null) {
        known.close();
      }
      SshConnection fresh = open(target);
      slot.connection = fresh;
      return fresh;
    } finally {
      slot.lock.unlock();
    }
  }

  /** Runs a command that may only be tried again while it was not started. */
  public CommandResult run(SshTarget target, RemoteCommand command) {
    return calls.connecting(() -> connect(target).run(command));
  }

  /** Runs a command that may run twice. */
  public CommandResult runRepeatable(SshTarget target, RemoteCommand command) {
    return calls.repeatable(() -> connect(target).run(command));
  }

  /** Whether an SSH server answers there; its identity is not checked. */
  public Wait.Seen<String> banner(String host) {
    return SshBanner.poll(host, settings.port(), settings.connectTimeout());
  }

  /** Whether a connection to it is open. */
  public boolean isConnected(SshTarget target) {
    Slot slot = slots.get(target.node());
    if (slot == null) {
      return false;
    }
    slot.lock.lock();
    try {
      return slot.connection != null && slot.connection.serves(target);
    } finally {
      slot.lock.unlock();
    }
  }

  private SshConnection open(SshTarget target) {
    PinnedHostKey hostKey = new PinnedHostKey(target.pin());
    Session session = session(target, hostKey);
    try {
      session.connect(Math.toIntExact(settings.connectTimeout().toMillis()));
    } catch (JSchException e) {
      session.disconnect();
      ClusterlineException failure = SshErrors.connecting(target, identity, hostKey, e);
      calls.metrics().count(LineMetric.SSH_CONNECTIONS, CallMetrics.codeOf(failure));
      throw failure;
    }
    calls.metrics().count(LineMetric.SSH_CONNECTIONS, CallMetrics.SUCCESS);
    String prefix = identity.user().equals("root") ? "" : ROOT_BY_SUDO;
    return new SshConnection(target, session, settings, prefix, share);
  }

  private Session session(SshTarget target, PinnedHostKey hostKey) {
    try {
      JSch jsch = new JSch();
      jsch.addIdentity(identity.keyName(), privateKey(), null, null);
      Session session = jsch.getSession(identity.user(), target.host(), settings.port());
      session.setHostKeyRepository(hostKey);
      session.setConfig("StrictHostKeyChecking", "yes");
      session.setConfig("server_host_key", target.pin().algorithm());
      session.setConfig("PreferredAuthentications", "publickey");
      session.setServerAliveInterval(Math.toIntExact(settings.keepAlive().toMillis()));
      session.setServerAliveCountMax(settings.keepAliveMisses());
      session.setThreadFactory(Thread.ofVirtual().name("ssh-" + target.node()).factory());
      return session;
    } catch (JSchException e) {
      // The cause stays out: it may quote the key.
      throw new ClusterlineException(
          ErrorCode.SSH_AUTHENTICATION_FAILED,
          "the secret " + identity.keyName() + " does not hold a private key that can be read");
    }
  }

  private byte[] privateKey() {
    return privateKey.obtain().reveal().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    slots.values().forEach(SshFleet::close);
    slots.clear();
  }

  private static void close(Slot slot) {
    slot.lock.lock();
    try {
      if (slot.connection != null) {
        slot.connection.close();
      }
    } finally {
      slot.lock.unlock();
    }
  }
}
