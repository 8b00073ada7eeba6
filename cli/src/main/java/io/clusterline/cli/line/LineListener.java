package io.clusterline.cli.line;

/** Observes the pipeline's processes. Called from their threads. */
public interface LineListener {

  void started(String service, long pid);

  /**
   * A service ended unexpectedly.
   *
   * @param ending such as "was killed by signal 9"
   */
  void onEnded(String service, String ending);

  /** It ended so often at once that it is not started again. */
  void onGivenUp(String service, String ending, java.util.List<String> logTail);
}
