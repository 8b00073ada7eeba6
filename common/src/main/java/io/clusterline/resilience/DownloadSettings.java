package io.clusterline.resilience;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of downloads from repositories and mirrors.
 *
 * @param connectTimeout until the connection is established
 * @param answerTimeout until the answer begins
 * @param attempts of one download
 * @param firstPause between the first two, growing
 * @param longestPause between any two
 * @param redirects of one download, each of which is checked
 * @param largest body that is read, an index too
 * @param breaker when calls to one host pause
 */
@ConfigurationProperties("clusterline.downloads")
public record DownloadSettings(
    @DefaultValue("10s") Duration connectTimeout,
    @DefaultValue("60s") Duration answerTimeout,
    @DefaultValue("4") int attempts,
    @DefaultValue("500ms") Duration firstPause,
    @DefaultValue("4s") Duration longestPause,
    @DefaultValue("5") int redirects,
    @DefaultValue("64MB") DataSize largest,
    @DefaultValue BreakerSettings breaker) {

  public static final DownloadSettings DEFAULT =
      new DownloadSettings(
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          4,
          Duration.ofMillis(500),
          Duration.ofSeconds(4),
          5,
          DataSize.ofMegabytes(64),
          BreakerSettings.DEFAULT);

  /** The same with another first pause. */
  public DownloadSettings withFirstPause(Duration pause) {
    return new DownloadSettings(
        connectTimeout, answerTimeout, attempts, pause, longestPause, redirects, largest, breaker);
  }

  /** The same with another largest body. */
  public DownloadSettings withLargest(DataSize size) {
    return new DownloadSettings(
        connectTimeout,
        answerTimeout,
        attempts,
        firstPause,
        longestPause,
        redirects,
        size,
        breaker);
  }

  RetrySettings retry() {
    return new RetrySettings(attempts, firstPause, longestPause);
  }
}
