package io.clusterline.bootstrap.testing;

import io.clusterline.bootstrap.testing.FaultyServer.Answer;
import io.clusterline.testkit.SampleInfrastructure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A machine that knows the stage's scripts by their first line and simulates their effects. Tests
 * on sandbox hosts cover the real scripts.
 */
public final class FakeMachine implements AutoCloseable {

  private static final Pattern RUN = Pattern.compile("RUN='\\\\''([a-z-]+)'\\\\''");

  /** How a detached run ends. */
  public record Ending(int status, String log) {
    public static final Ending SUCCESS = new Ending(0, "done");
  }

  private final TestKey fresh = TestKey.generate();
  private final String providerId;
  private final FakeCluster cluster;
  private final FaultyServer server;
  private final String name;
  private final Map<String, Ending> ended = new HashMap<>();
  private final Map<String, Deque<Ending>> planned = new HashMap<>();
  private final Map<String, Integer> prolonged = new ConcurrentHashMap<>();
  private final List<String> executed = new CopyOnWriteArrayList<>();
  private final Set<String> answered = new HashSet<>();
  private boolean losing;
  private String prepared = "";
  private String state = "clean";
  private int cloudInitStatus;
  private String cloudInit = "status: running";

  FakeMachine(
      String name, String host, int port, TestKey first, TestKey login, FakeCluster cluster) {
    this.name = name;
    this.cluster = cluster;
    this.providerId = "aws:///eu-west-1a/i-0" + Builds.number(name);
    this.server = new FaultyServer(host, port, first, login, this::answerOrLose);
    server.admitOnly(SampleInfrastructure.USER);
  }

  /** The next runs of that name end so; then they succeed. */
  public void plan(String run, Ending... endings) {
    planned.put(run, new ArrayDeque<>(List.of(endings)));
  }

  /** Runs of that name are still under way for so many looks at them. */
  public void prolong(String run, int looks) {
    prolonged.put(run, looks);
  }

  public void endCloudInitWith(int status) {
    cloudInitStatus = status;
  }

  /** It has ended before anybody looks. */
  public void endCloudInitAtOnceWith(int status) {
    cloudInitStatus = status;
    cloudInit = "status: done";
  }

  /** The first run of each command is executed, and its answer is lost. */
  public synchronized void loseFirstAnswers() {
    losing = true;
  }

  /** How many answers were lost. */
  public synchronized long lostAnswers() {
    return losing ? answered.size() : 0;
  }

  /** Commands that were executed, in order: the names of its runs. */
  public List<String> executed() {
    return new ArrayList<>(executed);
  }

  public FaultyServer server() {
    return server;
  }

  private synchronized Answer answerOrLose(String command, String input) {
    Answer answer = answer(command, input);
    return losing && answered.add(command) ? new Answer.Drop() : answer;
  }

  private Answer answer(String command, String input) {
    if (isCommand(command, "Starts a long command")) {
      return start(runName(command), input);
    }
    if (isCommand(command, "Waits a little for the end of a detached run")) {
      if (prolonged.merge(runName(command), 0, (looks, none) -> looks - 1) > 0) {
        return Answer.ok("running\n[reset] Stopping containers\n");
      }
      Ending ending = ended.get(runName(command));
      return Answer.ok(
          ending == null ? "absent\n" : "ended %d\n%s\n".formatted(ending.status(), ending.log()));
    }
    return answer(command);
  }

  private Answer answer(String command) {
    if (isCommand(command, "Makes a host key")) {
      return Answer.ok(fresh.publicKey() + "\n");
    } else if (command.contains("cloud-init status --wait")) {
      cloudInit = "status: done";
      return Answer.ok(cloudInit + "\nerrors:\n\t- 'ntp' failed\nexit " + cloudInitStatus + "\n");
    } else if (command.contains("cloud-init status")) {
      return new Answer.Exit(cloudInitStatus, cloudInit + "\n", "");
    } else if (isCommand(command, "Prints the file systems that are full")) {
      return Answer.ok("the disk /dev/nvme0n1p1, mounted on /, has 0 MiB free\n");
    } else if (command.contains("cloud-init-output.log")) {
      return Answer.ok("what cloud-init said last\n");
    } else if (command.contains("systemctl is-active -q containerd")) {
      return Answer.ok(prepared);
    } else if (isCommand(command, "Prints how far the control plane is")
        || isCommand(command, "machine''s join is")) {
      return Answer.ok(state + "\n");
    } else if (isCommand(command, "machine''s node object")) {
      return nodeObject();
    }
    return cluster.answer(command);
  }

  private Answer nodeObject() {
    return Answer.ok(
        "{\"metadata\":{\"name\":\"%s\"},\"spec\":{\"providerID\":\"%s\"}}"
            .formatted(name, cluster.providerIds().getOrDefault(name, providerId)));
  }

  private Answer start(String run, String script) {
    if (isDone(run)) {
      ended.put(run, new Ending(1, "[ERROR FileAvailable] kubelet.conf already exists"));
      return Answer.ok("started\n");
    }
    executed.add(run);
    Deque<Ending> endings = planned.getOrDefault(run, new ArrayDeque<>());
    Ending ending = endings.isEmpty() ? Ending.SUCCESS : endings.pop();
    ended.put(run, ending);
    boolean good = ending.status() == 0;
    switch (run) {
      case "activate-host-key" -> server.use(fresh);
      case "prepare-node" -> prepared = good ? digestIn(script) : "";
      case "kubeadm-init" -> state = good ? "healthy" : "partial";
      case "reset-node" -> state = good ? "clean" : state;
      case "kubeadm-join" -> state = good ? "joined" : "partial";
      default -> throw new IllegalArgumentException(run);
    }
    return Answer.ok("started\n");
  }

  /** As kubeadm's preflight sees it. */
  private boolean isDone(String run) {
    return run.equals("kubeadm-init") && state.equals("healthy")
        || run.equals("kubeadm-join") && state.equals("joined");
  }

  private static String digestIn(String script) {
    Matcher matcher = Pattern.compile("DIGEST='([0-9a-f]{64})'").matcher(script);
    return matcher.find() ? matcher.group(1) : "";
  }

  private static String runName(String command) {
    Matcher matcher = RUN.matcher(command);
    if (!matcher.find()) {
      throw new IllegalArgumentException("no RUN in " + command);
    }
    return matcher.group(1);
  }

  static boolean isCommand(String command, String text) {
    return command.contains(text.replace("''", "'\\''"));
  }

  @Override
  public void close() throws Exception {
    server.close();
  }
}
