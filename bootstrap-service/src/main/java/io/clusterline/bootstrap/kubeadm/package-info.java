/** Input and output of kubeadm: configuration, tokens, certificates. */
@NullMarked
package io.clusterline.bootstrap.kubeadm;

import org.jspecify.annotations.NullMarked;
