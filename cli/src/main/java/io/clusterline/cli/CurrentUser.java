package io.clusterline.cli;

/** The user who runs the command, for the audit. */
final class CurrentUser {

  private CurrentUser() {}

  static String name() {
    String user = System.getProperty("user.name", "");
    return user.isBlank() ? "unknown" : user;
  }
}
