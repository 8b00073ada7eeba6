package io.clusterline.spec;

import org.jspecify.annotations.Nullable;

/**
 * The machine image: either its id, or the newest image of an owner whose name matches.
 *
 * @param id a fixed image
 * @param owner the account that publishes the image
 * @param name the image's name, with {@code *} for any characters
 */
public record AmiSpec(@Nullable String id, @Nullable String owner, @Nullable String name) {}
