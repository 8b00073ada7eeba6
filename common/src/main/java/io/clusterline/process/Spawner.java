package io.clusterline.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Starts processes that end when this one ends, by whatever signal.
 *
 * <p>The kernel sends a child its parent-death signal when the <em>thread</em> that started it
 * ends. So one thread that lives as long as the process starts them all.
 */
public final class Spawner {

  private static final ExecutorService THREAD =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("spawner").factory());

  /**
   * The parent's death between fork and prctl would be missed; so the child checks that it still
   * exists.
   */
  private static final String IF_PARENT_LIVES = "[ \"$PPID\" = \"$0\" ] && exec \"$@\"";

  /**
   * As {@code nice} counts. By the child itself: only then it is surely in a session of its own.
   */
  private static final String BEHIND =
      "[ \"$(id -u)\" = 0 ] && [ -w /proc/self/autogroup ] && echo 5 >/proc/self/autogroup; ";

  private Spawner() {}

  /** Starts it in a session of its own: a Ctrl-C in the terminal reaches us alone. */
  public static Child start(Launch launch) {
    return new Child(launch, onThread(launch, Redirect.appendTo(launch.log().toFile())));
  }

  /** As {@link #start}, with a standard output that the caller reads. */
  public static Child startReadable(Launch launch) {
    return new Child(launch, onThread(launch, Redirect.PIPE));
  }

  private static Process onThread(Launch launch, Redirect output) {
    try {
      return CompletableFuture.supplyAsync(() -> spawn(launch, output), THREAD).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof UncheckedIOException known ? known : e;
    }
  }

  private static Process spawn(Launch launch, Redirect output) {
    ProcessBuilder builder =
        new ProcessBuilder(contained(launch))
            .redirectInput(new File("/dev/null"))
            .redirectOutput(output)
            .redirectError(Redirect.appendTo(launch.log().toFile()));
    builder.environment().clear();
    builder.environment().putAll(launch.environment());
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(launch.name() + " could not be started", e);
    }
  }

  private static List<String> contained(Launch launch) {
    String script = (launch.behind() ? BEHIND : "") + IF_PARENT_LIVES;
    List<String> all = new ArrayList<>(List.of("setpriv", "--pdeathsig", "KILL", "setsid"));
    all.addAll(List.of("/bin/sh", "-c", script, Long.toString(ProcessHandle.current().pid())));
    all.addAll(launch.command());
    return all;
  }
}
