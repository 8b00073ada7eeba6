package io.clusterline.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import io.clusterline.event.StageName;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** A declared stage is consumed by its service: otherwise its messages would wait for ever. */
class StageBindingsTest {

  private static final YAMLMapper YAML = new YAMLMapper();

  static List<String> services() {
    return Modules.SERVICES;
  }

  @ParameterizedTest
  @MethodSource("services")
  void givenAServiceThenItBindsTheQueuesOfItsStages(String service) {
    Map<String, String> bound = new TreeMap<>();
    settings(service)
        .at("/spring/cloud/stream/bindings")
        .properties()
        .forEach(one -> bound.put(one.getKey(), one.getValue().path("group").asString()));

    assertThat(bound)
        .isEqualTo(
            stages(service).stream()
                .collect(Collectors.toMap(stage -> bean(stage) + "-in-0", StageName::queue)));
  }

  @ParameterizedTest
  @MethodSource("services")
  void givenAServiceThenItsFunctionsAreTheBeansOfItsStages(String service) {
    String functions = settings(service).at("/spring/cloud/function/definition").asString();
    List<String> beans =
        Modules.main().stream()
            .filter(one -> one.getPackageName().equals(packageOf(service)))
            .map(JavaClass::getMethods)
            .flatMap(methods -> methods.stream().filter(one -> one.isAnnotatedWith(Bean.class)))
            .map(JavaMethod::getName)
            .toList();

    assertThat(functions.split(";"))
        .containsExactlyInAnyOrderElementsOf(
            stages(service).stream().map(StageBindingsTest::bean).toList());
    assertThat(beans).contains(functions.split(";"));
  }

  private static List<StageName> stages(String service) {
    return Arrays.stream(StageName.values())
        .filter(stage -> stage.service().equals(service))
        .toList();
  }

  private static JsonNode settings(String service) {
    Path file = Modules.ROOT.resolve(service).resolve("src/main/resources/application.yaml");
    return YAML.readTree(file.toFile());
  }

  private static String packageOf(String service) {
    return "io.clusterline." + service.replace("-service", "");
  }

  /** {@code nodesRemoval} of {@link StageName#NODES_REMOVAL}. */
  private static String bean(StageName stage) {
    String[] words = stage.toString().split("-");
    return words[0]
        + Arrays.stream(words)
            .skip(1)
            .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
            .collect(Collectors.joining());
  }
}
