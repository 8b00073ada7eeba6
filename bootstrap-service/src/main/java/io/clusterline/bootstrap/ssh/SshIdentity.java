package io.clusterline.bootstrap.ssh;

import io.clusterline.secret.Secret;
import java.util.function.Supplier;

/**
 * The login identity.
 *
 * @param keyName name of the secret with the private key, for messages
 * @param privateKey read once, when the first connection is made
 */
public record SshIdentity(String user, String keyName, Supplier<Secret> privateKey) {}
