package io.clusterline.network.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.kubernetes.Manifests;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{a: 1, more: 2} | {a: 1}             | true",
        "{a: 1}          | {a: 1.0}           | true",
        "{a: 1}          | {a: 2}             | false",
        "{a: 1}          | {a: '1'}           | false",
        "{}              | {a: false}         | true",
        "{}              | {a: []}            | true",
        "{}              | {a: true}          | false",
        "{a: [1, 2]}     | {a: [1]}           | false",
        "{a: [{b: 1, c: 2}]} | {a: [{b: 1}]}  | true",
        "{a: [{b: 1}]}   | {a: [{b: 2}]}      | false",
        "{a: x}          | {a: ''}            | false",
      })
  void givenAnObject_whenComparedWithAManifest_thenOnlyItsFieldsCount(
      String object, String manifest, boolean holds) {
    assertThat(
            Manifest.holds(
                Manifests.parse(object).getFirst(), Manifests.parse(manifest).getFirst()))
        .isEqualTo(holds);
  }
}
