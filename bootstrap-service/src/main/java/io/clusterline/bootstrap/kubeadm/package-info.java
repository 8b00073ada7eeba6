/** What kubeadm is given and what it leaves: configuration, tokens, certificates. */
@NullMarked
package io.clusterline.bootstrap.kubeadm;

import org.jspecify.annotations.NullMarked;
