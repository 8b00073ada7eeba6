package io.clusterline.architecture;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import io.clusterline.bootstrap.step.InitializedMaster;
import io.clusterline.bootstrap.step.PreparedNode;
import io.clusterline.gitops.ingress.HostIngress;
import io.clusterline.gitops.step.GitOpsAddon;
import io.clusterline.gitops.step.GitOpsProject;
import io.clusterline.gitops.step.GitOpsRepository;
import io.clusterline.gitops.step.GitOpsRoot;
import io.clusterline.gitops.step.HelmRelease;
import io.clusterline.infra.access.AccessSteps;
import io.clusterline.infra.dns.DnsStage;
import io.clusterline.infra.dns.HostRecord;
import io.clusterline.infra.edge.Distribution;
import io.clusterline.infra.edge.EdgeStage;
import io.clusterline.infra.edge.HostedZone;
import io.clusterline.infra.iam.MachineRole;
import io.clusterline.infra.machine.Image;
import io.clusterline.infra.machine.Instance;
import io.clusterline.infra.machine.MachineSteps;
import io.clusterline.infra.network.ExistingVpc;
import io.clusterline.infra.network.NetworkSteps;
import io.clusterline.infra.network.SecurityGroupRules;
import io.clusterline.infra.network.Subnet;
import io.clusterline.infra.preflight.CallerIdentity;
import io.clusterline.infra.storage.MediaBucket;
import io.clusterline.network.step.CalicoApplied;
import io.clusterline.network.step.Namespace;
import io.clusterline.network.step.NamespaceLimits;
import io.clusterline.network.step.NamespacePolicy;
import io.clusterline.network.step.NamespaceQuota;
import io.clusterline.network.step.NodeLabels;
import io.clusterline.network.step.NodeTaints;
import io.clusterline.network.step.RoleBinding;
import io.clusterline.network.step.ServiceAccount;
import io.clusterline.spec.CalicoRelease;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.Constraint;
import io.clusterline.spec.ImmutableFields;
import io.clusterline.spec.IngressSpec;
import io.clusterline.stage.Step;
import io.clusterline.zerotrust.PolicySet;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Nothing that a user writes is ignored: each field of the specification is compared by a step when
 * it changes on a standing cluster, or it is refused as one that cannot change.
 */
class FieldOwnersTest {

  private static final JavaClasses MAIN = Modules.main();

