package io.clusterline.execution;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.clusterline.event.StageName;
import io.clusterline.stage.Address;
import io.clusterline.stage.FailPoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * For drills: ends the process, as {@code kill -9} would, at the points that a file names, once at
 * each. The point is recorded before the end, so the restarted process passes it.
 *
 * <p>One point per line, {@code stage|address|POINT}: {@code infra|subnet/public-a|AFTER_EFFECT}.
 * {@code *} matches any stage, address or point.
 */
public final class CrashInjector implements FailPoints {

  /** The exit code of a process that was ended by signal 9. */
  public static final int KILLED = 137;

  private final List<String[]> plan;
  private final Path crashLog;
  private final Runnable halt;

  CrashInjector(Path plan, Runnable halt) {
    this.plan = read(plan);
    this.crashLog = crashLog(plan);
    this.halt = halt;
  }

  /** Reads the file; the points that were hit are recorded in another file beside it. */
  public static CrashInjector of(Path plan) {
    return new CrashInjector(plan, () -> Runtime.getRuntime().halt(KILLED));
  }

  /** The file of the points at which a process was ended, one per line. */
  public static Path crashLog(Path plan) {
    return plan.resolveSibling(plan.getFileName() + ".struck");
  }

  private static List<String[]> read(Path plan) {
    try {
      return Files.readAllLines(plan).stream()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .map(line -> parts(plan, line))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "clusterline.drill.halt-points: " + plan + " is unreadable", e);
    }
  }

  private static String[] parts(Path plan, String line) {
    String[] parts = line.split("\\|", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException(
          "clusterline.drill.halt-points: '"
              + line
              + "' in "
              + plan
              + " is not stage|address|POINT, such as infra|subnet/public-a|AFTER_EFFECT");
    }
    return parts;
  }

  @Override
  public void onReached(FailPoint point, StageName stage, Address at) {
    String[] place = {stage.toString(), at.toString(), point.name()};
    if (plan.stream().noneMatch(wanted -> matches(wanted, place))) {
      return;
    }
    synchronized (CrashInjector.class) { // no other point may be recorded while the process ends
      if (recordFirst(String.join("|", place))) {
        halt.run();
      }
    }
  }

  private static boolean matches(String[] wanted, String[] place) {
    for (int i = 0; i < place.length; i++) {
      if (!wanted[i].equals("*") && !wanted[i].equals(place[i])) {
        return false;
      }
    }
    return true;
  }

  /**
   * Several processes may come here at the same moment; the file's lock keeps no threads apart.
   *
   * @return whether this process is the first at that point
   */
  private boolean recordFirst(String point) {
    try (FileChannel file =
            FileChannel.open(crashLog, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = file.lock()) {
      if (!lock.isValid() || Files.readAllLines(crashLog).contains(point)) {
        return false;
      }
      file.write(ByteBuffer.wrap((point + "\n").getBytes(UTF_8)), file.size());
      file.force(true);
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException("the drill cannot write to " + crashLog, e);
    }
  }
}
