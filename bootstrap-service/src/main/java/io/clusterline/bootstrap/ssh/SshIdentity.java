package io.clusterline.bootstrap.ssh;

import io.clusterline.secret.Secret;
import java.util.function.Supplier;

/**
 * Who logs in.
 *
 * @param keyName where the private key is kept, for messages
 * @param privateKey asked for once, when the first connection is made
 */
public record SshIdentity(String user, String keyName, Supplier<Secret> privateKey) {}
