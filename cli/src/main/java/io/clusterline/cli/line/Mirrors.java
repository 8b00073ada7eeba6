package io.clusterline.cli.line;

import java.net.URI;

/** Where a sandbox serves charts and manifests. */
public record Mirrors(URI charts, URI manifests) {}
