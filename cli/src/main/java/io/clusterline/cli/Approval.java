package io.clusterline.cli;

import io.clusterline.stage.Address;

/** Checks the form of {@code --approve}: the address of a resource that may be lost. */
final class Approval {

  private Approval() {}

  /**
   * @throws CliException when it is no address
   */
  static void check(String approval) {
    try {
      Address.parse(approval);
    } catch (IllegalArgumentException notAnAddress) {
      String name = approval.replaceAll("[^A-Za-z0-9_.-]", "");
      throw new CliException(
          ExitCode.USAGE,
          "--approve takes an address, not '" + approval + "'",
          "Write instance/"
              + (name.isEmpty() ? "NAME" : name)
              + " to approve the loss of a machine.");
    }
  }
}
