package io.clusterline.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import io.clusterline.event.ClusterEvent;
import io.clusterline.gitops.inventory.ChartCheck;
import io.clusterline.stage.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds in the code of all modules. */
class CodeRulesTest {

  private static final JavaClasses MAIN = Modules.main();
  private static final JavaClasses TESTS = Modules.tests();

  /** A process of its own, which answers on its standard output. */
  private static final String HELM_PROCESS = "io.clusterline.gitops.helm.HelmWorker";

  private static final DescribedPredicate<JavaClass> IS_A_RECORD =
      DescribedPredicate.describe("a record", JavaClass::isRecord);

  private static final DescribedPredicate<JavaAnnotation<?>> A_CONDITION =
      DescribedPredicate.describe(
          "a condition of Spring's",
          annotation ->
              annotation
                  .getRawType()
                  .getName()
                  .matches("org[.]springframework[.].*[.](Conditional\\w*|Profile)"));

  @Test
  void givenTheBuildWhenTheRulesAreCheckedThenTheCodeOfEveryModuleIsThere() {
    assertThat(Modules.names())
        .filteredOn(module -> !module.equals("bench"))
        .allSatisfy(module ->
            assertThat(Modules.ROOT.resolve(module).resolve("target/classes"))
                .as("run `mvn verify` at the root: %s is not compiled", module)
                .isNotEmptyDirectory());
  }

  @ParameterizedTest
  @CsvSource({
    "software.amazon.awssdk..,  io.clusterline.infra.. io.clusterline.state.aws..",
    "com.jcraft.jsch..,         io.clusterline.bootstrap..",
    "io.kubernetes.client..,    io.clusterline.kubernetes..",
    "com.marcnuri.helm..,       io.clusterline.gitops.."
  })
  void givenALibraryThenOnlyItsAdaptersTouchItsTypes(String library, String adapters) {
    noClasses()
        .that()
        .resideOutsideOfPackages(adapters.split(" "))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(library)
        .check(MAIN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"infra", "bootstrap", "network", "gitops", "cli", "sandbox"})
  void givenAServiceThenNobodyElseIsWrittenAgainstIt(String service) {
    String own = "io.clusterline." + service + "..";
    noClasses()
        .that()
        .resideOutsideOfPackage(own)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(own)
        .check(MAIN);
  }

  @Test
  void givenMainCodeThenNothingSleeps() {
    noClasses().should().callMethodWhere(isSleep()).because("a wait polls or watches").check(MAIN);
  }

  @Test
  void givenTestsThenNothingSleeps() {
    noClasses().should().callMethodWhere(isSleep()).because("a wait polls or watches").check(TESTS);
  }

  @Test
  void givenTheEventsThenTheyAreRecords() {
    classes()
        .that()
        .areAssignableTo(ClusterEvent.class)
        .and()
        .areNotInterfaces()
        .should(be(IS_A_RECORD))
        .check(MAIN);
  }

  @Test
  void givenTheStepsThenTheyAreRecords() {
    classes()
        .that()
        .areAssignableTo(Step.class)
        .and()
        .areNotInterfaces()
        .should(be(IS_A_RECORD))
        .check(MAIN);
  }

  @Test
  void givenThePackagesThenNoneIsInACircle() {
    slices().matching("io.clusterline.(**)").should().beFreeOfCycles().check(MAIN);
  }

  @Test
  void givenMainCodeThenItLogsThroughSlf4j() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.util.logging", "org.apache.commons.logging..")
        .check(MAIN);
  }

  @Test
  void givenMainCodeThenOnlyCommandsWriteToTheTerminal() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.clusterline.cli..", "io.clusterline.sandbox..")
        .and()
        .doNotHaveFullyQualifiedName(HELM_PROCESS)
        .and()
        .doNotHaveFullyQualifiedName(ChartCheck.class.getName()) // run by a person
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(MAIN);
  }

  @Test
  void givenTheBeansThenNoneIsThereUnderAConditionOnly() {
    String because = "it would be answered where the jar is built, see ADR 0018";
    noClasses().should().beAnnotatedWith(A_CONDITION).because(because).check(MAIN);
    noMethods().should().beAnnotatedWith(A_CONDITION).because(because).check(MAIN);
  }

  @Test
  void givenThePackagesThenEachIsNullMarked() throws IOException {
    assertThat(Modules.packages()).isNotEmpty();
    for (Path folder : Modules.packages()) {
      Path info = folder.resolve("package-info.java");
      assertThat(info).exists();
      assertThat(Files.readString(info)).as("%s", info).contains("NullMarked");
    }
  }

  private static DescribedPredicate<JavaCall<?>> isSleep() {
    return target(name("sleep"))
        .and(
            target(owner(JavaClass.Predicates.equivalentTo(Thread.class)))
                .or(target(owner(JavaClass.Predicates.equivalentTo(TimeUnit.class)))))
        .as("Thread.sleep or TimeUnit.sleep");
  }
}
