package io.clusterline.architecture;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.architecture.Pom.Dependency;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Allowed dependencies on a module's compile path. Read from the poms: what is not there cannot
 * leak.
 */
class ModuleTableTest {

  /** The modules of ours that a module may be compiled against. */
  private static final Map<String, Set<String>> MAY_DEPEND_ON =
      Map.ofEntries(
          entry("common", Set.of()),
          entry("testkit", Set.of("common")),
          entry("state-aws", Set.of("common")),
          entry("kubernetes", Set.of("common")),
          entry("infra-service", Set.of("common", "kubernetes")),
          entry("bootstrap-service", Set.of("common")),
          entry("network-service", Set.of("common", "kubernetes")),
          entry("gitops-service", Set.of("common", "kubernetes")),
          entry("console", Set.of("common")),
          entry("cli", Set.of("common")),
          entry("sandbox", Set.of("common")),
          entry("bench", Set.of("common")));

  static List<String> modules() {
    return Modules.names();
  }

  @Test
  void givenTheRootPomWhenReadThenTheTableKnowsEveryModule() {
    assertThat(Modules.names()).containsExactlyInAnyOrderElementsOf(MAY_DEPEND_ON.keySet());
  }

  @ParameterizedTest
  @MethodSource("modules")
  void givenAModuleWhenItsPomIsReadThenItIsCompiledAgainstNoOtherModuleThanItMay(String module) {
    assertThat(MAY_DEPEND_ON.get(module)).containsAll(compiledAgainst(module));
  }

  @ParameterizedTest
  @MethodSource("modules")
  void givenAModuleWhenItsPomIsReadThenTheStateStoreIsItsChoiceAtRunTimeOnly(String module) {
    assertThat(Pom.of(module).dependencies())
        .filteredOn(dependency -> dependency.artifactId().equals("state-aws"))
        .extracting(Dependency::scope)
        .isSubsetOf("runtime", "test");
  }

  @ParameterizedTest
  @MethodSource("modules")
  void givenAModuleWhenItsPomIsReadThenTestSupportIsInTestScopeOnly(String module) {
    assertThat(Pom.of(module).dependencies())
        .filteredOn(dependency -> dependency.artifactId().equals(Modules.TEST_SUPPORT))
        .extracting(Dependency::scope)
        .isSubsetOf("test");
  }

  @ParameterizedTest
  @MethodSource("modules")
  void givenAServiceWhenItsPomIsReadThenNoOtherServiceIsOnAnyOfItsPaths(String module) {
    if (Modules.SERVICES.contains(module)) {
      assertThat(Pom.of(module).dependencies())
          .extracting(Dependency::artifactId)
          .doesNotContainAnyElementsOf(Modules.SERVICES);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "software.amazon.awssdk,   infra-service state-aws",
    "io.kubernetes,            kubernetes infra-service network-service gitops-service",
    "com.github.mwiede,        bootstrap-service",
    "com.marcnuri.helm-java,   gitops-service"
  })
  void givenALibraryWhenThePomsAreReadThenItIsOnTheCompilePathOfItsAdaptersOnly(
      String groupId, String allowed) {
    assertThat(Modules.names())
        .filteredOn(module -> groupsOnCompilePath(module).contains(groupId))
        .isSubsetOf(List.of(allowed.split(" ")));
  }

  @ParameterizedTest
  @MethodSource("modules")
  void givenAModuleWhenItsPomIsReadThenItDeclaresNoVersion(String module) {
    assertThat(Pom.of(module).dependencies())
        .as("versions stand in the root pom only")
        .filteredOn(dependency -> !dependency.version().isEmpty())
        .isEmpty();
    assertThat(Pom.of(module).texts("build/plugins/plugin/version")).isEmpty();
  }

  private static Set<String> compiledAgainst(String module) {
    return Pom.of(module).dependencies().stream()
        .filter(Dependency::isOurs)
        .filter(Dependency::isOnCompilePath)
        .map(Dependency::artifactId)
        .collect(Collectors.toSet());
  }

  /** Its own and those that come with the modules it is compiled against. */
  private static Set<String> groupsOnCompilePath(String module) {
    Set<String> groups = new LinkedHashSet<>();
    Pom.of(module).dependencies().stream()
        .filter(Dependency::isOnCompilePath)
        .map(Dependency::groupId)
        .forEach(groups::add);
    compiledAgainst(module).forEach(other -> groups.addAll(groupsOnCompilePath(other)));
    return groups;
  }
}
