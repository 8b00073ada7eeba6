package io.clusterline.bootstrap.kubeadm;

import io.clusterline.Json;

/** Values for a YAML template: every JSON value is a YAML value, quoted where it must be. */
final class Yaml {

  private Yaml() {}

  static String value(Object value) {
    return Json.MAPPER.writeValueAsString(value);
  }
}
