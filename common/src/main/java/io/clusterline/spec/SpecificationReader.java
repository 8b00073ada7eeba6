package io.clusterline.spec;

import java.time.Clock;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The only way in for a specification. Whatever comes, out comes a cluster that can be built, or an
 * {@link InvalidSpecificationException} with everything that is wrong.
 */
public final class SpecificationReader {

  private final StructureCheck structure;
  private final Defaults defaults;
  private final List<Check> checks;

  /**
   * @param clock today decides which Kubernetes releases are still supported
   */
  public SpecificationReader(Clock clock) {
    JsonNode schema = ClusterSchema.tree();
    this.structure = new StructureCheck(schema);
    this.defaults = new Defaults(schema);
    this.checks =
        List.of(
            new UniqueCheck(),
            new AwsCheck(),
            new KubernetesCheck(clock),
            new CidrCheck(),
            new RangeCheck(),
            new SubnetCheck(),
            new CapacityCheck(),
            new RoleCheck(),
            new MachineCheck(),
            new PlacementCheck(),
            new LabelCheck(),
            new TagCheck(),
            new NamespaceCheck(),
            new AddonCheck(),
            new EndpointCheck());
  }

  /**
   * Reads the text of a specification.
   *
   * @param text YAML or JSON
   * @param name what messages call the text, usually its file
   */
  public Cluster read(String text, String name) {
    return of(new YamlText(name).read(text));
  }

  /** Reads a specification that came in an event. */
  public Cluster of(JsonNode specification) {
    JsonNode tree = Absent.removed(specification);
    Findings findings = new Findings();
    structure.examine(tree, findings);
    defaults.fillIn(tree);
    checks.forEach(check -> check.examine(Field.root(tree), findings));
    if (!findings.isEmpty()) {
      throw findings.exception();
    }
    return bind(tree);
  }

  /** What the rules let pass and Java still cannot hold is a finding too. */
  private static Cluster bind(JsonNode tree) {
    try {
      return Json.MAPPER.treeToValue(tree, Cluster.class);
    } catch (JacksonException e) {
      Findings findings = new Findings();
      findings.misshapen(
          Shown.value(e.getPathReference()), null, e.getOriginalMessage(), "correct this field");
      throw findings.exception();
    }
  }
}
