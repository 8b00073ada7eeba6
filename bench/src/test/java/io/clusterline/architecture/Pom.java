package io.clusterline.architecture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** A module's pom.xml, as far as the rules ask. */
final class Pom {

  /**
   * @param version empty when the root pom manages it, as it should
   */
  record Dependency(String groupId, String artifactId, String type, String scope, String version) {

    boolean isOurs() {
      return groupId.equals("io.clusterline");
    }

    boolean isOnCompilePath() {
      return scope.equals("compile") || scope.equals("provided");
    }
  }

  private final Document document;

  private Pom(Path file) {
    try {
      this.document =
          DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
    } catch (Exception e) {
      throw new IllegalStateException("cannot read " + file, e);
    }
  }

  static Pom root() {
    return new Pom(Modules.ROOT.resolve("pom.xml"));
  }

  static Pom of(String module) {
    return new Pom(Modules.ROOT.resolve(module).resolve("pom.xml"));
  }

  List<String> texts(String path) {
    return nodes("/project/" + path).stream().map(node -> node.getTextContent().strip()).toList();
  }

  List<Dependency> dependencies() {
    return nodes("/project/dependencies/dependency").stream().map(this::dependency).toList();
  }

  private Dependency dependency(Node node) {
    return new Dependency(
        child(node, "groupId", ""),
        child(node, "artifactId", ""),
        child(node, "type", "jar"),
        child(node, "scope", "compile"),
        child(node, "version", ""));
  }

  private static String child(Node parent, String name, String absent) {
    NodeList children = parent.getChildNodes();
    for (int i = 0; i < children.getLength(); i++) {
      if (children.item(i).getNodeName().equals(name)) {
        return children.item(i).getTextContent().strip();
      }
    }
    return absent;
  }

  private List<Node> nodes(String path) {
    try {
      NodeList found =
          (NodeList)
              XPathFactory.newInstance()
                  .newXPath()
                  .evaluate(path, document, XPathConstants.NODESET);
      List<Node> nodes = new ArrayList<>();
      for (int i = 0; i < found.getLength(); i++) {
        nodes.add(found.item(i));
      }
      return nodes;
    } catch (XPathExpressionException e) {
      throw new IllegalArgumentException(path, e);
    }
  }
}
