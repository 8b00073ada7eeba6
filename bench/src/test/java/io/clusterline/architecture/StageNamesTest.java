package io.clusterline.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import io.clusterline.event.ClusterEvent;
import io.clusterline.event.EventType;
import io.clusterline.event.StageName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A stage is declared once. Only its declaration and its service name it or its events: such a
 * place would have to be known and changed whenever a stage is added.
 *
 * <p>The accept stage may be named everywhere. It is the entrance of the line: every build and
 * every removal begins with what it publishes.
 */
class StageNamesTest {

  /** Readers of events' data; none of them lists or orders stages. */
  private static final Set<String> READERS =
      Set.of(
          "BuildViewBuilder names InfraReady", // where the state of the cluster is stored
          "BuildViewBuilder names MasterInitialized", // the address of the API server
          "ClusterView names MasterInitialized", // the end of the cluster's certificates
          "Compaction names MasterInitialized", // which a later build does not say again
          "BuildViewBuilder names CniReady", // the nodes as they were when the network was ready
          "BuildViewBuilder names AddonsReady", // the result that a user is shown
          "BuildView names AddonsReady",
          "UntilReady names AddonsReady", // the end of a build: nothing of it follows later
          "Projection names AddonsReady", // the end of a build, for the history of builds
          "BuildReport names AddonsReady",
          "ResultJson names AddonsReady",
          "ResultTables names AddonsReady");

  @Test
  void givenMainCodeThenOnlyTheDeclarationAndTheServiceNameAStage() throws IOException {
    Set<String> named = new TreeSet<>();
    Modules.main().stream()
        .filter(one -> !one.isEquivalentTo(StageName.class))
        .forEach(one -> constants(one).forEach(named::add));
    for (Path source : Modules.sources()) {
      events(source).forEach(named::add);
    }

    assertThat(named).containsExactlyInAnyOrderElementsOf(READERS);
  }

  /** The constants that the class names and that are not of its service. */
  private static Stream<String> constants(JavaClass from) {
    return from.getFieldAccessesFromSelf().stream()
        .filter(access -> access.getTargetOwner().isEquivalentTo(StageName.class))
        .map(JavaAccess::getName)
        .flatMap(name -> later().filter(stage -> stage.name().equals(name)))
        .filter(stage -> !isOf(from.getPackageName(), stage))
        .map(stage -> text(from.getName(), stage.name()));
  }

  /** The events that a source imports, and that its service neither publishes nor starts from. */
  private static Stream<String> events(Path source) throws IOException {
    String name = source.toString().replaceAll(".*/java/|[.]java$", "").replace('/', '.');
    String text = Files.readString(source);
    return Arrays.stream(EventType.values())
        .map(EventType::data)
        .filter(event -> text.contains("import " + event.getName() + ";"))
        .filter(event -> later().anyMatch(stage -> publishes(stage, event)))
        .filter(event ->
            Arrays.stream(StageName.values())
                .filter(stage -> publishes(stage, event) || startsFrom(stage, event))
                .noneMatch(stage -> isOf(name, stage)))
        .map(event -> text(name, event.getSimpleName()));
  }

  private static boolean publishes(StageName stage, Class<? extends ClusterEvent> event) {
    return StageName.publisherOf(event).filter(publisher -> publisher == stage).isPresent();
  }

  private static boolean startsFrom(StageName stage, Class<? extends ClusterEvent> event) {
    return stage.triggers().contains(event)
        || stage.waitsFor().stream().anyMatch(other -> publishes(other, event));
  }

  private static Stream<StageName> later() {
    return Arrays.stream(StageName.values()).filter(stage -> stage != StageName.ACCEPT);
  }

  /** {@code bootstrap-service} is the package {@code io.clusterline.bootstrap} and below. */
  private static boolean isOf(String name, StageName stage) {
    return (name + ".").startsWith("io.clusterline." + stage.service().replace("-service", "."));
  }

  private static String text(String name, String what) {
    return name.replaceAll("[$].*", "").replaceAll(".*[.]", "") + " names " + what;
  }
}
