package io.clusterline.cli;

/** Exit codes of the commands (the numbers from 64 are those of sysexits.h). */
final class ExitCode {

  static final int DONE = 0;

  /** The build or removal failed, was stopped or superseded, or the request was refused. */
  static final int BUILD_FAILED = 1;

  static final int USAGE = 64;
  static final int INVALID_SPECIFICATION = 65;

  /** The broker or AWS is not reachable, or this machine lacks something. */
  static final int UNAVAILABLE = 69;

  /** Not finished within {@code --timeout}; the build or removal continues. */
  static final int TIMED_OUT = 75;

  private ExitCode() {}
}
