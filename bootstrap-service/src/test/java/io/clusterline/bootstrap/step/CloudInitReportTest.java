package io.clusterline.bootstrap.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Texts as cloud-init of Debian 13 printed them. */
class CloudInitReportTest {

  private static final String WITH_AN_ERROR =
      """
      status: error
      extended_status: error - done
      boot_status_code: enabled-by-generator
      last_update: Thu, 01 Jan 1970 07:03:23 +0000
      detail: DataSourceNoCloud [seed=/var/lib/cloud/seed/nocloud]
      errors:
      \t- ('ntp', PackageInstallerError("Failed to install the following packages: {'chrony'}."))
      recoverable_errors:
      WARNING:
      \t- Running module ntp (<module 'cloudinit.config.cc_ntp'>) failed
      \t- Running module ntp (<module 'cloudinit.config.cc_ntp'>) failed
      DEPRECATED:
      \t- The chpasswd multiline string is deprecated in 22.2. Use string type instead.
      exit 1
      """;

  private static final String CLEAN =
      """
      status: done
      extended_status: done
      detail: DataSourceNoCloud [seed=/var/lib/cloud/seed/nocloud]
      errors: []
      recoverable_errors: {}
      exit 0
      """;

  @Test
  void givenErrorsAndWarningsWhenReadThenEachIsListedOnceAndTheLineNamesTheErrors() {
    CloudInitReport report = CloudInitReport.parse(WITH_AN_ERROR.lines().toList());

    assertThat(report.errors())
        .singleElement()
        .asString()
        .startsWith("('ntp', PackageInstallerError(");
    assertThat(report.warnings()).hasSize(2);
    assertThat(report).hasToString(report.errors().getFirst());
  }

  @Test
  void givenNothingToReportWhenReadThenBothAreEmpty() {
    assertThat(CloudInitReport.parse(CLEAN.lines().toList()))
        .isEqualTo(new CloudInitReport(List.of(), List.of()));
  }
}
