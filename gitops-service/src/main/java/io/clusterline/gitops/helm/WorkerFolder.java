package io.clusterline.gitops.helm;

import io.clusterline.secret.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The folder of one {@link HelmWorker}, which only this user can enter. It is deleted with the
 * worker by whichever side ends last: it holds the kubeconfig.
 */
record WorkerFolder(Path path) {

  static WorkerFolder create(Secret kubeconfig) {
    try {
      WorkerFolder folder = new WorkerFolder(Files.createTempDirectory("clusterline-helm"));
      Files.writeString(folder.kubeconfig(), kubeconfig.reveal());
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a temporary folder", e);
    }
  }

  Path kubeconfig() {
    return path.resolve("kubeconfig");
  }

  Path cache() {
    return path.resolve("cache");
  }

  /** A missing folder is success. */
  void delete() {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> files = Files.walk(path)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + path, e);
    }
  }
}
