package io.clusterline.gitops.helm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The worker's AOT cache beside the application's jar, recorded by a training run, so that later
 * runs start faster.
 */
final class AotCache {

  /** Set by the training run for all applications. */
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
