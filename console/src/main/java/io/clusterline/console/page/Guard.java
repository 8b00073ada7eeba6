package io.clusterline.console.page;

import io.clusterline.console.ConsoleProperties;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.UriUtils;

/**
 * Lets in who has the token, where one is required; only reading requests; and tells browsers what
 * a page of ours may load: nothing from elsewhere.
 */
@Component
class Guard extends OncePerRequestFilter {

  private static final String COOKIE = "clusterline-console";
  private static final String BEARER = "Bearer ";
  private static final String PARAMETER = "token";
  private static final String HEALTH = "/actuator/health";
  private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "::1", "[::1]");
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final String token;

  Guard(ConsoleProperties properties, @Value("${server.address}") String address) {
    this.token = properties.token();
    if (token.isEmpty() && !isLoopback(address)) {
      throw new InvalidConfigurationPropertyValueException(
          "clusterline.console.token",
          "(empty)",
          "the console listens on " + address + ": set CLUSTERLINE_CONSOLE_TOKEN");
    }
  }

  private static boolean isLoopback(String address) {
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    response.setHeader("Content-Security-Policy", POLICY);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "no-referrer");
    if (token.isEmpty() && !LOCAL.contains(request.getServerName())) {
      // Another site's name was made to lead here, so that its scripts may read the answers.
      response.sendError(HttpServletResponse.SC_FORBIDDEN, "open http://127.0.0.1");
    } else if (!Arrays.asList("GET", "HEAD").contains(request.getMethod())) {
      response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
    } else if (isOpen(request) || sent(request).anyMatch(this::isToken)) {
      if (hasTokenInAddress(request)) {
        moveToCookie(request, response);
      } else {
        chain.doFilter(request, response);
      }
    } else {
      response.setHeader("WWW-Authenticate", "Bearer");
      response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
    }
  }

  private boolean isOpen(HttpServletRequest request) {
    String path = request.getServletPath(); // decoded, and without dots: what will be served
    return token.isEmpty() || path.equals(HEALTH) || path.startsWith(HEALTH + "/");
  }

  private static Stream<String> sent(HttpServletRequest request) {
    Stream<String> cookies =
        Optional.ofNullable(request.getCookies()).stream()
            .flatMap(Arrays::stream)
            .filter(cookie -> cookie.getName().equals(COOKIE))
            .map(Cookie::getValue);
    String header = request.getHeader("Authorization");
    String bearer =
        header != null && header.startsWith(BEARER) ? header.substring(BEARER.length()) : null;
    return Stream.concat(cookies, Stream.of(bearer, request.getParameter(PARAMETER)))
        .filter(Objects::nonNull);
  }

  /** In constant time. */
  private boolean isToken(String given) {
    return MessageDigest.isEqual(
        token.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  private boolean hasTokenInAddress(HttpServletRequest request) {
    String given = request.getParameter(PARAMETER);
    return !token.isEmpty() && given != null && isToken(given);
  }

  /**
   * A browser that came by a link with the token goes on without it in the address, where it would
   * be seen, kept and copied.
   */
  private void moveToCookie(HttpServletRequest request, HttpServletResponse response) {
    Cookie cookie = new Cookie(COOKIE, token);
    cookie.setHttpOnly(true);
    cookie.setPath("/");
    // Strict would keep it back when the link was on another site's page. Nothing here writes.
    cookie.setAttribute("SameSite", "Lax");
    cookie.setSecure(request.isSecure());
    response.addCookie(cookie);
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("Location", withoutToken(request));
    response.setStatus(HttpServletResponse.SC_FOUND);
  }

  /** The same place, by a path that cannot name another host. */
  private static String withoutToken(HttpServletRequest request) {
    String query =
        Arrays.stream(Objects.requireNonNullElse(request.getQueryString(), "").split("&"))
            .filter(each -> !each.isEmpty() && !each.split("=", 2)[0].equals(PARAMETER))
            .collect(Collectors.joining("&"));
    String path = UriUtils.encodePath(request.getServletPath(), StandardCharsets.UTF_8);
    return query.isEmpty() ? path : path + "?" + query;
  }
}
