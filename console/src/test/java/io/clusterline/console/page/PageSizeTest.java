package io.clusterline.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** The page is loaded over slow connections, too. */
class PageSizeTest {

  private static final int MOST = 60_000;

  @Test
  void givenThePageWhenAllOfItIsCompressedThenItHasAtMostSixtyKilobytes() {
    int size =
        Stream.of("index.html", "console.css", "console.js").mapToInt(PageSizeTest::size).sum();

    assertThat(size).isBetween(1_000, MOST);
  }

  /** Bytes, by gzip. */
  private static int size(String file) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (InputStream plain =
            Objects.requireNonNull(
                PageSizeTest.class.getResourceAsStream("/static/" + file), file);
        GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      plain.transferTo(gzip);
      gzip.finish();
      return compressed.size();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
