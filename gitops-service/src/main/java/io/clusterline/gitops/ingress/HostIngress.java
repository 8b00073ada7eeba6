package io.clusterline.gitops.ingress;

import io.clusterline.Json;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.spec.HostSpec;
import io.clusterline.spec.IngressSpec;
import io.clusterline.stage.Found;
import io.clusterline.stage.Found.Change;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Kind.Trait;
import io.clusterline.stage.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The Ingress of one host and path. Together they are the rules of one load balancer.
 *
 * @param cluster its name
 * @param group the settings of the whole group
 */
public record HostIngress(
    HostSpec host, IngressSpec group, String cluster, EdgeEnded edge, GroupChecked checked)
    implements Step<FrontContext, HostIngress.Made> {

  /** The Ingress, and the certificate of its host. */
  public record Made(String namespace, String name, String certificateArn) {

    ObjectRef ref() {
      return Ingresses.ref(namespace, name);
    }
  }

  public static final Kind<FrontContext, Made> KIND =
      Kind.<FrontContext, Made>of(
              "ingress",
              Made.class,
              (front, made) -> Ingresses.delete(front, List.of(made.ref())),
              (front, intent) -> Optional.of(made(intent.address().key())))
          .with(Trait.IN_CLUSTER);

  @Override
  public Kind<FrontContext, Made> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return key(host.namespace(), host.name());
  }

  /** Neither part has a dot. */
  static String key(@Nullable String namespace, String name) {
    return namespace + "." + name;
  }

  private static Made made(String key) {
    int dot = key.indexOf('.');
    return new Made(key.substring(0, dot), key.substring(dot + 1), "");
  }

  @Override
  public Found<Made> find(FrontContext front) {
    ObjectNode wanted = manifest(front);
    return front
        .kubernetes()
        .get(ObjectRef.of(wanted))
        .map(present -> compare(front, present, wanted))
        .orElseGet(Found::missing);
  }

  @Override
  public Made apply(FrontContext front, Found<Made> found) {
    ObjectNode wanted = manifest(front);
    front.kubernetes().apply(wanted);
    removeAdded(front, wanted);
    return made(front);
  }

  /** Server-side apply leaves what other field managers wrote. */
  private static void removeAdded(FrontContext front, JsonNode wanted) {
    ObjectRef ref = ObjectRef.of(wanted);
    Map<String, String> all =
        front.kubernetes().get(ref).map(HostIngress::annotations).orElseThrow();
    all.keySet().removeAll(annotations(wanted).keySet());
    if (!all.isEmpty()) {
      ObjectNode patch = Json.MAPPER.createObjectNode();
      ObjectNode annotations = patch.putObject("metadata").putObject("annotations");
      all.keySet().forEach(annotations::putNull);
      front.kubernetes().mergePatch(ref, patch);
    }
  }

  private Found<Made> compare(FrontContext front, JsonNode present, JsonNode wanted) {
    if (!present.path("spec").equals(wanted.path("spec"))) {
      return Found.drifted(made(front), new Change("rules", "changed", "as specified"));
    }
    return annotations(present).equals(annotations(wanted))
        ? Found.inSync(made(front))
        : Found.drifted(made(front), new Change("annotations", "changed", "as specified"));
  }

  /** Those that we decide: an additional one changes the load balancer, too. */
  private static Map<String, String> annotations(JsonNode ingress) {
    Map<String, String> all = new TreeMap<>();
    ingress
        .path("metadata")
        .path("annotations")
        .properties()
        .forEach(one -> {
          if (one.getKey().startsWith(Ingresses.PREFIX)
              || one.getKey().equals(Ingresses.EXTERNAL_DNS)) {
            all.put(one.getKey(), one.getValue().asString());
          }
        });
    return all;
  }

  private Made made(FrontContext front) {
    return new Made(host.namespace(), host.name(), certificate(front));
  }

  private ObjectNode manifest(FrontContext front) {
    return new IngressManifest(host, group, cluster).with(certificate(front));
  }

  private String certificate(FrontContext front) {
    String own = host.certificateArn();
    return own == null ? front.output(edge).certificateArn() : own;
  }
}
