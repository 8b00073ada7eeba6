package io.clusterline.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import io.clusterline.stage.Kind;
import io.clusterline.stage.StageDefinition;
import io.clusterline.stage.Step;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A stage removes only what is of the kinds that it lists: a step whose kind no stage lists would
 * leave behind what it made.
 */
class StepKindsTest {

  @Test
  void givenEveryStepThenSomeStageListsItsKind() throws ReflectiveOperationException {
    Set<Object> listed = listedKinds();
    List<String> unlisted = new ArrayList<>();
    for (Class<?> step : implementations(Step.class).toList()) {
      if (!listed.contains(kindOf(step))) {
        unlisted.add(step.getName());
      }
    }

    assertThat(listed).isNotEmpty();
    assertThat(unlisted)
        .as("steps whose KIND is in no StageDefinition.kinds(): add it to the stage's")
        .isEmpty();
  }

  @Test
  void givenEveryListedKindThenSomeStepIsOfIt() throws ReflectiveOperationException {
    Set<Object> used = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Class<?> step : implementations(Step.class).toList()) {
      used.add(kindOf(step));
    }

    assertThat(listedKinds()).allSatisfy(kind -> assertThat(used).contains(kind));
  }

  private static Set<Object> listedKinds() throws ReflectiveOperationException {
    Set<Object> kinds = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Class<?>> stages = implementations(StageDefinition.class).toList();
    assertThat(stages).hasSizeGreaterThanOrEqualTo(5);
    for (Class<?> stage : stages) {
      kinds.addAll(((StageDefinition<?, ?>) withoutAnything(stage)).kinds());
    }
    return kinds;
  }

  /** A stage's collaborators are read when it runs, not when it is created. */
  private static Object withoutAnything(Class<?> stage) throws ReflectiveOperationException {
    Constructor<?> constructor = stage.getDeclaredConstructors()[0];
    constructor.setAccessible(true);
    return constructor.newInstance(
        Arrays.stream(constructor.getParameterTypes()).map(type -> null).toArray());
  }

  private static Object kindOf(Class<?> step) throws ReflectiveOperationException {
    Field field = step.getDeclaredField("KIND");
    field.setAccessible(true);
    assertThat(field.getType()).as("%s.KIND", step.getName()).isEqualTo(Kind.class);
    return field.get(null);
  }

  private static Stream<Class<?>> implementations(Class<?> type) {
    return Modules.main().stream()
        .filter(one -> one.isAssignableTo(type) && !one.isInterface())
        .filter(one -> !one.getModifiers().contains(JavaModifier.ABSTRACT))
        .map(JavaClass::reflect);
  }
}
