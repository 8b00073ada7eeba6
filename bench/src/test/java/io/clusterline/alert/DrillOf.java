package io.clusterline.alert;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The alert that a test brings about. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface DrillOf {

  /** Its name in {@code alerts.yaml} or {@code cluster.yaml}. */
  String value();
}
