package io.clusterline.event;

import java.util.List;

/** An event that says that something is ready, with what was checked for it. */
public interface Proven {

  List<Evidence> evidence();
}
