package io.clusterline.gitops.ingress;

import static io.clusterline.gitops.ingress.FrontRun.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.Evidence.How;
import io.clusterline.event.FrontDoor;
import io.clusterline.event.FrontDoor.Route;
import io.clusterline.event.IngressReady;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageName;
import io.clusterline.event.StepFinished.Outcome;
import io.clusterline.failure.ErrorCode;
import io.clusterline.kubernetes.KubernetesApi;
import io.clusterline.kubernetes.Manifests;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.spec.Cluster;
import io.clusterline.stage.Address;
import io.clusterline.testing.ApiServer;
import io.clusterline.testkit.SampleClusters;
import io.clusterline.testkit.StageRun;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** The stage on a real API server, with somebody who plays the load balancer's controller. */
@Timeout(90)
class IngressStageTest {

  private static final String ALB = "alb.ingress.kubernetes.io/";

  private static ApiServer server;
  private static KubernetesApi api;

  @BeforeAll
  static void start() {
    server = ApiServer.start();
    api = server.connect();
    FrontRun.prepare(api);
    namespace("argocd");
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      api.close();
      server.close();
    }
  }

  @Test
  void givenServicesAndCertificates_whenApplied_thenTheHostsShareALoadBalancer() {
    FrontRun run = run("shared");
    readyService(run.namespace(), "shop", "NodePort", 80);
    Cluster cluster = run.cluster(run.host("shop", 10), run.host("later", 11));
    run.withEdge(cluster);

    try (var balancer = new FakeBalancer(api)) {
      StageRun applied = run.apply(cluster);

      assertThat(applied.report().failures()).isEmpty();
      FrontDoor door = applied.result(IngressReady.class).frontDoor();
      assertThat(door.loadBalancer()).isEqualTo(FakeBalancer.ADDRESS);
      assertThat(door.zoneId()).isEqualTo(FrontRun.EDGE.zoneId());
      assertThat(door.names())
          .containsExactly("www.example.org", "shop.example.org", "later.example.org");
      assertThat(door.routes())
          .containsExactly(
              route(run, "shop", FakeBalancer.arn("shop"), 1), route(run, "later", null, 0));
      assertThat(applied.result(IngressReady.class).evidence())
          .extracting(one -> one.how() + " " + one.result())
          .contains(
              "executed " + FakeBalancer.ADDRESS,
              "executed 1/2, none of " + run.namespace() + "/later")
          .anyMatch(one -> one.startsWith(How.SKIPPED.toString()));
    }
  }

  @Test
  void givenAnIngress_whenLookedAt_thenItSaysAllThatTheControllerHasToKnow() {
    FrontRun run = run("annotated");
    Cluster cluster = run.cluster(run.host("shop", 10));

    applied(run, cluster);

    JsonNode ingress = api.get(Ingresses.ref(run.namespace(), "shop")).orElseThrow();
    assertThat(ingress.at("/spec/ingressClassName").asString()).isEqualTo("alb");
    assertThat(ingress.at("/spec/rules/0/host").asString()).isEqualTo("shop.example.org");
    assertThat(
            List.of(
                "group.name",
                "group.order",
                "scheme",
                "target-type",
                "listen-ports",
                "ssl-redirect",
                "ssl-policy",
                "certificate-arn",
                "healthcheck-path"))
        .extracting(name -> Ingresses.annotation(ingress, ALB + name))
        .containsExactly(
            run.namespace(),
            "10",
            "internet-facing",
            "instance",
            "[{\"HTTP\": 80}, {\"HTTPS\": 443}]",
            "443",
            "ELBSecurityPolicy-TLS13-1-2-2021-06",
            FrontRun.CERTIFICATE,
            "/");
  }

  @Test
  void givenAllIsThere_whenAppliedAgain_thenNothingChanges() {
    FrontRun run = run("again");
    Cluster cluster = run.cluster(run.host("shop", 10));
    applied(run, cluster);

    StageRun again = applied(run, cluster);

    assertThat(again.report().outcomes().values()).containsOnly(Outcome.UNCHANGED);
  }

  @Test
  void givenAnAnnotationThatSomebodyAdded_whenAppliedAgain_thenItIsTheSpecifiedOnesAlone() {
    FrontRun run = run("meddled");
    Cluster cluster = run.cluster(run.host("shop", 10));
    applied(run, cluster);
    api.mergePatch(
        Ingresses.ref(run.namespace(), "shop"),
        json("{metadata: {annotations: {%1$sssl-policy: weak, %1$ssubnets: one}}}".formatted(ALB)));

    StageRun again = applied(run, cluster);

    assertThat(outcome(again, run, "ingress/%s.shop")).isEqualTo(Outcome.CHANGED);
    JsonNode ingress = api.get(Ingresses.ref(run.namespace(), "shop")).orElseThrow();
    assertThat(Ingresses.annotation(ingress, ALB + "ssl-policy"))
        .isEqualTo("ELBSecurityPolicy-TLS13-1-2-2021-06");
    assertThat(Ingresses.annotation(ingress, ALB + "subnets")).isEmpty();
  }

  /** It would write the same names, and write them again while a removal waits. */
  @Test
  void givenAnIngressFromBefore_whenAppliedAgain_thenExternalDnsPassesOverIt() {
    FrontRun run = run("names");
    Cluster cluster = run.cluster(run.host("shop", 10));
    applied(run, cluster);
    api.mergePatch(
        Ingresses.ref(run.namespace(), "shop"),
        json("{metadata: {annotations: {" + Ingresses.EXTERNAL_DNS + ": null}}}"));

    applied(run, cluster);

    JsonNode ingress = api.get(Ingresses.ref(run.namespace(), "shop")).orElseThrow();
    assertThat(Ingresses.annotation(ingress, Ingresses.EXTERNAL_DNS))
        .isNotEmpty()
        .isNotEqualTo("dns-controller");
  }

  @Test
  void givenAnIngressOfSomebodyElseUnderOurName_whenApplied_thenItIsNamedAndStays() {
    FrontRun run = run("taken");
    apply(stranger(run, "internet-facing").replace("name: stranger", "name: shop"));
    Cluster cluster = run.cluster(run.host("shop", 10));
    run.withEdge(cluster);

    StageRun applied = run.apply(cluster);

    assertThat(applied.report().failures().values())
        .singleElement()
        .satisfies(failure ->
            assertThat(failure)
                .hasMessageContaining("taken/shop is not Clusterline's: it has no label"));
    JsonNode ingress = api.get(Ingresses.ref(run.namespace(), "shop")).orElseThrow();
    assertThat(ingress.at("/spec/rules/0/host").asString()).isEqualTo("good.example.org");
  }

  @Test
  void givenAnEdgeThatGoesOn_whenItEndsLater_thenItsCertificateIsUsed() {
    FrontRun run = run("waiting");
    Cluster cluster = run.cluster(run.host("shop", 10));
    var unused =
        CompletableFuture.runAsync(
            () -> run.withEdge(cluster),
            CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS));

    try (var balancer = new FakeBalancer(api)) {
      assertThat(run.apply(cluster).report().failures()).isEmpty();
    }
  }

  @Test
  void givenAnEdgeThatFailed_whenApplied_thenNoIngressIsMadeAndItIsNamed() {
    FrontRun run = run("edgeless");
    Cluster cluster = run.cluster(run.host("shop", 10));
    run.support.failed(edgeFailed());

    StageRun applied = run.apply(cluster);

    assertThat(applied.report().failures().values())
        .singleElement()
        .satisfies(failure -> {
          assertThat(failure.code()).isEqualTo(ErrorCode.PREVIOUS_STAGE_FAILED);
          assertThat(failure).hasMessageContaining("stage edge failed: CERTIFICATE_NOT_VALIDATED");
        });
    assertThat(api.get(Ingresses.ref(run.namespace(), "shop"))).isEmpty();
  }

  @Test
  void givenServicesThatTheLoadBalancerCannotReach_whenApplied_thenAllAreNamedAndNoneIsApplied() {
    FrontRun run = run("broken");
    readyService(run.namespace(), "inside", "ClusterIP", 80);
    readyService(run.namespace(), "other", "NodePort", 8080);
    apply(stranger(run, "internal"));
    Cluster cluster =
        run.cluster(run.host("good", 9), run.host("inside", 10), run.host("other", 11));
    run.withEdge(cluster);

    StageRun applied = run.apply(cluster);

    assertThat(applied.report().failures().values())
        .singleElement()
        .satisfies(failure -> {
          assertThat(failure.code()).isEqualTo(ErrorCode.INGRESS_GROUP_BROKEN);
          assertThat(failure)
              .hasMessageContaining("broken/inside is of type ClusterIP, not NodePort")
              .hasMessageContaining("broken/other has no port 80, it has [8080]")
              .hasMessageContaining("Ingress broken/stranger, which is not Clusterline's")
              .hasMessageContaining("has a rule for good.example.org/, too");
        });
    assertThat(api.get(Ingresses.ref(run.namespace(), "good"))).isEmpty();
  }

  @Test
  void givenNobodyWhoMakesLoadBalancers_whenTheTimeIsUp_thenItsOwnReasonIsNamed() {
    FrontRun run = run("denied");
    apply(warning(run.namespace(), "shop", "FailedDeployModel", "AccessDenied: AddTags"));
    Cluster cluster = run.cluster(run.host("shop", 10));
    run.withEdge(cluster);

    StageRun applied = run.apply(cluster);

    assertThat(applied.report().failures().values())
        .singleElement()
        .satisfies(failure -> {
          assertThat(failure.code()).isEqualTo(ErrorCode.LOAD_BALANCER_NOT_READY);
          assertThat(failure)
              .hasMessageContaining("no address: Ingress denied/shop")
              .hasMessageContaining("FailedDeployModel: AccessDenied: AddTags");
        });
  }

  @Test
  void givenAnAddOnWithoutReadyPods_whenTheTimeIsUp_thenItsServiceIsNamed() {
    FrontRun run = run("unhealthy");
    apply(service("argocd", "argocd-server", "NodePort", 80));
    Cluster cluster = run.cluster(entry("argocd", "argocd", "argocd-server", 10));
    run.withEdge(cluster);

    try (var balancer = new FakeBalancer(api)) {
      StageRun applied = run.apply(cluster);

      assertThat(applied.report().failures().values())
          .singleElement()
          .satisfies(failure -> {
            assertThat(failure.code()).isEqualTo(ErrorCode.TARGETS_UNHEALTHY);
            assertThat(failure)
                .hasMessageContaining("no pod of Service argocd/argocd-server is ready");
          });
    }
    api.delete(Ingresses.ref("argocd", "argocd"));
  }

  @Test
  void givenAHostThatLeftTheSpecification_whenApplied_thenItsIngressIsGone() {
    FrontRun run = run("former");
    applied(run, run.cluster(run.host("shop", 10), run.host("old", 11)));

    StageRun applied = applied(run, run.cluster(run.host("shop", 10)));

    assertThat(applied.report().failures()).isEmpty();
    assertThat(api.get(Ingresses.ref(run.namespace(), "old"))).isEmpty();
    assertThat(api.get(Ingresses.ref(run.namespace(), "shop"))).isPresent();
  }

  @Test
  void givenAnIngressThatTheControllerHolds_whenRemoved_thenItIsWaitedForAndItsHolderNamed() {
    FrontRun run = run("held");
    Cluster cluster = run.cluster(run.host("shop", 10));
    applied(run, cluster);
    ObjectRef ref = Ingresses.ref(run.namespace(), "shop");
    api.mergePatch(ref, json("{metadata: {finalizers: [ingress.k8s.aws/resources]}}"));

    StageRun held = run.removeAll(cluster);
    api.mergePatch(ref, json("{metadata: {finalizers: null}}"));
    StageRun free = run.removeAll(cluster);

    assertThat(held.report().failures().values())
        .singleElement()
        .satisfies(failure ->
            assertThat(failure).hasMessageContaining("held by ingress.k8s.aws/resources"));
    assertThat(free.report().failures()).isEmpty();
    assertThat(run.ledger.entries()).isEmpty();
    assertThat(api.get(ref)).isEmpty();
  }

  @Test
  void givenHosts_whenTheWholeClusterGoes_thenTheClusterIsNotAskedAndNothingIsLeftInTheLedger() {
    FrontRun run = run("deleted");
    Cluster cluster = run.cluster(run.host("shop", 10));
    applied(run, cluster);

    StageRun deleted = run.delete(cluster);

    assertThat(deleted.report().failures()).isEmpty();
    assertThat(run.ledger.entries()).isEmpty();
    assertThat(api.get(Ingresses.ref(run.namespace(), "shop"))).isPresent();
  }

  @Test
  void givenNoHosts_whenApplied_thenItSaysThatThereIsNothingToDo() {
    FrontRun run = run("hostless");

    StageRun applied = run.apply(SampleClusters.small(run.namespace()));

    assertThat(applied.report().failures()).isEmpty();
    assertThat(applied.result(IngressReady.class).frontDoor()).isNull();
    assertThat(applied.result(IngressReady.class).evidence())
        .singleElement()
        .satisfies(one -> assertThat(one.how()).isEqualTo(How.SKIPPED));
  }

  private static FrontRun run(String name) {
    namespace(name);
    return new FrontRun(server.kubeconfig(), name);
  }

  private static StageRun applied(FrontRun run, Cluster cluster) {
    run.withEdge(cluster);
    try (var balancer = new FakeBalancer(api)) {
      StageRun applied = run.apply(cluster);
      assertThat(applied.report().failures()).isEmpty();
      return applied;
    }
  }

  private static Outcome outcome(StageRun run, FrontRun of, String address) {
    return run.report().outcomes().get(Address.parse(address.formatted(of.namespace())));
  }

  private static Route route(FrontRun run, String service, String arn, int ready) {
    return new Route(
        service,
        run.namespace(),
        service + ".example.org",
        "/",
        service,
        80,
        FrontRun.CERTIFICATE,
        arn,
        ready);
  }

  private static StageFailed edgeFailed() {
    return new StageFailed(
        StageName.EDGE,
        "CERTIFICATE_NOT_VALIDATED",
        "record _x.example.org is missing",
        "",
        false,
        1,
        List.of(),
        List.of(),
        List.of(),
        null,
        "letter-1");
  }

  private static void namespace(String name) {
    apply("{apiVersion: v1, kind: Namespace, metadata: {name: " + name + "}}");
  }

  /** A Service, and a pod behind it that is ready. */
  private static void readyService(String namespace, String name, String type, int port) {
    apply(service(namespace, name, type, port));
    apply(
        """
        {apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, addressType: IPv4,
         metadata: {name: %2$s-1, namespace: %1$s, labels: {kubernetes.io/service-name: %2$s}},
         endpoints: [{addresses: [192.168.1.2], conditions: {ready: true}},
                     {addresses: [192.168.1.3], conditions: {ready: false}}]}
        """
            .formatted(namespace, name));
  }

  private static String service(String namespace, String name, String type, int port) {
    return "{apiVersion: v1, kind: Service, metadata: {name: %s, namespace: %s}, spec: {type: %s, ports: [{port: %d}]}}"
        .formatted(name, namespace, type, port);
  }

  private static String stranger(FrontRun run, String scheme) {
    return """
    {apiVersion: networking.k8s.io/v1, kind: Ingress,
     metadata: {name: stranger, namespace: %1$s,
       annotations: {%2$sgroup.name: %1$s, %2$sscheme: %3$s}},
     spec: {ingressClassName: alb, rules: [{host: good.example.org, http: {paths: [
       {path: /, pathType: Prefix, backend: {service: {name: x, port: {number: 80}}}}]}}]}}
    """
        .formatted(run.namespace(), ALB, scheme);
  }

  private static String warning(String namespace, String ingress, String reason, String message) {
    return """
    {apiVersion: v1, kind: Event, metadata: {name: %2$s.1, namespace: %1$s}, type: Warning,
     reason: %3$s, message: "%4$s", lastTimestamp: "2026-11-30T10:00:00Z",
     involvedObject: {apiVersion: networking.k8s.io/v1, kind: Ingress, name: %2$s, namespace: %1$s}}
    """
        .formatted(namespace, ingress, reason, message);
  }

  private static void apply(String manifest) {
    api.apply(json(manifest));
  }

  private static JsonNode json(String yaml) {
    return Manifests.parse(yaml).getFirst();
  }
}
