package io.clusterline.network.calico;

import io.clusterline.resilience.DownloadException;
import io.clusterline.resilience.Downloads;
import java.net.URI;

/** Reads a manifest over HTTP. */
public final class ManifestDownload {

  private static final int LARGEST = 16 << 20; // Calico's is 0.7 MiB

  private final Downloads downloads;

  public ManifestDownload(Downloads downloads) {
    this.downloads = downloads;
  }

  /**
   * @throws DownloadException naming the address and the answer
   */
  byte[] read(URI uri) {
    return downloads.read(uri, Downloads.bytes(LARGEST));
  }
}
