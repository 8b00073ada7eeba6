/**
 * What a cluster's own monitoring gets: dashboards, rules, targets and the history of its build.
 */
@NullMarked
package io.clusterline.gitops.monitoring;

import org.jspecify.annotations.NullMarked;
