package io.clusterline.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jline.utils.Signals;

/**
 * Lets a waiting command poll for Ctrl-C and other terminating signals: it clears the screen and
 * prints what continues before it ends. A second signal ends the process at once.
 */
final class Interruption implements AutoCloseable {

  /** The exit code of a command that Ctrl-C has ended. */
  static final int BY_CTRL_C = 130;

  /** By signal the exit code that a shell gives it. */
  private static final Map<String, Integer> CODES = Map.of("INT", BY_CTRL_C, "TERM", 143);

  private final AtomicInteger code = new AtomicInteger();
  private final Map<String, Object> handlersBefore = new HashMap<>();

  private Interruption() {}

  /** From now on until {@link #close} the signals no longer end the process. */
  static Interruption listen() {
    Interruption interruption = new Interruption();
    CODES.forEach(interruption::register);
    return interruption;
  }

  private void register(String signal, int exitCode) {
    Object before = Signals.register(signal, () -> signalled(exitCode));
    if (before != null) {
      handlersBefore.put(signal, before);
    }
  }

  private void signalled(int exitCode) {
    if (!code.compareAndSet(0, exitCode)) {
      System.exit(exitCode);
    }
  }

  boolean isInterrupted() {
    return code.get() != 0;
  }

  /** 128 and the number of the signal; 0 while none has come. */
  int exitCode() {
    return code.get();
  }

  @Override
  public void close() {
    handlersBefore.forEach(Signals::unregister);
  }
}
