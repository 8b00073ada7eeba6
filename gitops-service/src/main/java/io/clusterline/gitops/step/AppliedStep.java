package io.clusterline.gitops.step;

import io.clusterline.gitops.platform.Platform;
import io.clusterline.stage.Found;
import io.clusterline.stage.Step;
import tools.jackson.databind.node.ObjectNode;

/** A step that applies one manifest; its value is the object's name. */
interface AppliedStep extends Step<Platform, String> {

  /** The object as it has to be. */
  ObjectNode manifest();

  @Override
  default Found<String> find(Platform platform) {
    return Applied.find(platform, manifest());
  }

  @Override
  default String apply(Platform platform, Found<String> found) {
    return Applied.apply(platform, manifest());
  }
}
