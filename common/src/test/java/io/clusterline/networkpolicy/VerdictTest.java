package io.clusterline.networkpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.clusterline.networkpolicy.Endpoint.Host;
import io.clusterline.networkpolicy.Endpoint.Outside;
import io.clusterline.networkpolicy.Endpoint.Pod;
import io.clusterline.networkpolicy.NetworkPolicy.Direction;
import io.clusterline.networkpolicy.NetworkPolicy.Rule;
import io.clusterline.networkpolicy.PolicyPort.Protocol;
import io.clusterline.networkpolicy.Verdict.Allowed;
import io.clusterline.networkpolicy.Verdict.Denied;
import io.clusterline.networkpolicy.Verdict.End;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A verdict names who decided at each end. */
class VerdictTest {

  private static final NetworkPolicy DENY = policy("deny", LabelSelector.ALL, List.of());
  private static final NetworkPolicy PORTS =
      policy(
          "ports",
          LabelSelector.of(Map.of("app", "web")),
          List.of(
              new Rule(List.of(), List.of(PolicyPort.tcp(1))),
              new Rule(List.of(), List.of(PolicyPort.tcp(80)))));

  private final PolicyEvaluator evaluator =
      new PolicyEvaluator(List.of(DENY, PORTS), Map.of("x", Map.of(), "y", Map.of()));

  @Test
  void givenAnAllowingRuleThenTheVerdictNamesItAndTheOpenEnd() {
    assertThat(evaluator.evaluate(connection(pod("y", "a"), pod("x", "web"), 80)))
        .isEqualTo(
            new Allowed(new End.Open("no policy selects it"), new End.AllowedBy("x/ports", 1)));
  }

  @Test
  void givenNoAllowingRuleThenTheVerdictNamesEveryIsolatingPolicy() {
    assertThat(evaluator.evaluate(connection(pod("y", "a"), pod("x", "web"), 443)))
        .isEqualTo(
            new Denied(
                new End.Open("no policy selects it"),
                new End.Isolated(List.of("x/deny", "x/ports"))))
        .hasToString(
            "denied: egress open (no policy selects it), ingress isolated by x/deny, x/ports");
  }

  @Test
  void givenAnOutsideAddressThenThatEndIsOpen() {
    assertThat(evaluator.evaluate(connection(new Outside("192.0.2.1"), pod("x", "a"), 80)).egress())
        .isEqualTo(new End.Open("not a pod"));
  }

  @Test
  void givenItsOwnNodeThenTheVerdictSaysSo() {
    assertThat(
            evaluator.evaluate(connection(new Host("n1", "10.0.0.1"), pod("x", "a"), 80)).ingress())
        .isEqualTo(new End.Open("its own node"));
  }

  @Test
  void givenAPodOfANamespaceThatIsNotThereThenItIsAFault() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> evaluator.evaluate(connection(pod("z", "a"), pod("x", "a"), 80)))
        .withMessage("z/a is in a namespace that is not there");
  }

  private static Connection connection(Endpoint from, Endpoint to, int port) {
    return new Connection(from, to, Protocol.TCP, port);
  }

  private static Pod pod(String namespace, String name) {
    return new Pod(namespace, name, Map.of("app", name), List.of(), "10.244.0.7", "n1");
  }

  private static NetworkPolicy policy(String name, LabelSelector pods, List<Rule> ingress) {
    return new NetworkPolicy("x", name, pods, EnumSet.of(Direction.INGRESS), ingress, List.of());
  }
}
