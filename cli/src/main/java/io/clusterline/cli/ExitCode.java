package io.clusterline.cli;

/** What the command's exit code says (the numbers are those of sysexits.h). */
final class ExitCode {

  static final int DONE = 0;
  static final int BUILD_FAILED = 1;
  static final int USAGE = 64;
  static final int INVALID_SPECIFICATION = 65;

  /** The broker or AWS is not reachable, or this machine lacks something. */
  static final int UNAVAILABLE = 69;

  private ExitCode() {}
}
