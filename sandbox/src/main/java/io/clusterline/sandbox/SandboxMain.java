package io.clusterline.sandbox;

import io.clusterline.Json;

/** Runs a sandbox: prints one JSON line when it is ready, and stops everything when told to. */
public final class SandboxMain {

  private static final int USAGE = 64;
  private static final int ENDED = 70;

  private SandboxMain() {}

  /** See {@link SandboxOptions} for the arguments. */
  public static void main(String[] arguments) throws InterruptedException {
    SandboxOptions options;
    try {
      options = SandboxOptions.parse(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println("sandbox: " + e.getMessage());
      System.exit(USAGE);
      return;
    }
    Sandbox sandbox = Sandbox.start(options);
    Runtime.getRuntime().addShutdownHook(new Thread(sandbox::close, "close the sandbox"));
    System.out.println(Json.MAPPER.writeValueAsString(sandbox.addresses()));
    System.out.flush();
    String ending = sandbox.awaitEnd();
    if (!sandbox.isClosed()) {
      System.err.println("sandbox: " + ending);
      System.exit(ENDED);
    }
  }
}
