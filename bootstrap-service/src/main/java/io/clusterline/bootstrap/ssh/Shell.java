package io.clusterline.bootstrap.ssh;

/** Words for a POSIX shell. */
public final class Shell {

  private Shell() {}

  /** One word that the shell takes literally, whatever is in it. */
  public static String quote(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
