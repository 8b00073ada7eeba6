package io.clusterline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterline.event.ClusterLocation;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.secret.SecretStore;
import io.clusterline.spec.Cluster;
import io.clusterline.state.DocumentStore;
import io.clusterline.state.StateStore;
import io.clusterline.testkit.MemoryStateStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StateCheckTest {

  private static final Path FILE = Path.of("../deploy/clusters/small.yaml");
  private static final Cluster SMALL = SpecificationFile.read(FILE);

  @Test
  void givenNoStateBucketWhenRequiredThenTheCommandThatMakesItIsNamed() {
    StateCheck check = new StateCheck(new Failing(ErrorCode.STATE_NOT_INITIALISED));

    assertThatThrownBy(() -> check.require(SMALL, FILE))
        .isInstanceOfSatisfying(
            CliException.class,
            e -> {
              assertThat(e.exitCode()).isEqualTo(1);
              assertThat(e.remedy()).contains("./clusterline init -f " + FILE, "--init");
            })
        .hasMessageContainingAll("STATE_NOT_INITIALISED", "no bucket", "nothing was published");
  }

  /** The services' identity may have more rights than ours. */
  @ParameterizedTest
  @EnumSource(names = {"AWS_DENIED", "AWS_UNAVAILABLE", "WRONG_ACCOUNT"})
  void givenAnAwsThatWeCannotAskWhenRequiredThenTheServicesDecide(ErrorCode code) {
    assertThatCode(() -> new StateCheck(new Failing(code)).require(SMALL, FILE))
        .doesNotThrowAnyException();
  }

  @Test
  void givenAStateBucketWhenRequiredThenNothingIsInTheWay() {
    assertThatCode(() -> new StateCheck(new MemoryStateStore()).require(SMALL, FILE))
        .doesNotThrowAnyException();
  }

  private record Failing(ErrorCode code) implements StateStore {
    @Override
    public DocumentStore documents(ClusterLocation location) {
      throw new ClusterlineException(code, "no bucket");
    }

    @Override
    public SecretStore secrets(ClusterLocation location) {
      throw new ClusterlineException(code, "no secrets");
    }

    @Override
    public String initialise(ClusterLocation location) {
      throw new ClusterlineException(code, "no rights");
    }

    @Override
    public void close() {}
  }
}
