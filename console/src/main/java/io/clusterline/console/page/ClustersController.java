package io.clusterline.console.page;

import io.clusterline.Json;
import io.clusterline.console.feed.Board;
import io.clusterline.projection.ClusterDocument;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** The clusters as JSON, for scripts; the page itself listens to the stream. */
@RestController
class ClustersController {

  private final Board board;

  ClustersController(Board board) {
    this.board = board;
  }

  @GetMapping(path = "/api/clusters", produces = MediaType.APPLICATION_JSON_VALUE)
  String all() {
    return Json.MAPPER.writeValueAsString(board.clusters());
  }

  /** Those of that name: one in each region that has it. */
  @GetMapping(path = "/api/clusters/{name}", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<String> named(@PathVariable String name) {
    List<ClusterDocument> found =
        board.clusters().stream().filter(each -> each.name().equals(name)).toList();
    return found.isEmpty()
        ? ResponseEntity.status(HttpStatus.NOT_FOUND).body(unknown(name))
        : ResponseEntity.ok(Json.MAPPER.writeValueAsString(found));
  }

  private String unknown(String name) {
    ObjectNode problem = Json.MAPPER.createObjectNode();
    problem.put("error", "the journal knows no cluster \"" + name + "\"");
    problem.put("journal", board.isConnected() ? "read" : "not reachable");
    return problem.toString();
  }
}
