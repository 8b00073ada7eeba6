package io.clusterline.testkit;

import java.nio.file.Path;
import java.util.Map;

/** Debian's Prometheus, where {@code ./clusterline setup} or {@code tools.sh} has unpacked it. */
public final class PrometheusProgram {

  private PrometheusProgram() {}

  /** The program, whether it is there or not. */
  public static Path find() {
    Map<String, String> environment = System.getenv();
    String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
    String caches = environment.getOrDefault("XDG_CACHE_HOME", home + "/.cache");
    String cache = environment.getOrDefault("CLUSTERLINE_CACHE", caches + "/clusterline");
    return Path.of(cache, "prometheus/root/usr/bin/prometheus");
  }
}
