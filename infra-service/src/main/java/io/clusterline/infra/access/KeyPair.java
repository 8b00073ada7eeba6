package io.clusterline.infra.access;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.Inventory;
import io.clusterline.infra.aws.TaggedStep;
import io.clusterline.infra.aws.TaggedType;
import io.clusterline.infra.aws.Tags;
import io.clusterline.stage.Found.Change;
import io.clusterline.stage.Kind;
import java.util.List;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ec2.model.KeyPairInfo;
import software.amazon.awssdk.services.ec2.model.ResourceType;

/** The public half of the key, where EC2 hands it to new machines. Its value is its name. */
public record KeyPair(SshKey sshKey) implements TaggedStep<KeyPairInfo> {

  private static final TaggedType<KeyPairInfo> TYPE =
      new TaggedType<>(
          Inventory::keyPairs, KeyPairInfo::keyName, KeyPairInfo::tags, KeyPair::delete);

  public static final Kind<Aws, String> KIND = TYPE.kind("key-pair");

  /** Only with our tag: the name may belong to another owner since. */
  private static void delete(Aws aws, String name) {
    if (aws.inventory().keyPairs().stream().anyMatch(pair -> pair.keyName().equals(name))) {
      aws.ec2(c -> c.deleteKeyPair(r -> r.keyName(name)));
    }
  }

  private static String nameIn(Aws aws) {
    return "clusterline-" + aws.cluster().name();
  }

  @Override
  public TaggedType<KeyPairInfo> type() {
    return TYPE;
  }

  @Override
  public Kind<Aws, String> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return "main";
  }

  @Override
  public String create(Aws aws) {
    var tags = Tags.common(aws, address(), nameIn(aws));
    return aws.ec2(c ->
            c.importKeyPair(r ->
                r.keyName(nameIn(aws))
                    .publicKeyMaterial(SdkBytes.fromUtf8String(aws.output(sshKey).publicKey()))
                    .tagSpecifications(Tags.on(ResourceType.KEY_PAIR, tags))))
        .keyName();
  }

  /** A pair whose halves do not belong together would lock us out of machines launched with it. */
  @Override
  public List<Change> differences(Aws aws, KeyPairInfo pair) {
    String known = pair.publicKey();
    if (known != null && !known.startsWith(aws.output(sshKey).publicKey())) {
      throw new ClusterlineException(
          ErrorCode.SSH_AUTHENTICATION_FAILED,
          "key pair "
              + pair.keyName()
              + " in EC2 is not the public half of secret "
              + aws.output(sshKey).secret().name());
    }
    return List.of();
  }
}
