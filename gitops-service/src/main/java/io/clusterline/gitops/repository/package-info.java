@NullMarked
package io.clusterline.gitops.repository;

import org.jspecify.annotations.NullMarked;
