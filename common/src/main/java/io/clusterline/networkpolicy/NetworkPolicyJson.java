package io.clusterline.networkpolicy;

import io.clusterline.networkpolicy.NetworkPolicy.Direction;
import io.clusterline.networkpolicy.NetworkPolicy.Rule;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Policies as manifests of {@code networking.k8s.io/v1}. Reading is stricter than the API in two
 * things: it refuses unknown fields (the API drops them unless it is asked to be strict), and a
 * missing {@code podSelector} (for the API it selects every pod of the namespace).
 */
public final class NetworkPolicyJson {

  static final String API_VERSION = "networking.k8s.io/v1";
  static final String KIND = "NetworkPolicy";

  private static final Pattern NAME =
      Pattern.compile(
          "(?=.{1,253}$)[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*");

  private NetworkPolicyJson() {}

  /**
   * The policy of a manifest that names its namespace.
   *
   * @throws InvalidNetworkPolicyException names the first field that is wrong
   */
  public static NetworkPolicy read(JsonNode manifest) {
    return read(manifest, null);
  }

  /**
   * The policy of a manifest.
   *
   * @param namespace where it belongs if it does not say so itself; null: it has to
   * @throws InvalidNetworkPolicyException names the first field that is wrong
   */
  public static NetworkPolicy read(JsonNode manifest, @Nullable String namespace) {
    Fields fields = new Fields("", manifest).only("apiVersion", "kind", "metadata", "spec");
    expect(fields, "apiVersion", API_VERSION);
    expect(fields, "kind", KIND);
    Fields metadata = fields.object("metadata");
    String own = metadata.findText("namespace").orElse(namespace);
    if (own == null) {
      throw metadata.fault("namespace", "is missing");
    }
    return policy(
        name(metadata, "namespace", own),
        name(metadata, "name", metadata.text("name")),
        fields.object("spec"));
  }

  /** The manifest of a policy. It says its policy types, so that no default is needed. */
  public static ObjectNode write(NetworkPolicy policy) {
    return PolicyWriter.write(policy);
  }

  private static NetworkPolicy policy(String namespace, String name, Fields spec) {
    spec.only("podSelector", "policyTypes", "ingress", "egress");
    List<Rule> ingress = rules(spec, "ingress", "from");
    List<Rule> egress = rules(spec, "egress", "to");
    LabelSelector pods = SelectorReader.read(spec.object("podSelector"));
    return new NetworkPolicy(namespace, name, pods, directions(spec, egress), ingress, egress);
  }

  private static List<Rule> rules(Fields spec, String direction, String peers) {
    return spec.objects(direction).stream().map(rule -> RuleReader.read(rule, peers)).toList();
  }

  /** What the API's defaulting fills in: Ingress always, Egress where there are egress rules. */
  private static Set<Direction> directions(Fields spec, List<Rule> egress) {
    List<String> types = spec.texts("policyTypes");
    if (types.isEmpty()) {
      return egress.isEmpty() ? EnumSet.of(Direction.INGRESS) : EnumSet.allOf(Direction.class);
    }
    Set<Direction> directions = EnumSet.noneOf(Direction.class);
    for (int index = 0; index < types.size(); index++) {
      directions.add(direction(spec, "policyTypes[" + index + "]", types.get(index)));
    }
    return directions;
  }

  private static Direction direction(Fields spec, String field, String type) {
    return switch (type) {
      case "Ingress" -> Direction.INGRESS;
      case "Egress" -> Direction.EGRESS;
      default -> throw spec.fault(field, type + " is neither Ingress nor Egress");
    };
  }

  private static void expect(Fields fields, String field, String expected) {
    String actual = fields.text(field);
    if (!actual.equals(expected)) {
      throw fields.fault(field, actual + " is not " + expected);
    }
  }

  private static String name(Fields metadata, String field, String name) {
    if (!NAME.matcher(name).matches()) {
      throw metadata.fault(field, "is no name of an object: " + name);
    }
    return name;
  }
}
