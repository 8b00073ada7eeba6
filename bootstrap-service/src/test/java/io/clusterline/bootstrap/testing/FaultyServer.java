package io.clusterline.bootstrap.testing;

import io.clusterline.bootstrap.ssh.RemoteCommand;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.AbstractCommandSupport;
import org.jspecify.annotations.Nullable;

/** An SSH server that answers as a test tells it to, faults among the answers. */
public final class FaultyServer implements AutoCloseable {

  /** How one command ends. */
  public sealed interface Answer {
    record Exit(int status, String output, String errors) implements Answer {}

    /** The channel ends without saying how the command did. */
    record NoExitStatus() implements Answer {}

    /** The connection breaks while the command runs. */
    record Drop() implements Answer {}

    static Answer ok(String output) {
      return new Exit(0, output, "");
    }

    static Answer fail(int status, String errors) {
      return new Exit(status, "", errors);
    }
  }

  /** The server's reaction to a command. May block, to simulate a hanging one. */
  @FunctionalInterface
  public interface Behaviour {
    Answer to(String command, String input) throws IOException, InterruptedException;
  }

  private final SshServer server = SshServer.setUpDefaultServer();
  private final AtomicInteger connections = new AtomicInteger();
  private final List<String> commands = new CopyOnWriteArrayList<>();
  private volatile @Nullable String admitted;

  /**
   * @param port 0 for any
   */
  public FaultyServer(String host, int port, TestKey hostKey, TestKey login, Behaviour behaviour) {
    server.setHost(host);
    server.setPort(port);
    use(hostKey);
    server.setPublickeyAuthenticator((user, key, session) ->
        (admitted == null || admitted.equals(user))
            && KeyUtils.compareKeys(key, login.pair().getPublic()));
    server.setCommandFactory((channel, line) -> new Run(line, behaviour));
    server.addSessionListener(
        new org.apache.sshd.common.session.SessionListener() {
          @Override
          public void sessionCreated(org.apache.sshd.common.session.Session session) {
            connections.incrementAndGet();
          }
        });
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Nobody else gets in, whatever key he has: as the image of a distribution has it. */
  public void admitOnly(String user) {
    admitted = user;
  }

  /** From the next connection on. */
  public void use(TestKey hostKey) {
    server.setKeyPairProvider(KeyPairProvider.wrap(hostKey.pair()));
  }

  public int port() {
    return server.getPort();
  }

  public int connections() {
    return connections.get();
  }

  /** Every command line that arrived. */
  public List<String> commands() {
    return List.copyOf(commands);
  }

  @Override
  public void close() throws IOException {
    server.close(true).await(java.time.Duration.ofSeconds(5));
  }

  private final class Run extends AbstractCommandSupport {
    private final Behaviour behaviour;
    private ChannelSession channel;

    Run(String line, Behaviour behaviour) {
      super(line, null);
      this.behaviour = behaviour;
    }

    @Override
    public void start(ChannelSession session, org.apache.sshd.server.Environment environment)
        throws IOException {
      channel = session;
      super.start(session, environment);
    }

    @Override
    public void run() {
      commands.add(getCommand());
      try {
        String input = new String(getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        switch (behaviour.to(getCommand(), input)) {
          case Answer.Exit(int status, String output, String errors) -> {
            print(getOutputStream(), begun(output));
            print(getErrorStream(), errors);
            onExit(status);
          }
          case Answer.NoExitStatus none -> channel.close(false);
          case Answer.Drop drop -> channel.getSession().close(true);
        }
      } catch (IOException | InterruptedException e) {
        channel.close(true);
      }
    }

    /** A script that is only played prints what a real one prints first. */
    private String begun(String output) {
      String begin = RemoteCommand.OUTPUT_BEGINS + "\n";
      return output.contains(begin) || !getCommand().contains(RemoteCommand.OUTPUT_BEGINS)
          ? output
          : begin + output;
    }

    private static void print(OutputStream stream, String text) throws IOException {
      stream.write(text.getBytes(StandardCharsets.UTF_8));
      stream.flush();
    }
  }
}
