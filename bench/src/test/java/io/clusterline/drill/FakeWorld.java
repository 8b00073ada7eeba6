package io.clusterline.drill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Stands in for the cloud: a folder of resources. As with a cloud's create, two calls create two,
 * and only a read tells what exists.
 */
record FakeWorld(Path folder) {

  FakeWorld {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes another one, whatever there is; as with a cloud, that takes its time. */
  String make(String key) {
    LockSupport.parkNanos(Duration.ofMillis(Long.getLong("drill.step", 0)).toNanos());
    String id = key + "~" + UUID.randomUUID();
    try {
      Files.createFile(folder.resolve(id));
      return id;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void remove(String id) {
    try {
      Files.deleteIfExists(folder.resolve(id));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All of that key, oldest name first. */
  List<String> find(String key) {
    return all().stream().filter(id -> id.startsWith(key + "~")).toList();
  }

  /** The keys without their serial numbers. */
  static List<String> keys(List<String> ids) {
    return ids.stream().map(id -> id.substring(0, id.indexOf('~'))).sorted().toList();
  }

  List<String> all() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
