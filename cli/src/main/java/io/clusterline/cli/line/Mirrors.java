package io.clusterline.cli.line;

import java.net.URI;

/** URLs of a sandbox's charts and manifests. */
public record Mirrors(URI charts, URI manifests) {}