  /** The step whose {@code find} sees a changed value. Names decide which steps there are. */
  private static final Map<String, Class<? extends Step<?, ?>>> COMPARED =
      Map.ofEntries(
          entry("spec.aws.accountId", CallerIdentity.class),
          entry("spec.aws.roleArn", CallerIdentity.class), // asked as that role, as is all of AWS
          entry("spec.aws.permissionsBoundary", MachineRole.class),
          entry("spec.aws.ami.id", Image.class),
          entry("spec.aws.ami.owner", Image.class),
          entry("spec.aws.ami.name", Image.class),
          entry("spec.aws.ami.family", Image.class),
          entry("spec.aws.ami.user", Image.class),
          entry("spec.aws.ami.baked", PreparedNode.class),
          entry("spec.kubernetes.allowSchedulingOnControlPlane", NodeTaints.class),
          entry("spec.domain", MediaBucket.class),
          entry("spec.dns.zoneId", HostedZone.class),
          entry("spec.cdn.enabled", Distribution.class), // one step, or none
          entry("spec.ingress.aliases", HostRecord.class), // one step each
          entry("spec.ingress.sslPolicy", HostIngress.class),
          entry("spec.ingress.hosts[].name", HostIngress.class),
          entry("spec.ingress.hosts[].host", HostIngress.class),
          entry("spec.ingress.hosts[].path", HostIngress.class),
          entry("spec.ingress.hosts[].namespace", HostIngress.class),
          entry("spec.ingress.hosts[].service", HostIngress.class),
          entry("spec.ingress.hosts[].port", HostIngress.class),
          entry("spec.ingress.hosts[].healthCheckPath", HostIngress.class),
          entry("spec.ingress.hosts[].order", HostIngress.class),
          entry("spec.ingress.hosts[].certificateArn", HostIngress.class),
          entry("spec.ingress.hosts[].annotations", HostIngress.class),
          entry("spec.network.vpcCidr", ExistingVpc.class),
          entry("spec.network.subnets[].name", Subnet.class),
          entry("spec.access.sshCidrs", SecurityGroupRules.class),
          entry("spec.access.apiCidrs", SecurityGroupRules.class),
          entry("spec.nodes[].name", Instance.class),
          entry("spec.nodes[].type", Instance.class),
          entry("spec.nodes[].types", Instance.class),
          entry("spec.nodes[].diskGiB", Instance.class),
          entry("spec.nodes[].subnet", Instance.class),
          entry("spec.nodes[].labels", NodeLabels.class),
          entry("spec.nodes[].taints[].key", NodeTaints.class),
          entry("spec.nodes[].taints[].value", NodeTaints.class),
          entry("spec.nodes[].taints[].effect", NodeTaints.class),
          entry("spec.namespaces[].name", Namespace.class),
          entry("spec.namespaces[].labels", Namespace.class),
          entry("spec.namespaces[].podSecurity", Namespace.class),
          entry("spec.namespaces[].internetAccess", NamespacePolicy.class),
          entry("spec.namespaces[].quota", NamespaceQuota.class),
          entry("spec.namespaces[].limits.defaultRequest", NamespaceLimits.class),
          entry("spec.namespaces[].limits.default", NamespaceLimits.class),
          entry("spec.namespaces[].limits.max", NamespaceLimits.class),
          entry("spec.namespaces[].limits.min", NamespaceLimits.class),
          entry("spec.networkPolicies.enabled", NamespacePolicy.class), // none are left
          entry("spec.networkPolicies.additional[].namespace", NamespacePolicy.class),
          entry("spec.networkPolicies.additional[].name", NamespacePolicy.class),
          entry("spec.networkPolicies.additional[].spec", NamespacePolicy.class),
          entry("spec.grants[].name", RoleBinding.class),
          entry("spec.grants[].role", RoleBinding.class), // a part of the binding's name
          entry("spec.grants[].groups", RoleBinding.class),
          entry("spec.grants[].serviceAccounts", ServiceAccount.class),
          entry("spec.grants[].namespaces", RoleBinding.class),
          entry("spec.addons[].name", HelmRelease.class),
          entry("spec.addons[].version", HelmRelease.class),
          entry("spec.addons[].values", HelmRelease.class),
          entry("spec.addons[].managedBy", GitOpsAddon.class),
          entry("spec.gitops.credentials", GitOpsRepository.class),
          entry("spec.gitops.repository", GitOpsRoot.class),
          entry("spec.gitops.revision", GitOpsRoot.class),
          entry("spec.gitops.path", GitOpsRoot.class),
          entry("spec.gitops.projects", GitOpsProject.class), // one step each
          entry("spec.mirrors.manifests", CalicoApplied.class), // compares with the stored value
          entry("spec.mirrors.digests", HelmRelease.class), // likewise
          entry("spec.mirrors.charts", HelmRelease.class)); // the next install or upgrade reads it

  /** They say what a request does, not what a cluster is: who decides reads the newest value. */
  private static final Map<String, String> DECISIONS =
      Map.of(
          "spec.onFailure", "io.clusterline.infra.accept",
          "spec.deletionProtection", "io.clusterline.infra.accept");

  /** A field that a user can write. */
  record Field(String path, RecordComponent component) {

    boolean hasOneValueOnly() {
      Constraint constraint = component.getAnnotation(Constraint.class);
      return constraint != null && !constraint.constant().isEmpty();
    }

    @Override
    public String toString() {
      return path;
    }
  }

  static Stream<Field> fields() {
    return fields("", Cluster.class);
  }

  private static Stream<Field> fields(String parent, Class<?> type) {
    return Arrays.stream(type.getRecordComponents())
        .flatMap(component -> fields(path(parent, component), component));
  }

