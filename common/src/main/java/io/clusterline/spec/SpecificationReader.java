package io.clusterline.spec;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The only reader of specifications. A user's text becomes a cluster that can be built, or an
 * {@link InvalidSpecificationException} with all findings. A stored specification is only bound,
 * not validated again: a tightened rule, or a release whose support ends, must not prevent the
 * deletion of a cluster.
 */
public final class SpecificationReader {

  private static final JsonNode SCHEMA = ClusterSchema.tree();
  private static final StructureCheck STRUCTURE = new StructureCheck(SCHEMA);
  private static final Defaults DEFAULTS = new Defaults(SCHEMA);
  private static final List<ClusterRule> RULES = ClusterRule.all();

  private SpecificationReader() {}

  /**
   * Reads the text of a specification as of today.
   *
   * @param text YAML or JSON
   * @param name name of the text in messages, usually its file
   */
  public static Cluster read(String text, String name) {
    return read(text, name, Clock.systemUTC());
  }

  /**
   * Reads the text of a specification.
   *
   * @param text YAML or JSON
   * @param name name of the text in messages, usually its file
   * @param clock today decides which Kubernetes releases are still supported
   */
  public static Cluster read(String text, String name, Clock clock) {
    return of(new YamlText(name).read(text), clock);
  }

  /** Reads the specification in an event, as of today. */
  public static Cluster of(JsonNode specification) {
    return of(specification, Clock.systemUTC());
  }

  /**
   * Reads the specification in an event.
   *
   * @param clock today decides which Kubernetes releases are still supported
   */
  public static Cluster of(JsonNode specification, Clock clock) {
    return of(Document.ofJson(specification), clock);
  }

  private static Cluster of(Document document, Clock clock) {
    Bounds.check(document.tree());
    JsonNode tree = NullFields.removed(document.tree());
    Findings findings = new Findings();
    new RepositoryCheck().check(Field.root(tree), findings); // the form would only say no
    STRUCTURE.check(tree, document.sources(), findings);
    if (!findings.isFull()) {
      DEFAULTS.fillIn(tree);
      checks(document.sources(), clock).forEach(check -> check.check(Field.root(tree), findings));
    }
    if (!findings.isEmpty()) {
      throw findings.exception();
    }
    Cluster cluster = bound(Json.MAPPER, tree);
    List<Finding> more = RULES.stream().flatMap(rule -> rule.check(cluster).stream()).toList();
    if (!more.isEmpty()) {
      throw new InvalidSpecificationException(more);
    }
    return cluster;
  }

  /**
   * Binds a specification that was accepted and stored, maybe by another version: no rule is
   * checked, unknown fields are ignored, and a field that it lacks has its default, or else no
   * value.
   *
   * @throws InvalidSpecificationException when the record cannot hold it; it was never accepted
   */
  public static Cluster bind(JsonNode stored) {
    JsonNode tree = NullFields.removed(stored);
    DEFAULTS.fillIn(tree);
    return bound(Json.STORED, tree);
  }

  private static List<Check> checks(Map<String, String> sources, Clock clock) {
    return List.of(
        new UniqueCheck(),
        new AwsCheck(),
        new KubernetesCheck(clock),
        new CidrCheck(),
        new RangeCheck(),
        new SubnetCheck(),
        new AccessCheck(),
        new CapacityCheck(),
        new RoleCheck(),
        new MachineCheck(),
        new PlacementCheck(),
        new LabelCheck(),
        new TagCheck(),
        new NamespaceCheck(),
        new TierCheck(),
        new PodSecurityCheck(),
        new QuotaCheck(),
        new GrantCheck(),
        new AddonCheck(),
        new IngressCheck(),
        new WorkloadCheck(),
        new ChartValuesCheck(),
        new EndpointCheck(),
        new ValuesCheck(sources));
  }

  /** A value that passes the rules and does not fit its Java type is a finding too. */
  private static Cluster bound(JsonMapper mapper, JsonNode tree) {
    try {
      return mapper.treeToValue(tree, Cluster.class);
    } catch (JacksonException e) {
      Findings findings = new Findings();
      findings.misshapen(
          SafeText.value(e.getPathReference()),
          null,
          SafeText.value(e.getOriginalMessage()),
          "correct this field");
      throw findings.exception();
    }
  }
}
