package dev.tidemark.node.http;

import dev.tidemark.client.api.ApiException;
import dev.tidemark.node.config.NodeConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests of web pages of other sites. A page can make its visitor's browser send requests
 * here, and with a name that it points at this address (DNS rebinding) even read the answers; but
 * it can't choose {@code Host}, {@code Origin} and {@code Sec-Fetch-Site}.
 */
final class OriginCheck {
  private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
  private static final Set<String> WILDCARDS = Set.of("", "0.0.0.0", "::");
  private static final Pattern IPV4 = Pattern.compile("(" + OCTET + "\\.){3}" + OCTET);

  private final Set<String> names = new HashSet<>();
  private final Optional<String> advertisedOrigin;

  OriginCheck(NodeConfig config) {
    String host = bare(config.listen().host());
    if (!WILDCARDS.contains(host)) {
      names.add(host); // a wildcard is not a host name, though browsers do connect to 0.0.0.0
    }
    Optional<URI> advertised = config.listen().advertisedUrl().map(URI::create);
    advertised.map(URI::getHost).ifPresent(name -> names.add(bare(name)));
    advertisedOrigin = advertised.map(uri -> origin(uri.getScheme(), uri.getAuthority()));
  }

  void check(Request request) {
    HttpFields headers = request.getHeaders();
    checkHost(request);
    if (headers.getValuesList("Sec-Fetch-Site").stream().anyMatch("cross-site"::equals)) {
      throw forbidden("another web site sent this request");
    }
    List<String> origins = headers.getValuesList(HttpHeader.ORIGIN);
    if (!origins.isEmpty() && !isOwn(origins, request)) {
      throw forbidden("the Origin of this request is another one");
    }
  }

  private void checkHost(Request request) {
    String host = request.getHttpURI().getHost();
    List<String> sent = request.getHeaders().getValuesList(HttpHeader.HOST);
    if (host == null || sent.size() > 1) {
      throw Errors.badRequest("the request names no host, or more than one", "send one Host");
    }
    SocketAddress local = request.getConnectionMetaData().getLocalSocketAddress();
    boolean fits = isOwn(bare(host), local);
    if (fits && sent.size() == 1) {
      fits = isOwn(bare(withoutPort(sent.get(0))), local);
    }
    if (!fits) {
      throw ApiException.of(
          421,
          "wrong_host",
          "this node is not called " + Errors.shown(host),
          "use the address it listens on, or state its name as its advertised URL");
    }
  }

  private boolean isOwn(String host, SocketAddress local) {
    if (names.contains(host)) {
      return true;
    }
    InetAddress own = local instanceof InetSocketAddress inet ? inet.getAddress() : null;
    if (own == null) {
      return false;
    }
    if (host.equals("localhost")) {
      return own.isLoopbackAddress();
    }
    InetAddress literal = literal(host);
    return literal != null
        && (literal.equals(own) || (literal.isLoopbackAddress() && own.isLoopbackAddress()));
  }

  private boolean isOwn(List<String> origins, Request request) {
    if (origins.size() != 1) {
      return false;
    }
    String sent = origins.get(0).toLowerCase(Locale.ROOT);
    String own = origin(request.getHttpURI().getScheme(), request.getHttpURI().getAuthority());
    return sent.equals(own) || advertisedOrigin.filter(sent::equals).isPresent();
  }

  /** Parses a numeric address in its canonical form; no name is ever resolved. */
  private static @Nullable InetAddress literal(String host) {
    boolean sixth = host.indexOf(':') >= 0;
    if (!sixth && !IPV4.matcher(host).matches()) {
      return null;
    }
    try {
      return InetAddress.getByName(sixth ? "[" + host + "]" : host);
    } catch (UnknownHostException e) {
      return null;
    }
  }

  private static String origin(@Nullable String scheme, @Nullable String authority) {
    String origin = (scheme + "://" + authority).toLowerCase(Locale.ROOT);
    String defaultPort = "https".equals(scheme) ? ":443" : ":80";
    return origin.endsWith(defaultPort)
        ? origin.substring(0, origin.length() - defaultPort.length())
        : origin;
  }

  private static String withoutPort(String authority) {
    int colon = authority.lastIndexOf(':');
    return colon > authority.lastIndexOf(']') ? authority.substring(0, colon) : authority;
  }

  private static String bare(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return lower.startsWith("[") && lower.endsWith("]")
        ? lower.substring(1, lower.length() - 1)
        : lower;
  }

  private static ApiException forbidden(String message) {
    return ApiException.of(
        403,
        "cross_origin",
        message,
        "ask from the command line, or from a page that this node serves");
  }
}
