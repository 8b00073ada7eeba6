package io.clusterline.network.calico;

import io.clusterline.resilience.DownloadException;
import io.clusterline.resilience.Downloads;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Reads a manifest over HTTP. */
public final class ManifestDownload {

  private static final int LARGEST = 16 << 20; // Calico's is 0.7 MiB

  private final Downloads downloads;

  public ManifestDownload(Downloads downloads) {
    this.downloads = downloads;
  }

  /**
   * @param mirror the specification's, if there is one
   * @throws DownloadException naming the address and the answer
   */
  byte[] read(URI uri, @Nullable URI mirror) {
    return downloads.read(uri, mirror, Downloads.bytes(LARGEST));
  }
}
