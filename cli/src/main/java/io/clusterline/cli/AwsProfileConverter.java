package io.clusterline.cli;

import io.clusterline.cli.demo.AwsProfile;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a profile of the sandbox's AWS; a wrong one is answered with the one meant. */
final class AwsProfileConverter implements ITypeConverter<AwsProfile> {

  @Override
  public AwsProfile convert(String text) {
    try {
      return AwsProfile.parse(text);
    } catch (IllegalArgumentException wrong) {
      throw new TypeConversionException(wrong.getMessage());
    }
  }
}
