package io.clusterline.infra.aws;

import io.clusterline.event.ClusterEvent;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageName;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.infra.cluster.LivingCluster;
import io.clusterline.infra.cluster.Replacements;
import io.clusterline.secret.Secret;
import io.clusterline.secret.SecretRef;
import io.clusterline.secret.SecretScope;
import io.clusterline.secret.SecretStore;
import io.clusterline.spec.AwsSpec;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.NodeSpec;
import io.clusterline.stage.Kind;
import io.clusterline.stage.StageContext;
import io.clusterline.stage.StageScope;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;
import software.amazon.awssdk.services.sts.StsClient;

/** Context of infra's steps: AWS in the cluster's own account and region. */
public final class Aws extends StageContext implements AutoCloseable {

  /** By this name the bootstrap stage stores it. */
  private static final String KUBECONFIG = "kubeconfig";

  private final AwsClients clients;
  private final String region;
  private final @Nullable String roleArn;
  private final Calls calls;
  private final Cluster specification;
  private final Inventory inventory;
  private final Map<SecretRef, Secret> read = new ConcurrentHashMap<>();
  private final Replacements replacements = new Replacements();
  private final LivingCluster.Tools livingTools;
  private @Nullable LivingCluster living;

  public Aws(
      StageScope scope, AwsClients clients, LivingCluster.Tools livingTools, Cluster cluster) {
    super(scope);
    AwsSpec spec = cluster.spec().aws();
    this.clients = clients;
    this.roleArn = spec.roleArn();
    this.region = spec.region();
    this.calls = clients.calls();
    this.specification = cluster;
    this.inventory = new Inventory(this);
    this.livingTools = livingTools;
  }

  public String region() {
    return scope().region();
  }

  public SecretStore secrets() {
    return scope().support().secrets();
  }

  /** A secret that must exist, read once in a run. */
  public Secret secret(SecretRef ref) {
    return read.computeIfAbsent(
        ref,
        absent ->
            secrets()
                .get(ref)
                .orElseThrow(() ->
                    new ClusterlineException(
                        ErrorCode.UNEXPECTED, "secret " + ref.name() + " does not exist")));
  }

  /** The existing VPC that the cluster uses; empty when it has its own. */
  public Optional<String> existingVpc() {
    return Optional.ofNullable(specification.spec().network().existingVpcId());
  }

  /** The public domain of the specification. */
  public Optional<String> domain() {
    return Optional.ofNullable(specification.spec().domain());
  }

  /** The hosted zone that the specification names; null: it is found by the domain. */
  public @Nullable String zoneId() {
    return specification.spec().dns().zoneId();
  }

  /** Publishes an event before the stage's end; confirmed by the broker when it returns. */
  public void publish(ClusterEvent event) {
    scope().support().publish(event);
  }

  /** The machines of the specification. */
  public List<NodeSpec> nodes() {
    return specification.spec().nodes();
  }

  public NodeSpec controlPlane() {
    return specification.spec().controlPlane();
  }

  /** The recorded value at an address of that kind, whichever step is running. */
  public <T> Optional<T> recorded(Kind<?, T> kind, String key) {
    return scope().recorded(kind, key);
  }

  /** The cluster that runs on the machines. */
  public synchronized LivingCluster living() {
    LivingCluster known = living;
    if (known == null) {
      SecretRef kubeconfig = new SecretScope(cluster().name(), cluster().uid()).ref(KUBECONFIG);
      known = new LivingCluster(this, secrets(), kubeconfig, livingTools);
      living = known;
    }
    return known;
  }

  public Replacements replacements() {
    return replacements;
  }

  @Override
  public synchronized void close() {
    if (living != null) {
      living.close();
    }
  }

  /** The permissions boundary of roles that are created; none unless somebody names one. */
  public Optional<String> permissionsBoundary() {
    return Optional.ofNullable(specification.spec().aws().permissionsBoundary())
        .or(clients::permissionsBoundary);
  }

  /** How another stage of this generation failed; empty as long as it has not. */
  public Optional<StageFailed> failure(StageName stage) {
    return scope().support().failure(stage);
  }

  /** Whether this is AWS itself, and not a stand-in. */
  public boolean isAmazons() {
    return clients.areAmazons();
  }

  /** What of this cluster exists in EC2 now. */
  public Inventory inventory() {
    return inventory;
  }

  Map<String, String> ownersTags() {
    return specification.metadata().labels();
  }

  public <T> T ec2(Function<Ec2Client, T> call) {
    return run("Ec2", clients -> call.apply(clients.ec2()));
  }

  public <T> T elb(Function<ElasticLoadBalancingV2Client, T> call) {
    return run("ElasticLoadBalancingV2", clients -> call.apply(clients.elb()));
  }

  public <T> T iam(Function<IamClient, T> call) {
    return run("Iam", clients -> call.apply(clients.iam()));
  }

  public <T> T sts(Function<StsClient, T> call) {
    return run("Sts", clients -> call.apply(clients.sts()));
  }

  public <T> T s3(Function<S3Client, T> call) {
    return run("S3", clients -> call.apply(clients.s3()));
  }

  public <T> T route53(Function<Route53Client, T> call) {
    return run("Route53", clients -> call.apply(clients.route53()));
  }

  public <T> T cloudFront(Function<CloudFrontClient, T> call) {
    return run("CloudFront", clients -> call.apply(clients.cloudFront()));
  }

  /**
   * @param where the region: a CDN takes certificates of us-east-1 only
   */
  public <T> T acm(Function<AcmClient, T> call, String where) {
    return run("ACM", where, clients -> call.apply(clients.acm()));
  }

  public <T> T quotas(Function<ServiceQuotasClient, T> call) {
    return run("ServiceQuotas", clients -> call.apply(clients.quotas()));
  }

  /**
   * Asks what a check before the build needs to know. A check that the policy of the credentials
   * forbids is skipped, and that is reported: the build may well succeed without it.
   *
   * @param check what cannot be checked, as in "… was not checked"
   */
  public <T> Optional<T> askIfPermitted(String check, Supplier<T> question) {
    try {
      return Optional.of(question.get());
    } catch (AwsCallException e) {
      if (e.code() != ErrorCode.AWS_DENIED) {
        throw e;
      }
      remark(check + " was not checked: " + e.getMessage());
      return Optional.empty();
    }
  }

  private <T> T run(String service, Function<AwsClients.Regional, T> call) {
    return run(service, region(), call);
  }

  private <T> T run(String service, String where, Function<AwsClients.Regional, T> call) {
    return calls.run(service, where, () -> clients.in(where, roleArn, call), this::beforeMutation);
  }
}
