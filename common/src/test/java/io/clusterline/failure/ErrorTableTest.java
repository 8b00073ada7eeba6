package io.clusterline.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ErrorTableTest {

  private static final Path FILE = Path.of("../docs/errors.md");
  private static final String HEAD =
      """
      # Errors

      Generated from `io.clusterline.failure.ErrorCode`; do not edit: change the enum and run
      `mvn -pl common test -Dtest=ErrorTableTest -Dclusterline.regenerate=true`.

      A `StageFailed` event, `clusterline watch` and the headers of a dead letter name one of these
      codes. **Whose** says who can do something about it: the *user* (specification, credentials,
      account), the *provider* (AWS, the network, a repository, a machine) or us (*internal*).
      **Tried again** says whether the line does so by itself before it gives up.

      | code | whose | tried again | what to do |
      |---|---|---|---|
      """;

  @Test
  void givenTheErrorCodesWhenTheTableIsWrittenThenItIsTheOneCheckedIn() throws IOException {
    String table =
        Arrays.stream(ErrorCode.values())
            .map(ErrorTableTest::row)
            .collect(Collectors.joining("\n", HEAD, "\n"));
    if (Boolean.getBoolean("clusterline.regenerate")) {
      Files.writeString(FILE, table);
    }
    assertThat(FILE)
        .as("run this test with -Dclusterline.regenerate=true to write the table anew")
        .hasContent(table);
  }

  private static String row(ErrorCode code) {
    return "| `%s` | %s | %s | %s |"
        .formatted(
            code.name(),
            code.fault().name().toLowerCase(Locale.ROOT),
            code.retryable() ? "yes" : "no",
            code.fix().replace("|", "\\|"));
  }
}
