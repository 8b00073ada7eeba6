package io.clusterline.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.clusterline.event.StageName;
import io.clusterline.testkit.Repository;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every alert has its drill. */
class AlertDrillsTest {

  private static final Pattern ALERT = Pattern.compile("- alert: (\\w+)");

  /** By alert, why nothing on this machine can bring it about. */
  private static final Map<String, String> WITHOUT = Map.of();

  private static List<String> alerts() {
    return Stream.of("alerts.yaml", "cluster.yaml")
        .map(file -> Repository.read("deploy/monitoring/rules/" + file))
        .flatMap(rules -> ALERT.matcher(rules).results())
        .map(match -> match.group(1))
        .toList();
  }

  private static List<String> drilled() {
    JavaClasses tests = new ClassFileImporter().importPath(Path.of("target/test-classes"));
    return tests.stream()
        .flatMap(type -> type.getMethods().stream())
        .filter(method -> method.isAnnotatedWith(DrillOf.class))
        .map(AlertDrillsTest::drillOf)
        .toList();
  }

  private static String drillOf(JavaMethod method) {
    return method.getAnnotationOfType(DrillOf.class).value();
  }

  @Test
  void givenTheRulesWhenTheDrillsAreCountedThenEachAlertHasOne() {
    List<String> expected = alerts().stream().filter(alert -> !WITHOUT.containsKey(alert)).toList();

    assertThat(drilled()).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(alerts()).containsAll(WITHOUT.keySet());
  }

  /** A stage that a build is ready without fires a warning of its own, and no other stage does. */
  @Test
  void givenTheStagesBesideABuildWhenOneFailsThenItIsNotReportedAsABuildThatStandsStill() {
    String beside =
        StageName.build().stream()
            .filter(StageName::isBeside)
            .map(StageName::toString)
            .collect(Collectors.joining("|"));

    assertThat(Repository.read("deploy/monitoring/rules/alerts.yaml"))
        .contains("clusterline_build_stage_state{stage!~\"" + beside + "\"}")
        .contains("clusterline_build_stage_state{stage=~\"" + beside + "\"}");
  }

  @Test
  void givenRulesWhenTheirTimeIsScaledThenLengthsOfTimeAreShorterAndNothingElseIsChanged() {
    assertThat(ScaledTime.configuration("for: 15m")).isEqualTo("for: 60s");
    assertThat(ScaledTime.configuration("x[1h:15s] > 10")).isEqualTo("x[240s:1s] > 10");
    assertThat(ScaledTime.configuration("rate(p90_1h[5m])")).isEqualTo("rate(p90_1h[20s])");
    assertThat(ScaledTime.configuration("interval: 5s")).isEqualTo("interval: 1s");
    assertThat(ScaledTime.alerts(Repository.read("deploy/monitoring/rules/alerts.yaml")))
        .contains("p90_1h > 20", "age_seconds) > 4", "- time() < 16", "- time() < 172800", "> 1.5")
        .satisfies(text ->
            assertThat(Pattern.compile("\\[\\d+m]").matcher(text).results().map(MatchResult::group))
                .isEmpty());
  }
}
