package io.clusterline.stage;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the steps that a step holds as record components, and refuses the forms that could hide
 * one.
 */
final class StepComponents {

  private StepComponents() {}

  static List<Step<?, ?>> of(Step<?, ?> step) {
    if (!step.getClass().isRecord()) {
      throw new IllegalArgumentException(
          step.address() + ": a step must be a record, " + step.getClass().getName() + " is not");
    }
    List<Step<?, ?>> found = new ArrayList<>();
    for (RecordComponent component : step.getClass().getRecordComponents()) {
      refuseHiding(step, component);
      collect(read(step, component), found);
    }
    return found;
  }

  private static void collect(Object value, List<Step<?, ?>> found) {
    if (value instanceof Step<?, ?> dependency) {
      found.add(dependency);
    } else if (value instanceof Collection<?> many) {
      many.forEach(one -> collect(one, found));
    }
  }

  private static Object read(Step<?, ?> step, RecordComponent component) {
    try {
      var accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(step);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("cannot read " + component + " of " + step.address(), e);
    }
  }

  private static void refuseHiding(Step<?, ?> step, RecordComponent component) {
    Type type = component.getGenericType();
    if (isStep(type) || isCollectionOfSteps(type)) {
      return;
    }
    if (mentionsStep(type, new HashSet<>())) {
      throw new IllegalArgumentException(
          step.address()
              + ": component '"
              + component.getName()
              + "' of type "
              + type.getTypeName()
              + " hides a step; declare it as a step or as a list of steps");
    }
  }

  private static boolean isStep(Type type) {
    return raw(type) instanceof Class<?> c && Step.class.isAssignableFrom(c);
  }

  private static boolean isCollectionOfSteps(Type type) {
    return raw(type) instanceof Class<?> c
        && Collection.class.isAssignableFrom(c)
        && type instanceof ParameterizedType p
        && isStep(upperBound(p.getActualTypeArguments()[0]));
  }

  private static boolean mentionsStep(Type type, Set<Type> seen) {
    if (!seen.add(type)) {
      return false;
    }
    return switch (type) {
      case ParameterizedType p ->
          isStep(p)
              || Arrays.stream(p.getActualTypeArguments())
                  .anyMatch(argument -> mentionsStep(upperBound(argument), seen));
      case GenericArrayType array -> mentionsStep(array.getGenericComponentType(), seen);
      case Class<?> c when c.isArray() -> mentionsStep(c.getComponentType(), seen);
      case Class<?> c when Step.class.isAssignableFrom(c) -> true;
      case Class<?> c when c.isRecord() ->
          Arrays.stream(c.getRecordComponents())
              .anyMatch(component -> mentionsStep(component.getGenericType(), seen));
      default -> false;
    };
  }

  private static Type upperBound(Type type) {
    return type instanceof WildcardType wildcard ? wildcard.getUpperBounds()[0] : type;
  }

  private static Type raw(Type type) {
    return type instanceof ParameterizedType p ? p.getRawType() : type;
  }
}
