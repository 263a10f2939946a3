package dev.tidemark.registry;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;

/** A server that answers with bytes of one's choice, down to none or half of them. */
final class FaultyServer implements AutoCloseable {
  private final ServerSocket listener;
  private final String scheme;
  private final Behaviour behaviour;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  /** A request as it came in. */
  record Request(String method, String path, List<String> headers, String body) {
    /** The value of a header; null where it was not sent. */
    @Nullable String header(String name) {
      String start = name.toLowerCase(Locale.ROOT) + ":";
      return headers.stream()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
          .map(line -> line.substring(start.length()).strip())
          .findFirst()
          .orElse(null);
    }
  }

  /** What it does with a request. The connection is closed afterwards. */
  interface Behaviour {
    void answer(Request request, OutputStream out) throws IOException, InterruptedException;
  }

  FaultyServer(Behaviour behaviour) throws IOException {
    this(ServerSocketFactory.getDefault(), "http", behaviour);
  }

  FaultyServer(ServerSocketFactory sockets, String scheme, Behaviour behaviour) throws IOException {
    this.listener = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.scheme = scheme;
    this.behaviour = behaviour;
    threads.execute(this::accept);
  }

  /** A whole answer of HTTP. */
  static Behaviour whole(int status, String body, String... headers) {
    return (request, out) -> {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      out.write(head(status, bytes.length, headers));
      out.write(bytes);
    };
  }

  /** The lines above a body. */
  static byte[] head(int status, int bodyBytes, String... headers) {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Told\r\n");
    head.append("Content-Type: application/vnd.schemaregistry.v1+json\r\n");
    head.append("Connection: close\r\nContent-Length: ").append(bodyBytes).append("\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    return head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  String url() {
    return scheme + "://localhost:" + listener.getLocalPort();
  }

  /** What it was asked so far. */
  List<Request> requests() {
    return requests;
  }

  private void accept() {
    try {
      while (true) {
        Socket connection = listener.accept();
        connections.add(connection);
        threads.execute(() -> serve(connection));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      Request request = read(connection);
      requests.add(request);
      behaviour.answer(request, connection.getOutputStream());
      connection.getOutputStream().flush();
    } catch (IOException | InterruptedException e) {
      // the client went away, or the test is over
    } finally {
      connections.remove(connection);
    }
  }

  private static Request read(Socket connection) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
    String[] first = line(in).split(" ", -1);
    List<String> headers = new java.util.ArrayList<>();
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      headers.add(header);
    }
    Request head = new Request(first[0], first[1], headers, "");
    String length = head.header("Content-Length");
    char[] body = new char[length == null ? 0 : Integer.parseInt(length)];
    for (int count = 0; count < body.length; ) {
      int more = in.read(body, count, body.length - count);
      if (more < 0) {
        throw new IOException("cut off");
      }
      count += more;
    }
    return new Request(first[0], first[1], headers, new String(body));
  }

  private static String line(BufferedReader in) throws IOException {
    String line = in.readLine();
    if (line == null) {
      throw new IOException("cut off");
    }
    return line;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    threads.shutdownNow();
    for (Socket connection : connections) {
      connection.close();
    }
  }
}
