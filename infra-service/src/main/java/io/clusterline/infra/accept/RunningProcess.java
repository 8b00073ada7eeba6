package io.clusterline.infra.accept;

import java.time.Instant;
import java.util.Optional;

/**
 * Names a process by its id and its start, {@code 4711-1767225600000} (milliseconds since 1970):
 * ids are given again.
 */
final class RunningProcess {

  /** The start is counted from the boot of the machine, whose time moves with the clock. */
  private static final long TOLERANCE_MILLIS = 5_000;

  private RunningProcess() {}

  static String current() {
    ProcessHandle self = ProcessHandle.current();
    return self.pid() + "-" + start(self).map(Instant::toEpochMilli).orElse(0L);
  }

  /** Whether it still runs; false for an invalid name, and when it is unknown. */
  static boolean isAlive(String name) {
    String[] parts = name.split("-");
    try {
      long start = Long.parseLong(parts[parts.length - 1]);
      return ProcessHandle.of(Long.parseLong(parts[0]))
          .filter(ProcessHandle::isAlive)
          .flatMap(RunningProcess::start)
          .filter(found -> Math.abs(found.toEpochMilli() - start) <= TOLERANCE_MILLIS)
          .isPresent();
    } catch (NumberFormatException noName) {
      return false;
    }
  }

  private static Optional<Instant> start(ProcessHandle process) {
    return process.info().startInstant();
  }
}
