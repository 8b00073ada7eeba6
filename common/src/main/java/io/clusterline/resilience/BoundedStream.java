package io.clusterline.resilience;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body that is refused as soon as it turns out to be longer than it may be. */
final class BoundedStream extends FilterInputStream {

  private final String what;
  private final long largest;
  private long left;

  /**
   * @param what description of the data, for the message
   * @param largest in bytes
   */
  BoundedStream(InputStream in, String what, long largest) {
    super(in);
    this.what = what;
    this.largest = largest;
    this.left = largest;
  }

  @Override
  public int read() throws IOException {
    int next = super.read();
    count(next < 0 ? 0 : 1);
    return next;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = super.read(buffer, offset, length);
    count(Math.max(read, 0));
    return read;
  }

  @Override
  public long skip(long bytes) throws IOException {
    long skipped = super.skip(bytes);
    count(skipped);
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void count(long bytes) {
    left -= bytes;
    if (left < 0) {
      throw new ClusterlineException(
          ErrorCode.DOWNLOAD_FAILED, what + " has more than " + largest + " bytes: refused");
    }
  }
}
