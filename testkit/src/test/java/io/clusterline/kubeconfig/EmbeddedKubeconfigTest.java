package io.clusterline.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.secret.Secret;
import io.clusterline.testkit.AdminConf;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EmbeddedKubeconfigTest {

  private static final String PLAIN = AdminConf.of("https://api.tiny.internal:6443");

  @Test
  void givenAnAdminConfWhenItIsRebuiltForAnotherAddressThenItDescribesTheSameCluster() {
    EmbeddedKubeconfig parsed = EmbeddedKubeconfig.parse(Secret.of(PLAIN));

    Secret outside = parsed.at("203.0.113.10:6443").text();

    assertThat(outside.reveal()).contains("server: \"https://203.0.113.10:6443\"");
    EmbeddedKubeconfig again = EmbeddedKubeconfig.parse(outside);
    assertThat(again.at("api.tiny.internal:6443").text().reveal())
        .isEqualTo(parsed.text().reveal());
    assertThat(again.certificate().reveal()).isEqualTo(AdminConf.CERTIFICATE);
    assertThat(again.key().reveal()).isEqualTo(AdminConf.KEY);
  }

  @Test
  void givenCommentsAndStylesOfItsAuthorWhenItIsRebuiltThenNoneOfThemIsPassedOn() {
    Secret source = Secret.of(PLAIN + "# \u001b]0;title\u0007 $(touch /tmp/x)\n");

    assertThatThrownBy(() -> EmbeddedKubeconfig.parse(source))
        .isInstanceOf(UnsafeKubeconfigException.class); // not even printable
    assertThat(EmbeddedKubeconfig.parse(Secret.of(PLAIN + "# $(id)\n")).text().reveal())
        .doesNotContain("$(id)", "#");
  }

  static Stream<Arguments> hostile() {
    String user = "    client-key-data: ";
    return Stream.of(
        with("an exec plugin", user, "    exec: {apiVersion: v1, command: /bin/sh}\n" + user),
        with("an auth provider", user, "    auth-provider: {name: gcp}\n" + user),
        with("a token file", user, "    tokenFile: /etc/shadow\n" + user),
        with("a token", user, "    token: abc\n" + user),
        with("another user", user, "    as: system:admin\n" + user),
        with("a key file", user, "    client-key: /home/user/.ssh/id_rsa\n" + user),
        with("a password", user, "    username: x\n    password: y\n" + user),
        with("a proxy", "    server:", "    proxy-url: http://10.0.0.1:1\n    server:"),
        with("no verification", "    server:", "    insecure-skip-tls-verify: true\n    server:"),
        with("another name", "    server:", "    tls-server-name: evil\n    server:"),
        with("a CA file", "    server:", "    certificate-authority: /etc/shadow\n    server:"),
        with("plain http", "https://api", "http://api"),
        with("userinfo", "https://api", "https://me:pw@api"),
        with("a path", ":6443", ":6443/evil"),
        with("preferences", "preferences: {}", "preferences: {colors: true}"),
        with("extensions", "preferences: {}", "extensions: []"),
        with(
            "a namespace",
            "    user: kubernetes-admin\n",
            "    user: kubernetes-admin\n    namespace: x\n"),
        with("two users", "users:\n", "users:\n- {name: b, user: {exec: {command: id}}}\n"),
        with("two clusters", "clusters:\n", "clusters:\n- {name: b, cluster: {server: x}}\n"),
        with("two contexts", "contexts:\n", "contexts:\n- {name: b, context: {}}\n"),
        with("a name that breaks out", "name: tiny", "name: \"tiny\\nusers: []\""),
        with("another current context", "current-context: kube", "current-context: other"),
        with("a certificate that is none", AdminConf.base64(AdminConf.CERTIFICATE), "Q0E="),
        with("a key that is none", AdminConf.base64(AdminConf.KEY), "S0VZ"),
        with("no base64", AdminConf.base64(AdminConf.KEY), "'***'"),
        with("a doubled field", "kind: Config", "kind: Config\nkind: Config"),
        with("aliases", "preferences: {}", "preferences: &a {}\nkind: *a"),
        with("two documents", "apiVersion: v1", "apiVersion: v1\n---\napiVersion: v1"));
  }

  private static Arguments with(String what, String plain, String hostile) {
    assertThat(PLAIN).contains(plain);
    return Arguments.of(what, PLAIN.replace(plain, hostile));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hostile")
  void givenAKubeconfigWithMoreThanServerAndCertificatesWhenItIsParsedThenItIsRefused(
      String what, String text) {
    assertThatThrownBy(() -> EmbeddedKubeconfig.parse(Secret.of(text)))
        .isInstanceOfSatisfying(
            ClusterlineException.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.UNSAFE_KUBECONFIG))
        .hasMessageNotContaining("/etc/shadow")
        .hasMessageNotContaining(AdminConf.base64(AdminConf.KEY));
  }

  @Test
  void givenATextThatIsTooDeepTooLongOrNoObjectWhenItIsParsedThenItIsRefused() {
    Stream.of("[".repeat(30_000), PLAIN + "#".repeat(70_000), "", "- a", "just text")
        .forEach(text ->
            assertThatThrownBy(() -> EmbeddedKubeconfig.parse(Secret.of(text)))
                .isInstanceOf(UnsafeKubeconfigException.class));
  }

  @Test
  void givenAKubeconfigWhenItIsPrintedThenNoKeyIsShown() {
    assertThat(EmbeddedKubeconfig.parse(Secret.of(PLAIN)).toString())
        .doesNotContain("PRIVATE")
        .doesNotContain(AdminConf.base64(AdminConf.KEY));
  }
}
