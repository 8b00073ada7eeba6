package io.clusterline.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.clusterline.event.ClusterLocation;
import io.clusterline.failure.ErrorCode;
import io.clusterline.spec.Finding;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AllowedLocationsTest {

  private static final String ACCOUNT = "111111111111";
  private static final String ROLE = "arn:aws:iam::" + ACCOUNT + ":role/clusterline/builder";
  private static final AllowedLocations ALLOWED =
      new AllowedLocations(
          Set.of(ACCOUNT),
          Set.of("eu-west-1", "eu-central-1"),
          Set.of("arn:aws:iam::*:role/clusterline/*"));

  @Test
  void givenNoLists_whenAnyLocationIsChecked_thenItIsAllowed() {
    var everywhere = new AllowedLocations(Set.of(), Set.of(), Set.of());

    assertThatCode(() -> everywhere.check(new ClusterLocation("1", "x", "any"), "spec.aws"))
        .doesNotThrowAnyException();
  }

  @Test
  void givenLists_whenAllIsWithinThem_thenItIsAllowed() {
    ALLOWED.check(new ClusterLocation(ACCOUNT, "eu-west-1", ROLE), "spec.aws");
    ALLOWED.check(new ClusterLocation(null, "eu-central-1"), "spec.aws");
  }

  @Test
  void givenLists_whenNothingIsWithinThem_thenEachFieldIsNamedWithItsValueAndTheFix() {
    String role = "arn:aws:iam::222222222222:role/admin";

    var refused =
        catchThrowableOfType(
            LocationNotAllowedException.class,
            () ->
                ALLOWED.check(new ClusterLocation("222222222222", "us-east-1", role), "spec.aws"));

    assertThat(refused.code()).isEqualTo(ErrorCode.LOCATION_NOT_ALLOWED);
    assertThat(refused.findings())
        .extracting(Finding::path, Finding::value)
        .containsExactly(
            tuple("spec.aws.region", "us-east-1"),
            tuple("spec.aws.accountId", "222222222222"),
            tuple("spec.aws.roleArn", role));
    assertThat(refused)
        .hasMessageContainingAll(
            "eu-central-1, eu-west-1",
            "CLUSTERLINE_AWS_ALLOWED_REGIONS",
            "CLUSTERLINE_AWS_ALLOWED_ACCOUNTS",
            "CLUSTERLINE_AWS_ALLOWED_ROLES");
  }

  @Test
  void givenAPatternOfRoles_whenTheRoleIsOfAnAccountThatIsNotAllowed_thenItIsRefused() {
    String elsewhere = ROLE.replace(ACCOUNT, "333333333333");

    assertThatThrownBy(() -> ALLOWED.check(new ClusterLocation(null, "eu-west-1", elsewhere), "a"))
        .isInstanceOf(LocationNotAllowedException.class)
        .hasMessageContaining("a.roleArn");
  }

  @Test
  void givenAPattern_whenARoleOnlyContainsIt_thenItIsRefused() {
    var one = new AllowedLocations(Set.of(), Set.of(), Set.of("arn:aws:iam::1:role/a"));

    assertThatThrownBy(
            () -> one.check(new ClusterLocation(null, "r", "arn:aws:iam::1:role/abc"), "a"))
        .isInstanceOf(LocationNotAllowedException.class);
  }

  @Test
  void givenTheSetting_whenRead_thenItIsTheListThatStandsThere() {
    System.setProperty("CLUSTERLINE_AWS_ALLOWED_REGIONS", "eu-west-1, eu-west-2,");
    try {
      assertThat(AllowedLocations.configured().regions())
          .containsExactlyInAnyOrder("eu-west-1", "eu-west-2");
    } finally {
      System.clearProperty("CLUSTERLINE_AWS_ALLOWED_REGIONS");
    }
  }
}
