package io.clusterline.bootstrap.ssh;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Keeps a command's output, up to a limit, and signals when the stream is closed. */
final class CapturedOutput extends OutputStream {

  private static final int LIMIT = 1 << 20;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CountDownLatch closed = new CountDownLatch(1);

  @Override
  public synchronized void write(int b) {
    if (bytes.size() < LIMIT) {
      bytes.write(b);
    }
  }

  @Override
  public synchronized void write(byte[] data, int offset, int length) {
    bytes.write(data, offset, Math.min(length, LIMIT - bytes.size()));
  }

  @Override
  public void close() {
    closed.countDown();
  }

  /** False when it was still open after that time. */
  boolean awaitClose(long nanos) throws InterruptedException {
    return closed.await(nanos, TimeUnit.NANOSECONDS);
  }

  synchronized String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