  private static Stream<Field> fields(String path, RecordComponent component) {
    Type type = component.getGenericType();
    if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
      Class<?> item = (Class<?>) generic.getActualTypeArguments()[0];
      return isPart(item) ? fields(path + "[]", item) : Stream.of(new Field(path, component));
    }
    return isPart(component.getType())
        ? fields(path, component.getType())
        : Stream.of(new Field(path, component));
  }

  /** A record that is written as an object; a range is a record that is written as text. */
  private static boolean isPart(Class<?> type) {
    return type.isRecord() && type.getSimpleName().endsWith("Spec")
        || type.getSimpleName().equals("Metadata");
  }

  private static String path(String parent, RecordComponent component) {
    JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
    String name = renamed == null ? component.getName() : renamed.value();
    return parent.isEmpty() ? name : parent + "." + name;
  }

  @ParameterizedTest
  @MethodSource("fields")
  void givenAFieldOfTheSpecificationWhenItChangesThenAStepComparesItOrItIsRefused(Field field) {
    boolean owned =
        COMPARED.containsKey(field.path())
            || DECISIONS.containsKey(field.path())
            || ImmutableFields.paths().contains(field.path())
            || field.hasOneValueOnly();
    assertThat(owned)
        .as("%s: name the step that compares it here, or add it to ImmutableFields", field.path())
        .isTrue();
  }

  @Test
  void givenTheTablesThenTheyNameNoFieldThatDoesNotExist() {
    List<String> paths = fields().map(Field::path).toList();
    assertThat(paths)
        .hasSizeGreaterThan(40)
        .containsAll(COMPARED.keySet())
        .containsAll(DECISIONS.keySet())
        .containsAll(ImmutableFields.paths());
  }

  @Test
  void givenTheKindsThatHoldImmutableFieldsThenThereAreStepsOfThem() {
    List<String> kinds =
        Stream.of(
                NetworkSteps.KINDS,
                AccessSteps.KINDS,
                MachineSteps.KINDS,
                EdgeStage.KINDS,
                DnsStage.KINDS,
                List.of(InitializedMaster.KIND, HostIngress.KIND))
            .flatMap(List::stream)
            .map(kind -> kind.name())
            .toList();
    assertThat(kinds).containsAll(ImmutableFields.kinds());
  }

  @ParameterizedTest
  @MethodSource("fields")
  void givenAFieldThatAStepComparesThenTheStepsServiceReadsIt(Field field) {
    String reader =
        COMPARED.containsKey(field.path())
            ? serviceOf(COMPARED.get(field.path()))
            : DECISIONS.getOrDefault(field.path(), "io.clusterline");
    assertThat(isRead(field.component(), reader) || field.hasOneValueOnly())
        .as("%s is read in %s", field.path(), reader)
        .isTrue();
  }

  private static String serviceOf(Class<?> step) {
    String name = step.getPackageName();
    return name.substring(0, name.indexOf('.', "io.clusterline.".length()));
  }

  /** Called, or referred to as {@code NodeSpec::name}. */
  private static boolean isRead(RecordComponent field, String reader) {
    return MAIN.stream()
        .filter(type -> isIn(reader, type))
        .flatMap(type ->
            Stream.concat(
                type.getMethodCallsFromSelf().stream(),
                type.getMethodReferencesFromSelf().stream()))
        .map(access -> access.getTarget())
        .anyMatch(target -> isAccessor(target.getOwner().getName(), target.getName(), field));
  }

  /**
   * Two services ask the bundled Calico for its address; policies are made for a step by zerotrust;
   * two services ask an ingress for all its names.
   */
  private static boolean isIn(String reader, JavaClass type) {
    return type.getPackageName().startsWith(reader)
        || type.isEquivalentTo(CalicoRelease.class)
        || type.isEquivalentTo(IngressSpec.class)
        || type.getPackageName().equals(PolicySet.class.getPackageName());
  }

  private static boolean isAccessor(String owner, String method, RecordComponent field) {
    return owner.equals(field.getDeclaringRecord().getName())
        && method.equals(field.getAccessor().getName());
  }
}
