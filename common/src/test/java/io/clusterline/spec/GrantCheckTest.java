package io.clusterline.spec;

import static io.clusterline.spec.Specifications.findings;
import static io.clusterline.spec.Specifications.smallWith;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One mistake in a grant each, and the one finding that it gives. */
class GrantCheckTest {

  private static String withGrants(String grants) {
    return smallWith(
        "  addons:", "  namespaces: [{name: auth}]\n  grants: " + grants + "\n  addons:");
  }

  @Test
  void givenGrantsForGroupsAndAccountsWhenReadThenNothingIsWrong() {
    assertThat(
            findings(
                withGrants(
                    "[{name: all, role: admin, groups: [platform]},"
                        + " {name: ci, role: operator, serviceAccounts: [ci], namespaces: [auth]}]")))
        .isEmpty();
  }

  @ParameterizedTest(name = "{0} -> {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {name: a, role: viewer}                                          | spec.grants[0] | it grants something to nobody
          {name: a, role: owner, groups: [g]}                              | spec.grants[0].role | must be one of admin, operator, viewer
          {name: a, role: viewer, groups: ["system:authenticated"]}        | spec.grants[0].groups[0] | this group is Kubernetes' own
          {name: a, role: viewer, groups: [g], namespaces: [auht]}         | spec.grants[0].namespaces[0] | no such namespace under spec.namespaces
          {name: a, role: viewer, serviceAccounts: [ci]}                   | spec.grants[0].serviceAccounts | a service account is in a namespace, and the grant names none
          {name: a, role: viewer, serviceAccounts: [C_I], namespaces: [auth]} | spec.grants[0].serviceAccounts[0] | must be at most 63 lower-case letters, digits and hyphens, no hyphen at either end (RFC 1123)
          """)
  void givenOneMistakeWhenReadThenItIsTheOneFinding(String grant, String path, String reason) {
    assertThat(findings(withGrants("[" + grant + "]")))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.path()).isEqualTo(path);
          assertThat(finding.reason()).isEqualTo(reason);
        });
  }

  @Test
  void givenTwoGrantsOfOneNameWhenReadThenTheSecondIsRefused() {
    assertThat(
            findings(
                withGrants(
                    "[{name: a, role: viewer, groups: [g]}, {name: a, role: admin, groups: [g]}]")))
        .singleElement()
        .satisfies(finding -> assertThat(finding.path()).isEqualTo("spec.grants[1].name"));
  }
}
