package io.clusterline.gitops.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterline.broker.BrokerNode;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.gitops.catalogue.Catalogue;
import io.clusterline.gitops.catalogue.CatalogueEntry;
import io.clusterline.gitops.catalogue.CatalogueEntry.SecretTemplate;
import io.clusterline.testkit.TestBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real programs take a rotated password over at their next start, as the catalogue has it. */
class DataTierPasswordsTest {

  private static final Catalogue CATALOGUE = Catalogue.bundled();

  @TempDir private Path folder;

  @Test
  void givenARotatedPasswordWhenRabbitMqStartsThenItTakesTheNewOneAndRefusesTheOld()
      throws IOException {
    SecretTemplate template = secretOf("rabbitmq");
    StoredValues first = StoredValues.generate(template, 1);
    StoredValues second = first.rotate(template, 2);
    BrokerNode node = TestBroker.ownNode(folder);
    try {
      load(node, first);
      assertThatCode(() -> logIn(node, first)).doesNotThrowAnyException();

      load(node, second);

      assertThatThrownBy(() -> logIn(node, first)).isInstanceOf(ClusterlineException.class);
      assertThatCode(() -> logIn(node, second)).doesNotThrowAnyException();
    } finally {
      node.close();
    }
  }

  /** The test's node has a user of the catalogue's name already. */
  private void load(BrokerNode node, StoredValues values) throws IOException {
    Path definitions = folder.resolve("definitions.json");
    Files.writeString(
        definitions,
        values.values().get("definitions.json").replace("\"clusterline\"", "\"rotated\""));
    Path configuration = folder.resolve("rabbitmq.conf");
    String line = "load_definitions = " + definitions + "\n";
    if (!Files.readString(configuration).contains(line)) {
      Files.writeString(configuration, line, StandardOpenOption.APPEND);
    }
    node.restart();
  }

  private static void logIn(BrokerNode node, StoredValues values) {
    String password = values.values().get("password");
    assertThat(node.rabbitmqctl("authenticate_user", "rotated", password))
        .doesNotContain("invalid credentials");
  }

  @Test
  void givenARotatedPasswordWhenPostgresIsAboutToStartThenItTakesTheNewOneAndRefusesTheOld()
      throws Exception {
    SecretTemplate template = secretOf("postgres");
    StoredValues first = StoredValues.generate(template, 1);
    StoredValues second = first.rotate(template, 2);
    try (PostgresHere postgres = PostgresHere.initialise(folder, first.values())) {
      postgres.run(script(), second.values());

      postgres.start();

      assertThat(postgres.accepts(first.values())).isFalse();
      assertThat(postgres.accepts(second.values())).isTrue();
    }
  }

  @Test
  void givenNoDatabaseYetWhenPostgresIsAboutToStartThenNothingIsDone() throws Exception {
    StoredValues values = StoredValues.generate(secretOf("postgres"), 1);

    PostgresHere.in(folder).run(script(), values.values());

    assertThat(folder.resolve("data")).doesNotExist();
  }

  private static SecretTemplate secretOf(String addon) {
    return CATALOGUE.entry(addon).secrets().getFirst();
  }

  /** Of the init container. */
  private static String script() {
    CatalogueEntry postgres = CATALOGUE.entry("postgres");
    return postgres.values().at("/extraInitContainers/0/command/2").asString();
  }
}
