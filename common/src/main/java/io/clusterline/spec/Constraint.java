package io.clusterline.spec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Constraints of a record's component in the JSON Schema beyond its type. A component is required
 * unless it is nullable or names a default here.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Constraint {

  /** The form of a text, or of every text in a list. */
  TextFormat form() default TextFormat.ANY;

  /** The only text allowed. */
  String constant() default "";

  /** The smallest number allowed. */
  int minimum() default Integer.MIN_VALUE;

  /** The largest number allowed. */
  int maximum() default Integer.MAX_VALUE;

  /** The fewest elements of a list. */
  int minItems() default 0;

  /** The most elements of a list. */
  int maxItems() default Integer.MAX_VALUE;

  /** JSON value of the default when the field is absent. */
  String defaultsTo() default "";

  /** Whether the default is computed from other fields when the field is absent. */
  boolean derived() default false;
}
