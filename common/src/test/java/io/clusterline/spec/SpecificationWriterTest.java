package io.clusterline.spec;

import static io.clusterline.spec.Specifications.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class SpecificationWriterTest {

  private final Cluster eco2 = read(Specifications.eco2());

  @Test
  void givenEco2WhenWrittenAsYamlAndReadThenItIsTheSame() {
    assertThat(read(SpecificationWriter.toYaml(eco2))).isEqualTo(eco2);
  }

  @Test
  void givenEco2WhenWrittenAsJsonAndReadThenItIsTheSameAndSoAreTheBytes() {
    String json = SpecificationWriter.toJson(eco2);
    assertThat(read(json)).isEqualTo(eco2);
    assertThat(SpecificationWriter.toJson(read(json))).isEqualTo(json);
    assertThat(SpecificationWriter.toTree(eco2)).isEqualTo(JsonMapper.shared().readTree(json));
  }

  @Test
  void givenEco2WhenBoundWithoutTheReaderThenItIsTheSame() {
    String json = SpecificationWriter.toJson(eco2);
    assertThat(JsonMapper.shared().readValue(json, Cluster.class)).isEqualTo(eco2);
  }

  @Test
  void givenPublicSubnetsWhenWrittenThenTheFieldIsCalledPublicOnly() {
    assertThat(SpecificationWriter.toJson(eco2))
        .contains("\"zone\":\"ap-northeast-2a\",\"public\":true}")
        .doesNotContain("isPublic");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1", "012", "0x1F", "1.36", "1e3", ".inf", "~", "null", "no", "True", "*a", "&a", "<<",
            "- x", "a: b",
        "# x", " lead", "trail ", "", "line\nbreak\n", "tab\t", "quote\"'", "größe", "\u2028",
            "2026-01-01", "=", "!x", "%", "@", "`"
      })
  void givenAHelmValueWhenWrittenAsYamlAndReadThenItIsTheSameText(String value) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("text", value);
    values.put(value, List.of(value));
    assertThat(readBack(values)).isEqualTo(values);
  }

  @Test
  void givenHelmValuesOfEveryKindWhenWrittenAsYamlAndReadThenTheyAreTheSame() {
    Map<String, Object> values = new LinkedHashMap<>();
    List<Object> list = new ArrayList<>();
    list.add(null);
    list.add(true);
    values.put("none", null);
    values.put("number", 3);
    values.put("list", list);
    values.put("nested", Map.of("empty", Map.of()));
    assertThat(readBack(values)).isEqualTo(values);
  }

  private Map<String, Object> readBack(Map<String, Object> values) {
    ClusterSpec spec = eco2.spec();
    Cluster changed =
        new Cluster(
            eco2.apiVersion(),
            eco2.kind(),
            eco2.metadata(),
            new ClusterSpec(
                spec.aws(),
                spec.domain(),
                spec.dns(),
                spec.cdn(),
                IngressSpec.NONE, // it needs an add-on
                spec.kubernetes(),
                spec.network(),
                spec.access(),
                spec.nodes(),
                spec.namespaces(),
                spec.networkPolicies(),
                spec.grants(),
                List.of(new AddonSpec("atlantis", null, values, ManagedBy.CLUSTERLINE)),
                null,
                spec.mirrors(),
                spec.onFailure(),
                spec.deletionProtection()));
    return read(SpecificationWriter.toYaml(changed)).spec().addons().getFirst().values();
  }
}
