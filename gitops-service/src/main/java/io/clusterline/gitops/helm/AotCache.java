package io.clusterline.gitops.helm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the worker loads, recorded beside the application's jar by a run for that purpose, so that
 * later ones start faster.
 */
final class AotCache {

  /** Such a run sets it for all applications of the line. */
  private static final boolean RECORDING =
      Boolean.parseBoolean(System.getenv("CLUSTERLINE_RECORDING"));

  private AotCache() {}

  static boolean isRecording() {
    return RECORDING;
  }

  static List<String> flags(String classPath) {
    Path cache =
        Path.of(classPath.split(java.io.File.pathSeparator, 2)[0])
            .resolveSibling("helm-worker.aot");
    if (RECORDING) {
      return List.of("-XX:AOTCacheOutput=" + cache);
    }
    return Files.exists(cache) ? List.of("-XX:AOTCache=" + cache) : List.of();
  }
}
