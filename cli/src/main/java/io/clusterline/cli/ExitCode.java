package io.clusterline.cli;

/** What the command's exit code says (the numbers from 64 are those of sysexits.h). */
final class ExitCode {

  static final int DONE = 0;

  /** The build or removal failed, was stopped or superseded, or the request was refused. */
  static final int BUILD_FAILED = 1;

  static final int USAGE = 64;
  static final int INVALID_SPECIFICATION = 65;

  /** The broker or AWS is not reachable, or this machine lacks something. */
  static final int UNAVAILABLE = 69;

  /** It was not over within {@code --timeout}; it goes on. */
  static final int TIMED_OUT = 75;

  private ExitCode() {}
}
