package io.clusterline.spec;

import io.clusterline.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;

/**
 * The images that the catalogue's add-ons run, and on which nodes: {@code addon-images.json},
 * written by {@code ./clusterline chart-check} from the real charts. One service installs the
 * charts, another has their images pulled before.
 */
public record AddonImages(List<Chart> charts) {

  /** Name of the resource. */
  public static final String FILE = "addon-images.json";

  /**
   * An add-on's chart.
   *
   * @param version of the chart; another one has other images
   * @param needs add-ons that are installed with it, even if the specification omits them
   */
  public record Chart(String name, String version, List<String> needs, List<Placed> images) {

    public Chart {
      needs = List.copyOf(needs);
      images = List.copyOf(images);
    }

    /** Whether the specification's version, if it has one, is this one. */
    boolean isOf(AddonSpec addon) {
      return addon.version() == null || plain(addon.version()).equals(plain(version));
    }

    private static String plain(String version) {
      return version.startsWith("v") ? version.substring(1) : version;
    }
  }

  /**
   * An image and its nodes.
   *
   * @param on {@link #EVERY_NODE}, {@link #CONTROL_PLANE}, or what the nodes have in the label
   *     {@code workload}
   */
  public record Placed(String on, String image) {}

  public static final String EVERY_NODE = "every-node";
  public static final String CONTROL_PLANE = "control-plane";

  public AddonImages {
    charts = List.copyOf(charts);
  }

  public static AddonImages bundled() {
    try (InputStream in = AddonImages.class.getResourceAsStream("/" + FILE)) {
      return Json.MAPPER.readValue(
          Objects.requireNonNull(in, FILE).readAllBytes(), AddonImages.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As {@link #bundled} reads it, a line for each image. */
  public String text() {
    DefaultPrettyPrinter lines =
        new DefaultPrettyPrinter().withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
    return Json.MAPPER.writer().with(lines).writeValueAsString(this) + "\n";
  }

  Optional<Chart> chart(String addon) {
    return charts.stream().filter(chart -> chart.name().equals(addon)).findFirst();
  }
}
