package io.clusterline.gitops.helm;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.resilience.DownloadException;
import io.clusterline.resilience.Downloads;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Packaged charts, each fetched once in the life of the service and verified against its digest.
 */
public final class ChartStore implements AutoCloseable {

  private static final int NAMED = 8;
  private static final int LARGEST = 32 * 1024 * 1024;

  /**
   * A chart and its source.
   *
   * @param mirror the specification's, which may be a private address; null for a public home
   * @param digest SHA-256 that the archive must have, wherever it comes from, beside the one in the
   *     repository's index
   */
  public record Source(
      URI repository,
      @Nullable URI mirror,
      String chart,
      String version,
      @Nullable String digest) {}

  private final Downloads downloads;
  private final Path directory;
  private final Map<Source, Path> fetched = new ConcurrentHashMap<>();

  public ChartStore(Downloads downloads) {
    this.downloads = downloads;
    try {
      directory = Files.createTempDirectory("clusterline-charts");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The archive of a chart, as a file. */
  public Path chart(Source source) {
    Path known = fetched.get(source);
    if (known == null) {
      known = fetch(source);
      fetched.put(source, known);
    }
    return known;
  }

  private Path fetch(Source source) {
    URI base = URI.create(source.repository() + "/");
    ChartIndex.Entry entry = find(source, base.resolve("index.yaml"));
    byte[] archive = read(source, base.resolve(entry.urls().getFirst()), Downloads.bytes(LARGEST));
    verify(source, entry.digest(), archive);
    verify(source, source.digest(), archive);
    return store(source, archive);
  }

  private ChartIndex.Entry find(Source source, URI index) {
    List<ChartIndex.Entry> entries =
        read(source, index, in -> ChartIndex.entries(in, source.chart())).stream()
            .filter(entry -> !entry.urls().isEmpty())
            .toList();
    return ChartIndex.find(entries, source.version())
        .orElseThrow(() ->
            new ClusterlineException(
                ErrorCode.CHART_NOT_FOUND,
                "%s has no chart %s %s; %s"
                    .formatted(index, source.chart(), source.version(), present(entries))));
  }

  private static String present(List<ChartIndex.Entry> entries) {
    List<String> versions =
        entries.stream().map(ChartIndex.Entry::version).sorted(ChartVersion.newestFirst()).toList();
    if (versions.isEmpty()) {
      return "no version of it is there";
    }
    String newest = String.join(", ", versions.stream().limit(NAMED).toList());
    return "it has " + newest + (versions.size() > NAMED ? ", … (" + versions.size() + ")" : "");
  }

  private <T> T read(Source source, URI uri, Function<InputStream, T> reader) {
    try {
      return downloads.read(uri, source.mirror(), reader);
    } catch (DownloadException e) {
      if (e.isMissing()) {
        throw new ClusterlineException(ErrorCode.CHART_NOT_FOUND, uri + " does not exist", e);
      }
      throw e;
    }
  }

  private static void verify(Source source, @Nullable String wanted, byte[] archive) {
    if (wanted == null || wanted.isEmpty()) {
      return;
    }
    String digest = wanted.startsWith("sha256:") ? wanted.substring(7) : wanted;
    if (!digest.equals(sha256(archive))) {
      throw new ClusterlineException(
          ErrorCode.CHECKSUM_MISMATCH,
          "chart %s %s of %s has digest %s, not %s"
              .formatted(
                  source.chart(), source.version(), source.repository(), sha256(archive), digest));
    }
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path store(Source source, byte[] archive) {
    try {
      Path file = Files.createTempFile(directory, source.chart() + "-", ".tgz");
      return Files.write(file, archive);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
